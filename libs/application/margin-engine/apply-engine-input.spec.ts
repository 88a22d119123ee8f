import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { liquidityGraphFormat } from '@causeway/adapters/wire';
import type { PublishedEvent } from '@causeway/application/ports';
import { buildGraph, type LiquidityGraph } from '@causeway/domain/routing';
import {
  decimal,
  expectOk,
  parseAssetId,
  tokenAmount,
  type AccountId,
  type PolicyVersion,
} from '@causeway/domain/units';
import { ATLAS, BOREALIS } from '../../../test/fixtures/accounts.js';
import { FIRST_MOMENT } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory, housePolicy, price, withThresholds } from '../../../test/fixtures/margin.js';
import { applyEngineInput, EngineMemory, type EngineInput } from './index.js';

const policy: EngineInput = { kind: 'policy', policy: housePolicy, at: FIRST_MOMENT };
const tick = (symbol: string, value: string, second: number): EngineInput => ({
  kind: 'price',
  price: price(symbol, value, second),
});
const account = (seq: number, options: Parameters<typeof accountAt>[1] = {}): EngineInput => ({
  kind: 'account',
  account: accountAt(seq, options),
  cause: { reference: `change ${seq}`, at: FIRST_MOMENT },
});

/** A memory of partition 0, and what it does with inputs. */
function setUp(...inputs: readonly EngineInput[]) {
  const checkpoint = { accounts: new Map(), prices: new Map(), priceSeq: 0, cursors: new Map() };
  const memory = new EngineMemory(0, checkpoint, directory);
  const apply = (...next: readonly EngineInput[]): PublishedEvent[] => {
    for (const input of next) applyEngineInput(memory, input, directory);
    return memory.takeChanges().outbox.map(({ event }) => event);
  };
  const applied = apply(...inputs);
  return { memory, apply, applied };
}

/** What was said, in short: an account and the band of its margin, or a case and its stage. */
function short(events: readonly PublishedEvent[]): readonly string[] {
  return events.map((event) => {
    if (event.type === 'margin.changed') return `${event.state.account} ${event.state.band}`;
    if (event.type === 'liquidation.changed') return `${event.case.id} ${event.case.stage}`;
    return event.type;
  });
}

function shippedLiquidity(): LiquidityGraph {
  const text = readFileSync('examples/liquidity/graph.json', 'utf8');
  const { version, edges } = expectOk(liquidityGraphFormat.decodeText(text));
  return expectOk(buildGraph(version, edges));
}

const MARKET = [policy, tick('USDC', '1', 1), tick('BTC-PERP', '40000', 1)];

describe('an account that changes', () => {
  it('is told with its margin at once', () => {
    const { apply } = setUp(...MARKET);
    const [event] = apply(account(1));
    // 20,000 USDC less 3 %, against 3 % of one BTC at 40,000.
    expect(event).toMatchObject({
      type: 'margin.changed',
      at: FIRST_MOMENT,
      state: {
        account: ATLAS,
        accountSeq: 1,
        priceVector: '0:2',
        policyVersion: 1,
        equity: decimal('19400'),
        maintenanceMargin: decimal('1200'),
        health: decimal('16.16666666'),
        band: 'healthy',
      },
    });
  });

  it('is told again though its margin is what it was', () => {
    const { apply } = setUp(...MARKET, account(1));
    expect(short(apply(account(2)))).toEqual(['atlas-main healthy']);
  });

  it('is passed over in a version that is known, or older', () => {
    const { apply, memory } = setUp(...MARKET, account(4));
    expect(apply(account(4, { usdc: 1n }), account(3))).toEqual([]);
    expect(memory.account(ATLAS)?.account).toEqual(accountAt(4));
    expect(memory.takeChanges().accounts).toEqual([]);
  });

  it('waits in silence for a policy, and is told when there is one', () => {
    const { applied, apply } = setUp(
      account(1),
      account(1, { account: BOREALIS }),
      tick('USDC', '1', 1),
      tick('BTC-PERP', '40000', 1),
    );
    expect(applied).toEqual([]);
    expect(short(apply(policy))).toEqual(['atlas-main healthy', 'borealis-main healthy']);
  });
});

