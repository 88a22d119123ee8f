import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { encodeEventText } from '@causeway/adapters/wire';
import {
  ACCOUNT_EVENTS,
  BRIDGE_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  RetryableError,
  SYSTEMIC_RISK_EVENTS,
  type EngineStore,
} from '@causeway/application/ports';
import { addSeconds, type AccountId } from '@causeway/domain/units';
import { ETHEREUM, FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy, price, withThresholds } from '../../../test/fixtures/margin.js';
import { action } from '../../../test/fixtures/systemic-actions.js';
import { PartitionEngine, type EngineInput, type EngineRecord } from './index.js';

const ACCOUNTS = ['atlas-main', 'atlas-small', 'borealis-main'] as AccountId[];

const ACTIONS = [
  action('freeze-new-credit', 'asset', 'USDC'),
  action('raise-haircut', 'layer', ETHEREUM),
  action('liquidate', 'venue', `${ETHEREUM}/BTC-PERP`),
  action('warn', 'layer', ETHEREUM, { affected: ['atlas-main' as AccountId] }),
];

const accountInput = fc
  .record({
    account: fc.constantFrom(...ACCOUNTS),
    seq: fc.integer({ min: 1, max: 12 }),
    usdc: fc.bigInt({ min: 0n, max: 30_000n }),
    size: fc.constantFrom('0', '1', '-1', '0.5', '3'),
  })
  .map(({ seq, ...options }): EngineInput => ({
    kind: 'account',
    account: accountAt(seq, options),
    cause: { reference: `change ${seq}`, at: addSeconds(FIRST_MOMENT, seq) },
  }));
const priceInput = fc
  .record({
    symbol: fc.constantFrom('BTC-PERP', 'USDC', 'ETH'),
    cents: fc.integer({ min: 90, max: 110 }),
    second: fc.nat(40),
  })
  .map(({ symbol, cents, second }): EngineInput => {
    const value =
      symbol === 'BTC-PERP'
        ? String(cents * 400)
        : `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    return { kind: 'price', price: price(symbol, value, second) };
  });
const policyInput = fc.integer({ min: 1, max: 4 }).map((version): EngineInput => ({
  kind: 'policy',
  policy: withThresholds(housePolicy, version, { warning: `1.${version + 1}` }),
  at: FIRST_MOMENT,
}));
const actionsInput = fc.subarray(ACTIONS).map((actions): EngineInput => ({
  kind: 'systemic-risk',
  actions,
  at: FIRST_MOMENT,
}));
const inputs = fc
  .tuple(
    policyInput,
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: accountInput },
        { weight: 10, arbitrary: priceInput },
        { weight: 1, arbitrary: policyInput },
        { weight: 2, arbitrary: actionsInput },
      ),
      { minLength: 1, maxLength: 40 },
    ),
  )
  .map(([policy, others]) => [policy, ...others]);

/** What happens to a batch: its size, how its first commit fails, and how many records before it come again. */
const disturbances = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 6 }),
    again: fc.nat(3),
    mishap: fc.constantFrom('none', 'none', 'fails before', 'fails after', 'is killed', 'is replaced'),
  }),
  { minLength: 1, maxLength: 15 },
);
type Disturbance = typeof disturbances extends fc.Arbitrary<(infer One)[]> ? One : never;

interface TopicRecord extends EngineRecord {
  readonly topic: string;
}

/** The inputs as records of their topics, in the order in which all of them were read. */
function recordsOf(all: readonly EngineInput[]): readonly TopicRecord[] {
  const topics = {
    account: ACCOUNT_EVENTS,
    price: MARKET_PRICES,
    policy: POLICY_EVENTS,
    bridge: BRIDGE_EVENTS,
    'systemic-risk': SYSTEMIC_RISK_EVENTS,
  };
  const ends = new Map<string, bigint>();
  return all.map((input) => {
    const topic = topics[input.kind];
    const offset = ends.get(topic) ?? 0n;
    ends.set(topic, offset + 1n);
    return { topic, offset, input };
  });
}

async function run(records: readonly TopicRecord[], plan: readonly Disturbance[]) {
  const { engines, outbox } = createMemoryStores();
  let mishap: Disturbance['mishap'] = 'none';
  const unreliable: EngineStore = {
    claim: engines.claim.bind(engines),
    release: engines.release.bind(engines),
    load: engines.load.bind(engines),
    cursors: engines.cursors.bind(engines),
    commit: async (lease, changes) => {
      const happens = mishap;
      mishap = 'none';
      if (happens === 'fails before') throw new RetryableError('the connection was lost');
      const outcome = await engines.commit(lease, changes);
      if (happens === 'fails after') throw new RetryableError('the answer was lost');
      return outcome;
    },
  };
  let owner = 0;
  const open = async (): Promise<PartitionEngine> => {
    const lease = await engines.claim(0, `owner ${owner}`, addSeconds(FIRST_MOMENT, owner * 100), 10);
    if (lease === undefined) throw new Error('the lease has not expired');
    return PartitionEngine.open({ engines: unreliable, directory }, lease);
  };
  let engine = await open();
  for (const [turn, batch] of batchesOf(records, plan).entries()) {
    mishap = plan[turn % plan.length]?.mishap ?? 'none';
    if (mishap === 'is replaced') {
      owner += 1;
      const newer = await open();
      expect(await engine.apply(batch.topic, batch.records)).toBe('fenced');
      engine = newer;
    } else if (mishap === 'is killed') engine = await open();
    const first = engine.apply(batch.topic, batch.records).catch((error: unknown) => {
      expect(error).toBeInstanceOf(RetryableError);
      return 'failed' as const;
    });
    if ((await first) === 'failed') expect(await engine.apply(batch.topic, batch.records)).toBe('committed');
  }
  const streams = ACCOUNTS.flatMap((account) => [`margin/${account}`, `liquidation/${account}`]);
  const events = await Promise.all(streams.map((stream) => outbox.read(stream, 0, 10_000)));
  return {
    checkpoint: await engines.load(0),
    events: events.flat().map(({ stream, seq, event }) => [stream, seq, encodeEventText(event)]),
    backlog: await outbox.backlog(),
  };
}

/** Consecutive records of one topic, each batch preceded by some of that topic that were delivered before. */
function batchesOf(records: readonly TopicRecord[], plan: readonly Disturbance[]) {
  const batches: { readonly topic: string; readonly records: readonly TopicRecord[] }[] = [];
  for (let from = 0; from < records.length;) {
    const { size, again } = plan[batches.length % plan.length] ?? { size: 1, again: 0 };
    const topic = records[from]?.topic ?? '';
    let to = from + 1;
    while (to < from + size && records[to]?.topic === topic) to += 1;
    const before = records.slice(0, from).filter((record) => record.topic === topic);
    batches.push({
      topic,
      records: [...before.slice(before.length - Math.min(again, before.length)), ...records.slice(from, to)],
    });
    from = to;
  }
  return batches;
}

describe('PartitionEngine, whatever fails and however its input is cut', () => {
  it('ends where an undisturbed run ends, and says the same', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, disturbances, async (all, plan) => {
        const records = recordsOf(all);
        const undisturbed = await run(records, [{ size: 1, again: 0, mishap: 'none' }]);
        expect(await run(records, plan)).toEqual(undisturbed);
      }),
      { numRuns: 200 },
    );
  });
});
