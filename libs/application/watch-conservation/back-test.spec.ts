import { describe, expect, it } from '@jest/globals';
import type { BridgeLeg, ConservationRules, LegKind } from '@causeway/domain/conservation';
import {
  erc20Asset,
  evmChain,
  expectOk,
  fromUnixSeconds,
  parseAddress,
  parseBridgeId,
} from '@causeway/domain/units';
import { backTest } from './back-test.js';
import { deliverLegs, type Delivery } from './deliver-legs.js';
import { layThefts, THEFT_KINDS } from './drill.js';

const HOME = evmChain(1);
const AWAY = evmChain(1284);
const bridge = expectOk(parseBridgeId('example-bridge'));
const token = (digit: string) => expectOk(parseAddress(`0x${digit.repeat(40)}`));
const asset = { [HOME]: erc20Asset(HOME, token('1')), [AWAY]: erc20Asset(AWAY, token('2')) };
const other = { [HOME]: erc20Asset(HOME, token('3')), [AWAY]: erc20Asset(AWAY, token('4')) };
const rules: ConservationRules = {
  bridge,
  matching: 'unique-message-id',
  assets: new Map([
    [erc20Asset(HOME, token('1')), 'USDC'],
    [erc20Asset(AWAY, token('2')), 'USDC'],
    [erc20Asset(HOME, token('3')), 'WETH'],
    [erc20Asset(AWAY, token('4')), 'WETH'],
  ]),
  finalitySeconds: new Map([
    [HOME, 1_800],
    [AWAY, 1_800],
  ]),
  maximumFeeBasisPoints: 0n,
  recipientsAgree: true,
  longestTransferSeconds: 0,
  patienceSeconds: 86_400,
};
const byBridge = new Map([[bridge, rules]]);

function leg(kind: LegKind, messageId: number, seconds: number): BridgeLeg {
  const chain = kind === 'lock' || kind === 'release' ? HOME : AWAY;
  return {
    id: `${kind}/${messageId}`,
    bridge,
    kind,
    chain,
    sourceChain: kind === 'lock' || kind === 'mint' ? HOME : AWAY,
    at: fromUnixSeconds(10_000 + seconds),
    transactionHash: `0x${kind}${messageId}`,
    messageId: String(messageId),
    asset: (messageId % 5 === 0 ? other : asset)[chain] ?? erc20Asset(chain, token('9')),
    amount: 1_000n + BigInt(messageId),
    recipient: token('a'),
  };
}

/** Two hundred transfers, each way in turn, a minute apart, an hour on their way. */
const ledger = Array.from({ length: 200 }, (_, at): readonly BridgeLeg[] =>
  at % 2 === 0
    ? [leg('lock', at, at * 60), leg('mint', at, at * 60 + 3_600)]
    : [leg('burn', at, at * 60), leg('release', at, at * 60 + 3_600)],
).flat();

const CLOCK: Delivery = { lagSeconds: new Map(), readings: 'clock' };
const test = (legs: readonly BridgeLeg[], delivery = CLOCK, patienceSeconds = rules.patienceSeconds) =>
  expectOk(backTest(new Map([[bridge, { ...rules, patienceSeconds }]]), deliverLegs(legs, delivery)));

describe('an honest ledger', () => {
  it.each<[string, Delivery]>([
    ['readers that are up to date', CLOCK],
    ['a reader two hours behind', { lagSeconds: new Map([[AWAY, 7_200]]), readings: 'clock' }],
    ['readers that say nothing of themselves', { lagSeconds: new Map(), readings: 'legs' }],
  ])('raises no alert with %s', (_, delivery) => {
    const { alerts, legs, arrivals } = test(ledger, delivery);
    expect([alerts, legs, arrivals]).toEqual([[], 400, 200]);
  });

  it('raises and settles provisional alerts when nobody waits for a reader that is behind', () => {
    const { alerts } = test(ledger, { lagSeconds: new Map([[AWAY, 7_200]]), readings: 'clock' }, 0);
    expect(alerts).toHaveLength(100);
    for (const { first, last } of alerts) {
      expect([first.severity, last.status]).toEqual(['provisional', 'explained']);
    }
  });
});

describe('a drill', () => {
  const thefts = layThefts(ledger, rules, 5);
  const robbed = [...ledger, ...thefts.map(({ leg: theft }) => theft)];

  it('lays thefts of every kind, each into a transfer of its own', () => {
    for (const kind of THEFT_KINDS) expect(thefts.filter((theft) => theft.kind === kind)).toHaveLength(5);
    expect(new Set(thefts.map(({ leg: { messageId } }) => messageId)).size).toBe(30);
  });

  it('is alarmed on in full, in the event of each theft and by its own name', () => {
    const { alerts } = test(robbed);
    const found = new Map(alerts.map((alert) => [alert.first.arrival.id, alert]));
    for (const { leg: theft, code } of thefts) {
      const alert = found.get(theft.id);
      expect([alert?.first.code, alert?.legsLater, alert?.millisecondsLater]).toEqual([code, 0, 0]);
    }
    expect(alerts).toHaveLength(thefts.length);
  });

  it('is alarmed on once the source is read where its reader is behind', () => {
    const { alerts } = test(robbed, { lagSeconds: new Map([[AWAY, 7_200]]), readings: 'clock' });
    const ids = alerts.map(({ first }) => first.arrival.id);
    expect(ids.sort()).toEqual(thefts.map(({ leg: { id } }) => id).sort());
    expect(Math.max(...alerts.map(({ legsLater }) => legsLater))).toBeGreaterThan(0);
  });
});

it('names the leg that its rules cannot join to others', () => {
  const { messageId: _, ...unnumbered } = leg('lock', 1, 0);
  const outcome = backTest(byBridge, [{ kind: 'leg', leg: unnumbered }]);
  expect(outcome).toMatchObject({ ok: false, failure: { code: 'MISSING_MESSAGE_ID' } });
});
