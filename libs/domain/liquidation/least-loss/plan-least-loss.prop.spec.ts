import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Holding, MarginAccount, Position, PriceVector } from '@causeway/domain/margin';
import { decimal, sum, tokenAmount, type AssetId, type UnixMilliseconds } from '@causeway/domain/units';
import type { ConversionPoint, ConversionTable } from '../conversion.js';
import {
  account,
  directory,
  ETHER_ON_OPTIMISM,
  ETHEREUM,
  holding,
  OPTIMISM,
  policy,
  position,
  priced,
  shown,
  stateOf,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from '../example-breach.js';
import { conversions, liquidationPolicy } from '../example-liquidation.js';
import type { LiquidationPlan } from '../liquidation-case.js';
import { planLeastLoss } from './plan-least-loss.js';

const at = 0 as UnixMilliseconds;

const holdings: fc.Arbitrary<readonly Holding[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom(USDC_ON_ETHEREUM, USDC_ON_OPTIMISM, ETHER_ON_OPTIMISM),
      fc.bigInt({ min: 1n, max: 3_000_000_000n }),
      fc.constantFrom('available', 'reserved', 'seized', 'in-transit'),
    )
    .map(([asset, units, bucket]) => {
      const raw = asset === ETHER_ON_OPTIMISM ? units * 10n ** 9n : units;
      return { ...holding(asset, '0', bucket), amount: tokenAmount(asset, raw) };
    }),
  { selector: ({ amount, bucket }) => `${amount.asset} ${bucket}`, maxLength: 6 },
);

const positions: fc.Arbitrary<readonly Position[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom('BTC-PERP', 'ETH-PERP', 'SOL-PERP'),
      fc.constantFrom(-1, 1),
      fc.integer({ min: 1, max: 40_000_000 }),
      fc.integer({ min: 1_000, max: 3_000 }),
      fc.constantFrom(ETHEREUM, OPTIMISM),
    )
    .map(([instrument, side, size, entry, chain]) =>
      position(
        instrument,
        decimal(`${side * size}`)
          .mul('0.0000001')
          .toFixed(),
        String(entry),
        chain,
      ),
    ),
  { selector: ({ instrument, chain }) => `${instrument} ${chain}`, minLength: 1, maxLength: 4 },
);

/** Curves as a router gives them: more for more, at falling prices, sometimes over another way, sometimes late. */
const curve = (asset: AssetId, unit: bigint, dollars: number) =>
  fc
    .array(
      fc.record({
        more: fc.bigInt({ min: 1n, max: 800_000_000n }),
        price: fc.integer({ min: 900, max: 1_000 }),
        seconds: fc.constantFrom(10, 600, 90_000),
        route: fc.constantFrom('a', 'b'),
      }),
      { maxLength: 4 },
    )
    .map((steps): readonly [AssetId, readonly ConversionPoint[]] => {
      let [raw, proceeds] = [0n, 0n];
      const prices = steps.map(({ price }) => price).sort((a, b) => b - a);
      const points = steps.map(({ more, seconds, route }, index) => {
        raw += more * unit;
        proceeds += (more * BigInt(prices[index] ?? 900) * BigInt(dollars)) / 1_000n;
        return { raw, proceeds, seconds, security: 'bonded-relayer' as const, route: [route] };
      });
      return [asset, points];
    });

const tables: fc.Arbitrary<ConversionTable> = fc
  .tuple(curve(USDC_ON_OPTIMISM, 1n, 1), curve(ETHER_ON_OPTIMISM, 10n ** 9n, 2))
  .map((curves) => conversions(curves));

const prices: fc.Arbitrary<PriceVector> = fc
  .record(
    {
      USDC: fc.constant('1'),
      ETH: fc.integer({ min: 1_800, max: 2_200 }).map(String),
      'BTC-PERP': fc.integer({ min: 1, max: 4_000 }).map(String),
      'ETH-PERP': fc.integer({ min: 1, max: 4_000 }).map(String),
      'SOL-PERP': fc.integer({ min: 1, max: 4_000 }).map(String),
    },
    { requiredKeys: ['USDC', 'BTC-PERP'] },
  )
  .map((drawn) => priced(drawn));

