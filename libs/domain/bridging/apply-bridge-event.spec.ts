import { describe, expect, it } from '@jest/globals';
import { evmChain, expectOk, parseAddress, tokenAmount, transferId } from '@causeway/domain/units';
import { applyBridgeEvent, type TransferChange } from './apply-bridge-event.js';
import type { BridgeEvent } from './bridge-event.js';
import {
  arrival,
  departure,
  DESTINATION,
  event,
  givenBack,
  part,
  RECEIVED,
  RECIPIENT,
  SENDER,
  SENT,
} from './bridge-events.fixture.js';
import type { Transfer } from './transfer.js';

/** The changes that the events make one after the other. @throws when one is refused */
function applyAll(events: readonly BridgeEvent[]): readonly TransferChange[] {
  let transfer: Transfer | undefined;
  return events.map((next) => {
    const change = expectOk(applyBridgeEvent(transfer, next));
    transfer = change.transfer;
    return change;
  });
}

function refusalAfter(events: readonly BridgeEvent[], next: BridgeEvent): string | undefined {
  const before = applyAll(events).at(-1)?.transfer;
  const snapshot = structuredClone(before);
  const result = applyBridgeEvent(before, next);
  expect(before).toEqual(snapshot);
  return result.ok ? undefined : `${result.failure.code} ${result.failure.field}`;
}

describe('the life of a transfer', () => {
  it('departs and arrives', () => {
    const [left, arrived] = applyAll([departure(), arrival()]);
    expect(left?.movement).toEqual({ kind: 'departure', amount: SENT, arrivedAlready: false });
    expect(arrived?.movement).toEqual({ kind: 'arrival', amount: RECEIVED, departedBefore: true });
    expect(arrived?.transfer).toMatchObject({
      stage: 'finalised',
      sender: SENDER,
      recipient: RECIPIENT,
      sent: SENT,
      received: RECEIVED,
      initiatedAt: 1_000_000,
      finalisedAt: 1_004_000,
    });
  });

  it('arrives first when the destination layer is read first', () => {
    const [arrived, left] = applyAll([arrival(), departure()]);
    expect(arrived?.movement).toEqual({ kind: 'arrival', amount: RECEIVED, departedBefore: false });
    expect(left?.movement).toEqual({ kind: 'departure', amount: SENT, arrivedAlready: true });
    expect(left?.transfer.stage).toBe('finalised');
  });

  it('uses the amount that is due where the arrival tells none', () => {
    const { received: _, ...silent } = arrival();
    const [, arrived] = applyAll([departure(), silent]);
    expect(arrived?.movement).toMatchObject({ kind: 'arrival', amount: RECEIVED });
  });

  it('takes recipient and amount received from the destination, where they may have been changed', () => {
    const other = expectOk(parseAddress(`0x${'33'.repeat(20)}`));
    const less = tokenAmount(RECEIVED.asset, 980n);
    for (const order of [
      [departure(), arrival({ recipient: other, received: less })],
      [arrival({ recipient: other, received: less }), departure()],
    ]) {
      expect(applyAll(order).at(-1)?.transfer).toMatchObject({ recipient: other, received: less });
    }
  });

  it('moves nothing for a message without money', () => {
    const changes = applyAll([event('initiated', 1, 1), event('finalised', 2, 2)]);
    expect(changes.map(({ movement }) => movement)).toEqual([undefined, undefined]);
    expect(changes.at(-1)?.transfer.stage).toBe('finalised');
  });

  it('never goes back', () => {
    const changes = applyAll([departure(), event('proven', 3, 1_002), event('relayed', 4, 1_001)]);
    expect(changes.map(({ transfer }) => transfer.stage)).toEqual([
      'initiated',
      'in-challenge',
      'in-challenge',
    ]);
    expect(changes.at(-1)?.transfer.history.map(({ stage }) => stage)).toEqual([
      'initiated',
      'relayed',
      'in-challenge',
    ]);
  });

  it('keeps the log that caused each step', () => {
    const history = applyAll([departure(), arrival()]).at(-1)?.transfer.history;
    expect(history?.map(({ logId }) => logId)).toEqual([departure().logId, arrival().logId]);
  });

  it('changes nothing when a log is read again', () => {
    const [, again] = applyAll([departure(), departure()]);
    expect(again).toEqual({ transfer: applyAll([departure()])[0]?.transfer, changed: false });
  });
});