describe('a price that changes', () => {
  it('is told of an account when its health has moved by a hundredth since it was told', () => {
    const { apply } = setUp(...MARKET, account(1));
    // Health is (price − 20,600) / (0.03 × price): 16.1667 at 40,000, 16.2372 at 40,165, 16.3287 at 40,381.
    expect(apply(tick('BTC-PERP', '40165', 2))).toEqual([]);
    expect(short(apply(tick('BTC-PERP', '40381', 3)))).toEqual(['atlas-main healthy']);
    expect(apply(tick('BTC-PERP', '40300', 4))).toEqual([]);
  });

  it('is told of an account whose band it changes, however little health moved', () => {
    const { apply } = setUp(...MARKET, account(1), tick('BTC-PERP', '21403', 2));
    expect(short(apply(tick('BTC-PERP', '21402', 3)))).toEqual(['atlas-main/1 warned', 'atlas-main warning']);
  });

  it('is not told of an account that it does not concern', () => {
    const { apply, memory } = setUp(...MARKET, account(1));
    expect(apply(tick('ETH', '3000', 2))).toEqual([]);
    expect(memory.priceVector().prices.get('ETH')).toMatchObject(price('ETH', '3000', 2));
    expect(memory.priceVector().id).toBe('0:3');
  });

  it('is told of the collateral that it values', () => {
    const { apply } = setUp(...MARKET, account(1));
    expect(short(apply(tick('USDC', '0.9', 2)))).toEqual(['atlas-main healthy']);
  });

  it('no longer concerns an account that has closed its position', () => {
    const { apply } = setUp(...MARKET, account(1), account(2, { size: '0' }));
    expect(apply(tick('BTC-PERP', '10', 2))).toEqual([]);
  });

  it('is passed over when it is not newer', () => {
    const { apply, memory } = setUp(...MARKET, account(1), tick('BTC-PERP', '40000', 9));
    expect(apply(tick('BTC-PERP', '100', 9), tick('BTC-PERP', '100', 8))).toEqual([]);
    expect(memory.priceVector().prices.get('BTC-PERP')).toMatchObject(price('BTC-PERP', '40000', 9));
    expect(memory.priceVector().id).toBe('0:3');
  });

  it('counts for the price vector though it is the same', () => {
    const { memory } = setUp(...MARKET, tick('USDC', '1', 2));
    expect(memory.priceVector().id).toBe('0:3');
  });
});

describe('a policy that changes', () => {
  const stricter = withThresholds(housePolicy, 2, { warning: '17', target: '18' });

  it('is told of every account, under its version', () => {
    const { apply } = setUp(...MARKET, account(1), account(1, { account: BOREALIS, usdc: 90_000n }));
    const events = apply({ kind: 'policy', policy: stricter, at: FIRST_MOMENT });
    // Who is in need comes after those who are not.
    expect(short(events)).toEqual(['borealis-main healthy', 'atlas-main/1 warned', 'atlas-main warning']);
    expect(events[2]).toMatchObject({ state: { policyVersion: 2 } });
  });

  it('is passed over in a version that is known, or older', () => {
    const { apply, memory } = setUp(
      ...MARKET,
      { kind: 'policy', policy: stricter, at: FIRST_MOMENT },
      account(1),
    );
    expect(
      apply({ kind: 'policy', policy: { ...housePolicy, version: 2 as PolicyVersion }, at: FIRST_MOMENT }),
    ).toEqual([]);
    expect(apply(policy)).toEqual([]);
    expect(memory.policy()).toEqual(stricter);
  });
});