interface Planned {
  readonly held: MarginAccount;
  readonly vector: PriceVector;
  readonly table: ConversionTable;
  readonly plan: LiquidationPlan;
}

function planOf(held: MarginAccount, vector: PriceVector, table: ConversionTable): LiquidationPlan {
  return planLeastLoss(
    {
      account: held,
      state: stateOf(held, vector),
      health: policy.health,
      policy: liquidationPolicy,
      directory,
      conversions: table,
      settlement: { price: decimal('1'), weight: decimal('1') },
      sizing: { at, since: at, past: [], flows: new Map(), shares: 1 },
    },
    (after) => stateOf(after, vector),
  );
}

const planned: fc.Arbitrary<Planned> = fc
  .tuple(holdings, positions, prices, tables)
  .map(([held, open, vector, table]) => {
    const one = account(held, open);
    return { held: one, vector, table, plan: planOf(one, vector, table) };
  });

describe('any plan that loses least', () => {
  it('reaches the target, or reduces all that has a price', () => {
    fc.assert(
      fc.property(planned, ({ held, vector, plan }) => {
        const { healthAfter } = plan;
        if (plan.quality?.goal === 'restore') {
          expect(healthAfter === undefined || healthAfter.gte(policy.health.target)).toBe(true);
          return;
        }
        const open = held.positions.filter(({ instrument }) => vector.prices.has(instrument));
        expect(plan.reductions.map(({ sizeChange }) => sizeChange.abs().toFixed()).sort()).toEqual(
          open.map(({ size }) => size.abs().toFixed()).sort(),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('pays for what it loses and costs, and leaves a shortfall only when all that can be seized is', () => {
    fc.assert(
      fc.property(planned, ({ plan }) => {
        const needed = sum(
          plan.reductions.map(({ realisedPnl, cost }) =>
            (cost ?? decimal('0')).sub(realisedPnl ?? decimal('0')),
          ),
        );
        const seized = sum(plan.seizures.map(({ conversion }) => conversion?.proceedsValue ?? decimal('0')));
        const rounding = decimal('0.00000002').mul(plan.reductions.length + 1);
        expect(seized.add(plan.shortfall).add(rounding).gte(needed)).toBe(true);
        expect(plan.shortfall.isZero()).toBe(plan.quality?.goal !== 'insolvent');
      }),
      { numRuns: 60 },
    );
  });

  it('seizes only what is there, has arrived and reaches the settlement layer in time', () => {
    fc.assert(
      fc.property(planned, ({ held, plan }) => {
        for (const { asset, bucket, raw, conversion } of plan.seizures) {
          const found = held.holdings.find((one) => one.amount.asset === asset && one.bucket === bucket);
          expect(raw > 0n && raw <= (found?.amount.raw ?? 0n)).toBe(true);
          expect(conversion?.seconds ?? Infinity).toBeLessThanOrEqual(3_600);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is within its bound, and the bound is close', () => {
    fc.assert(
      fc.property(planned, ({ plan: { quality } }) => {
        if (quality === undefined) throw new Error('a plan without its quality');
        expect(quality.lossBound.lte(quality.loss)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the order of positions and holdings', () => {
    const shuffled = planned.chain((one) =>
      fc.record({
        one: fc.constant(one),
        holdings: fc.shuffledSubarray([...one.held.holdings], { minLength: one.held.holdings.length }),
        positions: fc.shuffledSubarray([...one.held.positions], { minLength: one.held.positions.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ one, ...contents }) => {
        const again = planOf({ ...one.held, ...contents }, one.vector, one.table);
        expect(shown(again)).toEqual(shown(one.plan));
      }),
      { numRuns: 30 },
    );
  });
});
