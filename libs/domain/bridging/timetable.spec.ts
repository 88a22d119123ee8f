import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import {
  evmChain,
  expectOk,
  fromUnixSeconds,
  parseBridgeId,
  transferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { applyBridgeEvent } from './apply-bridge-event.js';
import type { BridgeEvent, TransferStep } from './bridge-event.js';
import { event } from './bridge-events.fixture.js';
import { timetableOf, trackTransfer, type Transfer } from './index.js';

/** A route and the steps told of it, each with its second. */
interface Told {
  readonly bridge: string;
  readonly from: number;
  readonly to: number;
  readonly steps: readonly (readonly [TransferStep, number])[];
  readonly more?: Partial<BridgeEvent>;
}

function transferOf({ bridge, from, to, steps, more = {} }: Told): Transfer {
  const id = expectOk(parseBridgeId(bridge));
  const chains = { sourceChain: evmChain(from), destinationChain: evmChain(to) };
  let transfer: Transfer | undefined;
  for (const [index, [step, second]] of steps.entries()) {
    const route = { bridge: id, transfer: transferId(id, evmChain(from), '7'), ...chains };
    const next = event(step, index, second, { ...route, ...(step === 'initiated' ? more : {}) });
    transfer = expectOk(applyBridgeEvent(transfer, next)).transfer;
  }
  if (transfer === undefined) throw new Error('no step');
  return transfer;
}

/** `second: punctuality, next step @ when it is possible` for each phase. */
function phasesOf(told: Told): readonly string[] {
  return timetableOf(transferOf(told), NETWORK).phases.map(({ from, punctuality, nextStep }) => {
    const possible = nextStep?.possibleAt === undefined ? '' : ` @ ${nextStep.possibleAt / 1_000}`;
    return `${from / 1_000}: ${punctuality}, ${nextStep?.kind ?? 'nothing'}${possible}`;
  });
}

function expectedOf(told: Told): readonly number[] | undefined {
  const { expected } = timetableOf(transferOf(told), NETWORK);
  return expected && [expected.early, expected.typical, expected.late].map((time) => time / 1_000);
}

const left = [['initiated', 0]] as const;
const DAY = 86_400;

describe('the timetable of each class of bridges', () => {
  const opStackOut = { bridge: 'op-stack', from: 10, to: 1 };
  const arbitrumIn = { bridge: 'arbitrum', from: 1, to: 42_161 };
  const across = { bridge: 'across', from: 42_161, to: 8453, steps: left };

  it.each<[string, Told, readonly string[]]>([
    [
      'OP-stack withdrawal: provable with the next output, after an hour at most',
      { ...opStackOut, steps: left },
      ['0: on-time, prove @ 3600', '3600: claimable, prove @ 3600'],
    ],
    [
      'Polygon PoS withdrawal: claimable with the next checkpoint, and never late',
      { bridge: 'polygon-pos', from: 137, to: 1, steps: left },
      ['0: on-time, claim @ 1800', '1800: claimable, claim @ 1800'],
    ],
    [
      'OP-stack withdrawal, proven: finalisable more than 7 d later',
      { ...opStackOut, steps: [...left, ['proven', 5_000]] },
      [
        `0: on-time, finalise @ ${7 * DAY + 5_001}`,
        `${7 * DAY + 5_001}: claimable, finalise @ ${7 * DAY + 5_001}`,
      ],
    ],
    [
      'OP-stack withdrawal, proven, of which the departure is not known',
      { ...opStackOut, steps: [['proven', 5_000]] },
      [
        `0: on-time, finalise @ ${7 * DAY + 5_001}`,
        `${7 * DAY + 5_001}: claimable, finalise @ ${7 * DAY + 5_001}`,
      ],
    ],
    [
      'OP-stack withdrawal, finalised without its message having run: anyone runs it again',
      { ...opStackOut, steps: [...left, ['proven', 5_000], ['relayed', 700_000]] },
      ['0: on-time, execute @ 700060', '700060: claimable, execute @ 700060'],
    ],
    [
      'Arbitrum withdrawal: 45,818 blocks of 12 s after an assertion that comes about every hour',
      { bridge: 'arbitrum', from: 42_161, to: 1, steps: left },
      ['0: on-time, claim @ 553416', '553416: claimable, claim @ 553416'],
    ],
    [
      'Arbitrum deposit',
      { ...arbitrumIn, steps: left },
      ['0: on-time, deliver @ 240', '1890: late, deliver @ 240', '7560: stuck, deliver @ 240'],
    ],
    [
      'Arbitrum deposit whose ticket was made and not redeemed: it lives for a week',
      { ...arbitrumIn, steps: [...left, ['relayed', 600]] },
      [
        '0: on-time, execute @ 660',
        '660: claimable, execute @ 660',
        `${7 * DAY + 600}: stuck, refund @ ${7 * DAY + 600}`,
      ],
    ],
    [
      'a deposit whose arrival no log tells',
      { ...arbitrumIn, steps: left, more: { arrivesSilently: true } },
      [],
    ],
    [
      'Linea withdrawal: claimable once Ethereum holds it for good, 32 h at most',
      { bridge: 'linea', from: 59_144, to: 1, steps: left },
      ['0: on-time, claim @ 115200', '115200: claimable, claim @ 115200'],
    ],
    [
      'ZKsync Era withdrawal: 3 h with the execution delay',
      { bridge: 'zksync-era', from: 324, to: 1, steps: left },
      ['0: on-time, claim @ 10800', '10800: claimable, claim @ 10800'],
    ],
    [
      'CCTP burn, attested and minted',
      { bridge: 'cctp', from: 42_161, to: 8453, steps: left },
      ['0: on-time, deliver @ 1013', '1526: late, deliver @ 1013', '6104: stuck, deliver @ 1013'],
    ],
    [
      'Across deposit without a deadline',
      across,
      ['0: on-time, deliver @ 2', '63: late, deliver @ 2', '3600: stuck, deliver @ 2'],
    ],
    [
      'Across deposit that may be filled for 4 h: late before, refunded 3.5 h after',
      { ...across, more: { fillDeadline: fromUnixSeconds(14_400) } },
      ['0: on-time, deliver @ 2', '63: late, deliver @ 2', '14401: stuck, refund @ 27001'],
    ],
    [
      'Across deposit whose deadline is shorter than what is late',
      { ...across, more: { fillDeadline: fromUnixSeconds(30) } },
      ['0: on-time, deliver @ 2', '31: stuck, refund @ 12631'],
    ],
    [
      'an order that was cancelled: its message takes the way back',
      { bridge: 'debridge', from: 1, to: 10, steps: [...left, ['cancelled', 1_000]] },
      ['0: on-time, refund', '1285: late, refund', '4600: stuck, refund'],
    ],
    ['a transfer that failed', { ...opStackOut, steps: [...left, ['failed', 900]] }, ['900: stuck, refund']],
    ['a transfer that arrived', { ...across, steps: [...left, ['finalised', 3]] }, []],
    ['a transfer that was refunded', { ...across, steps: [...left, ['refunded', 20_000]] }, []],
    [
      'a bridge that the network does not know, with a deadline',
      { bridge: 'elsewhere', from: 1, to: 10, steps: left, more: { fillDeadline: fromUnixSeconds(100) } },
      ['0: on-time, deliver', '101: stuck, refund @ 101'],
    ],
  ])('%s', (_, told, phases) => {
    expect(phasesOf(told)).toEqual(phases);
  });

  it.each<[string, Told, readonly number[] | undefined]>([
    ['measured quartiles', across, [2, 3, 3]],
    [
      'a withdrawal taken on as soon as possible, and with the longest dispute of its game',
      { ...opStackOut, steps: left },
      [7 * DAY, 7 * DAY + 3_600, 7 * DAY + 3_600 + 3.5 * DAY],
    ],
    [
      'a withdrawal proven late',
      { ...opStackOut, steps: [...left, ['proven', 2 * DAY]] },
      [9 * DAY + 1, 9 * DAY + 1, 12.5 * DAY + 1],
    ],
    [
      'a deposit whose arrival no log tells',
      { ...arbitrumIn, steps: left, more: { arrivesSilently: true } },
      [240, 600, 900],
    ],
    [
      'a cancelled order',
      { bridge: 'debridge', from: 1, to: 10, steps: [...left, ['cancelled', 9]] },
      undefined,
    ],
  ])('expects %s', (_, told, expected) => {
    expect(expectedOf(told)).toEqual(expected);
  });
});

describe('golden transfers', () => {
  it('Arbitrum withdrawal 121 was executed a day after it became claimable', () => {
    const leftAt = Date.parse('2022-09-01T11:36:18Z') / 1_000;
    const executedAt = Date.parse('2022-09-09T02:41:27Z') / 1_000;
    const told: Told = { bridge: 'arbitrum', from: 42_161, to: 1, steps: [['initiated', leftAt]] };
    const tracked = trackTransfer(transferOf(told), NETWORK, fromUnixSeconds(executedAt - 1));
    expect(tracked.tracking?.punctuality).toBe('claimable');
    expect(executedAt).toBeGreaterThan((tracked.tracking?.since ?? Infinity) / 1_000);
  });
});

describe('trackTransfer', () => {
  const told: Told = {
    ...{ bridge: 'across', from: 42_161, to: 8453, steps: left },
    more: { fillDeadline: fromUnixSeconds(14_400) },
  };
  const at = (second: number): UnixMilliseconds => fromUnixSeconds(second);

  it.each([
    [62, 'on-time', undefined, 63],
    [63, 'late', 63, 14_401],
    [14_400, 'late', 63, 14_401],
    [14_401, 'stuck', 14_401, undefined],
  ])('says at second %i that it is %s', (second, punctuality, since, nextCheck) => {
    const { tracking } = trackTransfer(transferOf(told), NETWORK, at(second));
    expect(tracking).toMatchObject({ punctuality, lateAt: at(63), stuckAt: at(14_401) });
    expect([tracking?.since, tracking?.nextCheckAt]).toEqual(
      [since, nextCheck].map((time) => (time === undefined ? undefined : at(time))),
    );
  });

  it('does not take back what it said when it is told an earlier time', () => {
    const stuck = trackTransfer(transferOf(told), NETWORK, at(20_000));
    expect(trackTransfer(stuck, NETWORK, at(0))).toEqual(stuck);
  });

  it('takes back what a further step has answered', () => {
    const withdrawal = transferOf({ bridge: 'op-stack', from: 10, to: 1, steps: left });
    const provable = trackTransfer(withdrawal, NETWORK, at(4_000));
    expect(provable.tracking?.punctuality).toBe('claimable');
    const { transfer } = expectOk(
      applyBridgeEvent(provable, {
        ...event('proven', 9, 5_000),
        ...{ bridge: withdrawal.bridge, transfer: withdrawal.id, sourceChain: evmChain(10) },
        destinationChain: evmChain(1),
      }),
    );
    expect(trackTransfer(transfer, NETWORK, at(5_000)).tracking).toMatchObject({
      punctuality: 'on-time',
      nextStep: { kind: 'finalise', possibleAt: at(7 * DAY + 5_001) },
      nextCheckAt: at(7 * DAY + 5_001),
    });
  });

  it('says nothing of a transfer whose units are where they stay', () => {
    const late = trackTransfer(transferOf(told), NETWORK, at(100));
    const arrived = { ...late, stage: 'finalised' as const };
    expect(trackTransfer(arrived, NETWORK, at(200))).not.toHaveProperty('tracking');
  });
});
