import { describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_EVENTS,
  CHAIN_LOGS,
  MARKET_PRICES,
  POLICY_EVENTS,
  type EngineCursors,
} from '@causeway/application/ports';
import { checkDrained, INGEST_GROUP, type CheckDrainedPorts } from './index.js';

const DRAINED = {
  ends: new Map<string, readonly bigint[]>([
    [CHAIN_LOGS, [3n, 0n]],
    [MARKET_PRICES, [7n]],
    [ACCOUNT_EVENTS, [2n, 0n]],
    [POLICY_EVENTS, [1n]],
  ]),
  ingested: [3n, 0n],
  hasPendingLegs: false,
  hasDue: false,
  backlogs: [0, 0],
  cursors: [cursors(2n, 7n, 1n), cursors(0n, 7n, 1n)],
};

function cursors(accounts: bigint, prices: bigint, policies: bigint): EngineCursors {
  return new Map([
    [ACCOUNT_EVENTS, accounts],
    [MARKET_PRICES, prices],
    [POLICY_EVENTS, policies],
  ]);
}

/** Ports that show a given situation; the backlog is looked at twice. */
function portsOf(situation: typeof DRAINED): CheckDrainedPorts {
  const backlogs = [...situation.backlogs];
  return {
    eventLog: {
      endOffsets: async (topic) => new Map((situation.ends.get(topic) ?? []).entries()),
      committedOffsets: async (group, topic) => {
        expect([group, topic]).toEqual([INGEST_GROUP, CHAIN_LOGS]);
        return new Map(situation.ingested.entries());
      },
    },
    conservation: { hasPendingLegs: async () => situation.hasPendingLegs },
    tracking: { hasDue: async () => situation.hasDue },
    outbox: { backlog: async () => backlogs.shift() ?? 0 },
    engines: { cursors: async () => new Map(situation.cursors.entries()) },
  };
}

describe('checkDrained', () => {
  it('is true when logs, outbox and every engine are through', async () => {
    expect(await checkDrained(portsOf(DRAINED))).toBe(true);
  });

  it('is true of an installation that nothing was ever sent to', async () => {
    const nothing = {
      ...DRAINED,
      ends: new Map([...DRAINED.ends].map(([topic, ends]) => [topic, ends.map(() => 0n)])),
    };
    expect(await checkDrained(portsOf({ ...nothing, ingested: [], cursors: [] }))).toBe(true);
  });

  it.each([
    ['a log is not in the books', { ingested: [2n, 0n] }],
    ['no log was ever committed', { ingested: [] }],
    ['a leg is not with the monitor', { hasPendingLegs: true }],
    ['a transfer is due to be looked at', { hasDue: true }],
    ['the outbox is not published', { backlogs: [1, 0] }],
    ['the engines have written to the outbox since', { backlogs: [0, 1] }],
    ['an engine has an account to apply', { cursors: [cursors(1n, 7n, 1n), cursors(0n, 7n, 1n)] }],
    ['an engine has a price to apply', { cursors: [cursors(2n, 7n, 1n), cursors(0n, 6n, 1n)] }],
    ['an engine has a policy to apply', { cursors: [cursors(2n, 7n, 1n), cursors(0n, 7n, 0n)] }],
    ['a partition never had an engine', { cursors: [cursors(2n, 7n, 1n)] }],
  ])('is false while %s', async (_, difference) => {
    expect(await checkDrained(portsOf({ ...DRAINED, ...difference }))).toBe(false);
  });
});
