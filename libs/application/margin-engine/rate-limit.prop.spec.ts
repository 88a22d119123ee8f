import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import type { EngineStore, PartitionLease } from '@causeway/application/ports';
import type { PastReduction } from '@causeway/domain/liquidation';
import type { Position } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import { buildGraph } from '@causeway/domain/routing';
import {
  decimal,
  expectOk,
  sum,
  tokenAmount,
  ZERO,
  type AccountId,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { position } from '../../../test/fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, OPTIMISM, usdcOn } from '../../../test/fixtures/bridge-events.js';
import { accountAt, directory as assets, housePolicy, price } from '../../../test/fixtures/margin.js';
import { applyEngineInput, EngineMemory, type EngineInput } from './index.js';

/** One bitcoin in ten seconds. */
const RULE = { rule: 'rate-limit', instrument: 'BTC-PERP', sizePerSecond: decimal('0.1'), windowSeconds: 10 };
const LIMIT = decimal('1');
const WINDOW_MILLISECONDS = 10_000;
const directory = { ...assets, liquidity: expectOk(buildGraph('none', [])) };
const ACCOUNTS = ['atlas-main', 'borealis-main', 'cygnus-main'] as const;

function limited(): RiskPolicy {
  const { liquidation } = housePolicy;
  if (liquidation === undefined) throw new Error('the house policy has no liquidation section');
  return {
    ...housePolicy,
    liquidation: { ...liquidation, sizing: [{ ...RULE, rule: 'rate-limit' }] },
  };
}

const moment = (second: number) => (FIRST_MOMENT + second * 1_000) as UnixMilliseconds;

/** Accounts whose plans are carried out, or not, by an engine that may lose its memory after any commit. */
class Market {
  memory: EngineMemory;
  readonly done: PastReduction[] = [];
  private readonly seqs = new Map<string, number>();

  private constructor(
    private readonly engines: EngineStore,
    private readonly lease: PartitionLease,
    memory: EngineMemory,
    private readonly accountPartitions: number,
  ) {
    this.memory = memory;
  }

  static async open(accountPartitions = 1): Promise<Market> {
    const { engines } = createMemoryStores();
    const lease = await engines.claim(0, 'ada', FIRST_MOMENT, 60);
    if (lease === undefined) throw new Error('nobody else is there');
    const market = new Market(
      engines,
      lease,
      new EngineMemory(0, await engines.load(0), directory),
      accountPartitions,
    );
    await market.apply({ kind: 'policy', policy: limited(), at: FIRST_MOMENT });
    for (const [symbol, value] of [
      ['USDC', '1'],
      ['BTC-PERP', '40000'],
    ] as const) {
      await market.apply({ kind: 'price', price: price(symbol, value, 1) });
    }
    return market;
  }

  async apply(input: EngineInput): Promise<void> {
    applyEngineInput(this.memory, input, { ...directory, accountPartitions: this.accountPartitions });
    await this.engines.commit(this.lease, this.memory.takeChanges());
  }

  async restart(): Promise<void> {
    this.memory = new EngineMemory(0, await this.engines.load(0), directory);
  }

  async tick(value: number, second: number): Promise<void> {
    await this.apply({ kind: 'price', price: price('BTC-PERP', String(value), second) });
  }

  /** Sets an account to positions on 5,000 USDC where it is settled. */
  async hold(id: string, positions: readonly Position[], second: number, dollars = 5_000n): Promise<void> {
    const seq = (this.seqs.get(id) ?? 0) + 1;
    this.seqs.set(id, seq);
    const amount = tokenAmount(usdcOn(OPTIMISM), dollars * 1_000_000n);
    const holdings = [{ amount, bucket: 'available' as const }];
    const account = { ...accountAt(seq, { account: id as AccountId }), holdings, positions };
    await this.apply({ kind: 'account', account, cause: { reference: `${id} ${seq}`, at: moment(second) } });
  }

  planned(id: string): Decimal {
    const plan = this.memory.account(id as AccountId)?.openCase?.plan;
    return sum((plan?.reductions ?? []).map(({ sizeChange }) => sizeChange.abs()));
  }

  /** Reduces the account's positions as its plan says. */
  async carryOut(id: string, second: number): Promise<void> {
    const known = this.memory.account(id as AccountId);
    const reductions = known?.openCase?.plan?.reductions ?? [];
    if (known === undefined || reductions.length === 0) return;
    const positions = known.account.positions.map((one) => {
      const part = reductions.find(
        ({ instrument, chain }) => instrument === one.instrument && chain === one.chain,
      );
      return { ...one, size: one.size.add(part?.sizeChange ?? ZERO) };
    });
    this.done.push({ at: moment(second), size: this.planned(id) });
    await this.hold(id, positions, second);
  }
}

describe('a rate limit of an instrument', () => {
  it('is shared by all accounts, the one with the lowest health first', async () => {
    const market = await Market.open();
    await market.hold('atlas-main', [position('0.9')], 1);
    await market.hold('borealis-main', [position('0.95')], 1);
    await market.tick(33_000, 2);
    expect(market.planned('borealis-main').toFixed()).toBe('0.95');
    expect(market.planned('atlas-main').toFixed()).toBe('0.05');
  });

  it('is shared by the positions of an account, and makes nobody bankrupt who only waits', async () => {
    const market = await Market.open();
    await market.hold('atlas-main', [position('0.9'), position('0.8', '40000', OPTIMISM)], 1);
    await market.hold('borealis-main', [position('0.5', '40000', ETHEREUM)], 1, 3_000n);
    await market.tick(30_000, 2);
    const { reductions = [] } = market.memory.account('atlas-main' as AccountId)?.openCase?.plan ?? {};
    expect(reductions.map(({ chain, sizeChange }) => [chain, sizeChange.toFixed()])).toEqual([
      [ETHEREUM, '-0.9'],
      [OPTIMISM, '-0.1'],
    ]);
    expect(market.planned('borealis-main').toFixed()).toBe('0');
    expect(market.memory.account('borealis-main' as AccountId)?.openCase?.stage).toBe('liquidating');
  });

  it('counts what a case did that has ended, until the window is over', async () => {
    const market = await Market.open();
    await market.hold('atlas-main', [position('0.9')], 1);
    await market.hold('borealis-main', [position('0.8')], 1);
    await market.tick(33_000, 2);
    await market.hold('atlas-main', [], 3);
    expect(market.memory.account('atlas-main' as AccountId)?.openCase).toBeUndefined();
    await market.restart();
    await market.tick(32_999, 4);
    expect(market.planned('borealis-main').toFixed()).toBe('0.1');
    await market.tick(32_998, 14);
    expect(market.planned('borealis-main').toFixed()).toBe('0.8');
  });

  it('is divided among the partitions of accounts, which know nothing of each other', async () => {
    const market = await Market.open(8);
    await market.hold('atlas-main', [position('0.9')], 1);
    await market.tick(33_000, 2);
    expect(market.planned('atlas-main').toFixed()).toBe('0.125');
  });

  const step = fc.oneof(
    fc.record({ kind: fc.constant('tick' as const), value: fc.integer({ min: 34_000, max: 38_000 }) }),
    fc.record({ kind: fc.constant('carry out' as const), account: fc.constantFrom(...ACCOUNTS) }),
    fc.record({ kind: fc.constant('carry out' as const), account: fc.constantFrom(...ACCOUNTS) }),
    fc.record({ kind: fc.constant('restart' as const) }),
    fc.record({
      kind: fc.constant('hold' as const),
      account: fc.constantFrom(...ACCOUNTS),
      tenths: fc.integer({ min: 5, max: 30 }),
      side: fc.constantFrom(-1, 1),
    }),
  );

  it('is never exceeded in any window by plans that are carried out, whenever the engine is killed', async () => {
    let carriedOut = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(step, fc.nat(4)), { minLength: 25, maxLength: 50 }),
        async (steps) => {
          const market = await Market.open();
          for (const id of ACCOUNTS) await market.hold(id, [position('2')], 1);
          let second = 2;
          for (const [one, seconds] of steps) {
            second += seconds;
            if (one.kind === 'tick') await market.tick(one.value, second);
            else if (one.kind === 'carry out') await market.carryOut(one.account, second);
            else if (one.kind === 'restart') await market.restart();
            else if (market.memory.account(one.account as AccountId)?.openCase === undefined) {
              await market.hold(one.account, [position(String((one.side * one.tenths) / 10))], second);
            }
            const planned = sum(ACCOUNTS.map((id) => market.planned(id)));
            expect(planned.lte(LIMIT)).toBe(true);
          }
          for (const { at } of market.done) {
            const inWindow = market.done.filter((one) => one.at <= at && one.at > at - WINDOW_MILLISECONDS);
            expect(sum(inWindow.map(({ size }) => size)).lte(LIMIT)).toBe(true);
          }
          carriedOut += market.done.length;
        },
      ),
      { numRuns: 25 },
    );
    // About fifty, give or take six.
    expect(carriedOut).toBeGreaterThan(5);
  });
});
