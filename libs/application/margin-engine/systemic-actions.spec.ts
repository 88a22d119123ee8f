import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import {
  ACCOUNT_EVENTS,
  MARKET_PRICES,
  POLICY_EVENTS,
  SYSTEMIC_RISK_EVENTS,
  type PublishedEvent,
} from '@causeway/application/ports';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import { formatDecimal } from '@causeway/domain/units';
import { ATLAS } from '../../../test/fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy, price } from '../../../test/fixtures/margin.js';
import { action } from '../../../test/fixtures/systemic-actions.js';
import { applyEngineInput, EngineMemory, PartitionEngine, type EngineInput } from './index.js';

const account = (seq: number, usdc: bigint): EngineInput => ({
  kind: 'account',
  account: accountAt(seq, { usdc }),
  cause: { reference: `change ${seq}`, at: FIRST_MOMENT },
});
const actions = (...inForce: readonly ActionInForce[]): EngineInput => ({
  kind: 'systemic-risk',
  actions: inForce,
  at: FIRST_MOMENT,
});
/** One bitcoin at 40,000 asks for 1,200; a dollar counts 0.97. */
const MARKET: readonly EngineInput[] = [
  { kind: 'policy', policy: housePolicy, at: FIRST_MOMENT },
  { kind: 'price', price: price('USDC', '1') },
  { kind: 'price', price: price('BTC-PERP', '40000') },
];
const FREEZE = action('freeze-new-credit', 'layer', ETHEREUM);
const HAIRCUT = action('raise-haircut', 'asset', 'USDC');
const LIQUIDATE = action('liquidate', 'layer', ETHEREUM);
const WARNING = action('warn', 'layer', ETHEREUM, { affected: [ATLAS] });

function setUp(...inputs: readonly EngineInput[]) {
  const checkpoint = { accounts: new Map(), prices: new Map(), priceSeq: 0, cursors: new Map() };
  const memory = new EngineMemory(0, checkpoint, directory);
  const apply = (...next: readonly EngineInput[]) => {
    for (const each of next) applyEngineInput(memory, each, directory);
    return memory.takeChanges().outbox.map(({ event }) => told(event));
  };
  apply(...MARKET, ...inputs);
  return apply;
}

function told(event: PublishedEvent): string {
  if (event.type === 'margin.changed') return `equity ${formatDecimal(event.state.equity)}`;
  if (event.type !== 'liquidation.changed') return event.type;
  const last = event.case.history.at(-1);
  return `${event.case.stage} by ${last?.evidence.systemicActions?.join() ?? 'its own margin'}`;
}

describe('systemic-risk actions in an engine', () => {
  it('freeze new credit: what was there counts, what comes does not until the freeze ends', () => {
    const apply = setUp(account(1, 10_000n));
    expect(apply(actions(FREEZE))).toEqual([]);
    expect(apply(account(2, 20_000n))).toEqual(['equity 9700']);
    expect(apply(actions())).toEqual(['equity 19400']);
  });

  it('give no credit back to what left and came again', () => {
    const apply = setUp(account(1, 10_000n), actions(FREEZE), account(2, 4_000n));
    expect(apply(account(3, 10_000n))).toEqual(['equity 3880']);
  });

  it('raise haircuts on their subject, and lower them again', () => {
    const apply = setUp(account(1, 10_000n));
    expect(apply(actions(HAIRCUT))).toEqual(['equity 8730']);
    expect(apply(actions())).toEqual(['equity 9700']);
  });

  it('liquidate who would not survive the failure of the subject, and name themselves in the evidence', () => {
    const apply = setUp(account(1, 10_000n));
    expect(apply(actions(LIQUIDATE))).toEqual([
      'liquidating by liquidate on one layer: eip155:1',
      'equity 0',
    ]);
    expect(apply(actions())).toEqual(['recovered by its own margin', 'equity 9700']);
  });

  it('warn the accounts they name, and keep the case open until they end', () => {
    const apply = setUp(account(1, 10_000n));
    expect(apply(actions(WARNING))).toEqual(['warned by warn on one layer: eip155:1']);
    expect(apply({ kind: 'price', price: price('BTC-PERP', '40100', 5) })).toEqual([]);
    expect(apply(actions())).toEqual(['recovered by its own margin']);
  });

  it('hold under a new policy, and from a checkpoint on', async () => {
    const { engines, outbox } = createMemoryStores();
    const lease = await engines.claim(0, 'ada', FIRST_MOMENT, 10);
    if (lease === undefined) throw new Error('the lease was not given');
    const ports = { engines, directory };
    const first = await PartitionEngine.open(ports, lease);
    await first.apply(POLICY_EVENTS, [{ offset: 0n, input: MARKET[0] as EngineInput }]);
    await first.apply(MARKET_PRICES, [
      { offset: 0n, input: MARKET[1] as EngineInput },
      { offset: 1n, input: MARKET[2] as EngineInput },
    ]);
    await first.apply(ACCOUNT_EVENTS, [{ offset: 0n, input: account(1, 10_000n) }]);
    await first.apply(SYSTEMIC_RISK_EVENTS, [{ offset: 0n, input: actions(FREEZE, HAIRCUT) }]);
    const second = await PartitionEngine.open(ports, lease);
    await second.apply(ACCOUNT_EVENTS, [{ offset: 1n, input: account(2, 20_000n) }]);
    const policy = { ...housePolicy, version: 2 as typeof housePolicy.version };
    await second.apply(POLICY_EVENTS, [{ offset: 1n, input: { kind: 'policy', policy, at: FIRST_MOMENT } }]);
    const events = (await outbox.read('margin/atlas-main', 0, 10)).map(({ event }) => told(event));
    expect(events).toEqual(['equity 9700', 'equity 8730', 'equity 8730', 'equity 8730']);
    expect((await engines.load(0)).policy?.margin.imposed).toBeUndefined();
  });
});