describe('a transfer that does not arrive', () => {
  it('returns once, by expiry or refund', () => {
    const changes = applyAll([departure(), event('expired', 3, 2_000), event('refunded', 4, 3_000)]);
    expect(changes.map(({ movement }) => movement?.kind)).toEqual(['departure', 'return', undefined]);
    expect(changes.at(-1)?.transfer.stage).toBe('refunded');
    const viaFailure = applyAll([
      departure(),
      event('expired', 3, 2_000),
      event('failed', 5, 2_500),
      event('refunded', 4, 3_000),
    ]);
    expect(viaFailure.map(({ movement }) => movement?.kind)).toEqual([
      'departure',
      'return',
      undefined,
      undefined,
    ]);
  });

  it('neither leaves nor returns when the refund is known before the departure', () => {
    const changes = applyAll([event('refunded', 4, 3_000), departure()]);
    expect(changes.map(({ movement }) => movement)).toEqual([undefined, undefined]);
  });

  it('stays where it is when it fails', () => {
    const changes = applyAll([departure(), event('failed', 3, 2_000)]);
    expect(changes.at(-1)?.movement).toBeUndefined();
    expect(changes.at(-1)?.transfer.stage).toBe('failed');
  });
});

describe('a transfer that arrives in parts', () => {
  const other = expectOk(parseAddress(`0x${'33'.repeat(20)}`));

  it('has arrived when the parts cover the order, each paid to its own recipient', () => {
    const [, first, second] = applyAll([departure(), part(2, 400n), part(3, 600n, { recipient: other })]);
    expect(first?.movement).toEqual({
      kind: 'arrival',
      amount: tokenAmount(RECEIVED.asset, 396n),
      departedBefore: true,
      arrivedPart: 400n,
      recipient: RECIPIENT,
    });
    expect(first?.transfer).toMatchObject({ stage: 'partially-filled', destinationSeen: false });
    expect(first?.transfer.received).toEqual(RECEIVED);
    expect(second?.movement).toMatchObject({ arrivedPart: 600n, recipient: other });
    expect(second?.transfer).toMatchObject({
      stage: 'finalised',
      destinationSeen: true,
      received: tokenAmount(RECEIVED.asset, 990n),
      recipient: other,
      finalisedAt: 1_003_000,
    });
  });

  it('departs with the part that is known to have arrived', () => {
    const [, left] = applyAll([part(2, 400n), departure()]);
    expect(left?.movement).toEqual({
      kind: 'departure',
      amount: SENT,
      arrivedAlready: false,
      arrivedPart: 400n,
    });
  });

  it('gives back what did not arrive', () => {
    const changes = applyAll([
      departure(),
      part(2, 400n),
      event('cancelled', 3, 2_000),
      givenBack('refunded', 4, 600n),
    ]);
    expect(changes.map(({ transfer }) => transfer.stage)).toEqual([
      'initiated',
      'partially-filled',
      'cancelled',
      'refunded',
    ]);
    expect(changes.at(-1)?.movement).toEqual({ kind: 'return', amount: tokenAmount(SENT.asset, 600n) });
  });

  it('rounds the part that has arrived down, and to nothing at the end', () => {
    const thirds = [1n, 1n, 1n].map((filled, index) =>
      part(2 + index, filled, { fill: { filled, ordered: 3n } }),
    );
    const changes = applyAll([departure(), ...thirds]).slice(1);
    expect(changes.map(({ movement }) => movement?.kind === 'arrival' && movement.arrivedPart)).toEqual([
      333n,
      333n,
      334n,
    ]);
  });
});

describe('what a bridge pays back to those who paid in advance', () => {
  it('is kept as evidence and moves nothing', () => {
    const changes = applyAll([departure(), event('repaid', 5, 9_000), arrival()]);
    expect(changes.map(({ movement }) => movement?.kind)).toEqual(['departure', undefined, 'arrival']);
    const last = changes.at(-1)?.transfer;
    expect(last?.repayments).toEqual([
      { logId: event('repaid', 5, 0).logId, at: 9_000_000, eventName: 'Toldrepaid' },
    ]);
    expect(last?.history.map(({ stage }) => stage)).toEqual(['initiated', 'finalised']);
  });
});