describe('a case', () => {
  it('runs from warning to liquidation to recovery, and the next has the next number', () => {
    const { apply, memory } = setUp(...MARKET, account(1));
    // Warning below 21,402.6, call below 21,302.9, liquidation below 21,237.1, out of both at 21,402.6.
    expect(short(apply(tick('BTC-PERP', '21350', 2)))).toEqual(['atlas-main/1 warned', 'atlas-main warning']);
    expect(memory.account(ATLAS)).toMatchObject({ caseCount: 1, openCase: { stage: 'warned' } });

    const [opened] = apply(tick('BTC-PERP', '21200', 3));
    expect(opened).toMatchObject({
      case: {
        id: 'atlas-main/1',
        stage: 'liquidating',
        plan: { reductions: [{ instrument: 'BTC-PERP' }] },
        history: [
          { stage: 'warned', evidence: { accountSeq: 1, priceVector: '0:3', policyVersion: 1 } },
          { stage: 'liquidating', evidence: { accountSeq: 1, priceVector: '0:4', policyVersion: 1 } },
        ],
      },
    });
    expect(short(apply(tick('BTC-PERP', '21500', 4)))).toEqual([
      'atlas-main/1 recovered',
      'atlas-main healthy',
    ]);
    expect(memory.account(ATLAS)?.openCase).toBeUndefined();
    expect(memory.account(ATLAS)?.caseCount).toBe(1);

    expect(short(apply(tick('BTC-PERP', '21000', 5)))).toEqual([
      'atlas-main/2 liquidating',
      'atlas-main liquidatable',
    ]);
    expect(memory.account(ATLAS)).toMatchObject({ caseCount: 2, openCase: { id: 'atlas-main/2' } });
  });

  it('is planned with what moving collateral costs, where the engine knows liquidity', () => {
    const liquidity = shippedLiquidity();
    const { memory } = setUp(...MARKET, account(1));
    applyEngineInput(memory, tick('BTC-PERP', '21200', 2), { ...directory, liquidity });
    const [opened] = memory.takeChanges().cases;
    expect(opened).toMatchObject({
      stage: 'liquidating',
      plan: {
        reductions: [{ instrument: 'BTC-PERP' }],
        seizures: [
          { chain: 'eip155:1', conversion: { route: [expect.stringMatching(/:USDC:ethereum-optimism$/)] } },
        ],
        quality: { goal: 'restore', graphVersion: liquidity.version, unreachable: [] },
      },
    });
    const { healthAfter, quality } = opened?.plan ?? {};
    expect(healthAfter?.gte(housePolicy.margin.health.target)).toBe(true);
    expect(quality?.lossBound.lte(quality.loss)).toBe(true);
  });

  it.each([
    ['converts collateral', '1', 1],
    ['converts nothing while the price of what losses are counted in may not liquidate', '0.01', 0],
  ])('%s', (_, usdc, conversions) => {
    const liquidity = shippedLiquidity();
    const ether = expectOk(parseAssetId('eip155:1/slip44:60'));
    const holdings = [{ amount: tokenAmount(ether, 788n * 10n ** 16n), bucket: 'available' as const }];
    const held: EngineInput = {
      kind: 'account',
      account: { ...accountAt(1), holdings },
      cause: { reference: 'change 1', at: FIRST_MOMENT },
    };
    const { memory } = setUp(...MARKET, tick('ETH', '3000', 1), held, tick('USDC', usdc, 2));
    applyEngineInput(memory, tick('BTC-PERP', '21200', 3), { ...directory, liquidity });
    const [opened] = memory.takeChanges().cases;
    expect(opened?.plan?.seizures.filter(({ conversion }) => conversion !== undefined)).toHaveLength(
      conversions,
    );
  });

  it('is told on the stream of its account, before the margin that it was opened on', () => {
    const { memory } = setUp(...MARKET, account(1));
    applyEngineInput(memory, tick('BTC-PERP', '21000', 2), directory);
    const { outbox, cases } = memory.takeChanges();
    expect(outbox.map(({ stream, key }) => [stream, key])).toEqual([
      ['liquidation/atlas-main', 'atlas-main'],
      ['margin/atlas-main', 'atlas-main'],
    ]);
    expect(cases.map(({ id }) => id)).toEqual(['atlas-main/1']);
  });

  it('recovers with collateral that arrives', () => {
    const { apply } = setUp(...MARKET, account(1), tick('BTC-PERP', '21000', 2));
    expect(short(apply(account(2, { usdc: 25_000n })))).toEqual([
      'atlas-main/1 recovered',
      'atlas-main healthy',
    ]);
  });

  it('closes when the account has closed its positions', () => {
    const { apply } = setUp(...MARKET, account(1), tick('BTC-PERP', '21000', 2));
    expect(short(apply(account(2, { size: '0' })))).toEqual(['atlas-main/1 closed', 'atlas-main healthy']);
  });

  it('is not opened while a price is missing', () => {
    const { applied } = setUp(policy, tick('BTC-PERP', '40000', 1), account(1));
    expect(short(applied)).toEqual(['atlas-main liquidatable']);
  });
});

describe('a price under the demands of the policy', () => {
  const from = (source: string, value: string, second: number): EngineInput => ({
    kind: 'price',
    price: { ...price('BTC-PERP', value, second), source },
  });

  it('does not liquidate by one bad source of three', () => {
    const { apply } = setUp(...MARKET, from('b', '40000', 1), from('c', '40010', 1), account(1));
    expect(short(apply(from('b', '100', 2)))).toEqual([]);
    expect(short(apply(from('c', '100', 3)))).not.toEqual([]);
  });

  it('does not liquidate by a price that is far off its average', () => {
    const { apply, memory } = setUp(...MARKET, account(1));
    expect(short(apply(tick('BTC-PERP', '700', 2)))).not.toContain('atlas-main/1 liquidating');
    expect(memory.priceVector().prices.get('BTC-PERP')?.validity?.liquidating).toEqual(['FAR_FROM_AVERAGE']);
  });

  it('takes credit back when a price grows stale, though another symbol was quoted', () => {
    const { apply, memory } = setUp(...MARKET, account(1));
    apply(tick('ETH', '3000', 3_602));
    expect(memory.priceVector().limited).toEqual(new Set(['BTC-PERP']));
    expect(memory.priceVector().prices.get('BTC-PERP')?.validity).toEqual({
      opening: ['STALE'],
      withdrawing: ['STALE'],
      liquidating: [],
    });
  });
});

describe('EngineMemory', () => {
  it('hands out what has changed once', () => {
    const { memory } = setUp(...MARKET, account(1));
    applyEngineInput(memory, tick('BTC-PERP', '40001', 2), directory);
    memory.advanceCursor('market.prices', 3n);
    expect(memory.takeChanges()).toEqual({
      accounts: [],
      cases: [],
      prices: [expect.objectContaining({ symbol: 'BTC-PERP', quotes: [price('BTC-PERP', '40001', 2)] })],
      priceSeq: 3,
      cursors: new Map([['market.prices', 3n]]),
      deadLetters: [],
      outbox: [],
    });
    expect(memory.takeChanges()).toMatchObject({
      prices: [],
      priceSeq: 3,
      cursors: new Map([['market.prices', 3n]]),
    });
  });

  it('takes up the accounts of a checkpoint with the prices that concern them', () => {
    const { memory } = setUp(...MARKET, account(1));
    const known = memory.account(ATLAS);
    if (known === undefined) throw new Error('no account');
    const checkpoint = {
      accounts: new Map([[ATLAS, known]]),
      prices: new Map(),
      priceSeq: 7,
      cursors: new Map(),
    };
    const again = new EngineMemory(3, checkpoint, directory);
    expect(again.accountsConcernedBy(['BTC-PERP'])).toEqual([ATLAS]);
    expect(again.accountsConcernedBy(['ETH', 'USDC'])).toEqual([ATLAS]);
    expect(again.accountsConcernedBy(['ETH'])).toEqual([]);
    expect(again.allAccounts()).toEqual([ATLAS]);
    expect(again.account('nobody' as AccountId)).toBeUndefined();
    expect(again.priceVector().id).toBe('3:7');
    expect(again.cursor('market.prices')).toBe(0n);
  });
});