describe('refusals leave the transfer as it was', () => {
  const otherAmount = tokenAmount(SENT.asset, 999n);
  it.each<[string, BridgeEvent[], BridgeEvent, string]>([
    ['a spoofed emitter', [departure()], arrival({ emitter: 'topic-only' }), 'UNTRUSTED_EMITTER emitter'],
    ['another amount', [departure()], arrival({ sent: otherAmount }), 'CONFLICTING_AMOUNT sent'],
    [
      'another amount, arrival first',
      [arrival()],
      departure({ sent: otherAmount }),
      'CONFLICTING_AMOUNT sent',
    ],
    [
      'another asset',
      [departure()],
      arrival({ sent: tokenAmount(RECEIVED.asset, SENT.raw) }),
      'CONFLICTING_AMOUNT sent',
    ],
    [
      'another destination',
      [departure()],
      arrival({ destinationChain: evmChain(1) }),
      'CONFLICTING_CHAIN destinationChain',
    ],
    ['another source', [departure()], arrival({ sourceChain: evmChain(1) }), 'CONFLICTING_CHAIN sourceChain'],
    [
      'a second fill',
      [departure(), arrival()],
      arrival({ logId: event('finalised', 9, 1).logId }),
      'ALREADY_FINALISED step',
    ],
    [
      'a second departure',
      [departure()],
      departure({ logId: event('initiated', 9, 1).logId }),
      'ALREADY_INITIATED step',
    ],
    ['arrival after refund', [departure(), event('refunded', 3, 1)], arrival(), 'ALREADY_RETURNED step'],
    ['refund after arrival', [departure(), arrival()], event('refunded', 3, 1), 'ALREADY_FINALISED step'],
    ['failure after arrival', [arrival()], event('failed', 3, 1), 'ALREADY_FINALISED step'],
    ['cancellation after arrival', [arrival()], event('cancelled', 3, 1), 'ALREADY_FINALISED step'],
    ['arrival after cancellation', [event('cancelled', 3, 1)], arrival(), 'ALREADY_RETURNED step'],
    ['a part of what arrived whole', [arrival()], part(3, 400n), 'ALREADY_FINALISED step'],
    ['the whole of what arrived in part', [part(3, 400n)], arrival(), 'CONFLICTING_AMOUNT fill'],
    ['more than the order', [part(3, 400n)], part(4, 601n), 'CONFLICTING_AMOUNT fill'],
    [
      'a part of an order of another size',
      [part(3, 400n)],
      part(4, 10n, { fill: { filled: 10n, ordered: 999n } }),
      'CONFLICTING_AMOUNT fill',
    ],
    ['a part that does not tell how much', [departure()], event('filled', 3, 1), 'CONFLICTING_AMOUNT fill'],
    [
      'the last part of what was cancelled',
      [part(3, 400n), event('cancelled', 4, 1)],
      part(5, 600n),
      'ALREADY_RETURNED fill',
    ],
    ['a part of what returned whole', [event('refunded', 3, 1)], part(4, 10n), 'ALREADY_RETURNED fill'],
    [
      'the return of the whole of what arrived in part',
      [departure(), part(3, 400n)],
      event('refunded', 4, 1),
      'CONFLICTING_AMOUNT returned',
    ],
    [
      'the return of more than did not arrive',
      [departure(), part(3, 400n)],
      givenBack('refunded', 4, 601n),
      'CONFLICTING_AMOUNT returned',
    ],
    [
      'a part of what returned',
      [departure(), givenBack('refunded', 4, 601n)],
      part(3, 400n),
      'ALREADY_RETURNED fill',
    ],
    [
      'a second return of another amount',
      [departure(), givenBack('expired', 3, 600n)],
      givenBack('refunded', 4, 500n),
      'CONFLICTING_AMOUNT returned',
    ],
  ])('%s', (_, before, next, refusal) => {
    expect(refusalAfter(before, next)).toBe(refusal);
  });

  it('refuses a spoofed emitter of a transfer that nothing is known of', () => {
    expect(applyBridgeEvent(undefined, departure({ emitter: 'topic-only' }))).toMatchObject({
      ok: false,
      failure: { code: 'UNTRUSTED_EMITTER' },
    });
  });

  it('throws when the event belongs to another transfer, which is a bug', () => {
    const [change] = applyAll([departure()]);
    const stranger = departure({ transfer: transferId(departure().bridge, DESTINATION, '8') });
    expect(() => applyBridgeEvent(change?.transfer, stranger)).toThrow('applied to');
  });

  it('leaves with the bridge, and not in transit, what arrives under an id that its logs do not tell', () => {
    const ride = departure({ arrivesSilently: true, arrivesElsewhere: true });
    expect(expectOk(applyBridgeEvent(undefined, ride))).toMatchObject({
      transfer: { arrivesElsewhere: true },
      movement: { kind: 'departure', arrivedAlready: true },
    });
  });
});
