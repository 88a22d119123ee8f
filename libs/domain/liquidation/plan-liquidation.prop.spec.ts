import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Holding, MarginAccount, Position, PriceVector } from '@causeway/domain/margin';
import { decimal, sum, tokenAmount, type Decimal } from '@causeway/domain/units';
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
} from './example-breach.js';
import type { LiquidationPlan, PositionReduction } from './liquidation-case.js';
import { planLiquidation } from './plan-liquidation.js';

const LOT = decimal('0.00000001');

/** A plain decimal above zero with up to eight places. */
const plain = (maximum: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: maximum }), fc.integer({ min: 1, max: 99_999_999 }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(8, '0')}`);

/** Holdings as the ledger keeps them: one for each asset and bucket. */
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
  { selector: ({ amount, bucket }) => `${amount.asset} ${bucket}`, maxLength: 8 },
);

/** Positions as an account has them: one for each instrument and layer. */
const positions: fc.Arbitrary<readonly Position[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom('BTC-PERP', 'ETH-PERP', 'SOL-PERP'),
      fc.constantFrom('', '-'),
      plain(4),
      plain(3_000),
      fc.constantFrom(ETHEREUM, OPTIMISM),
    )
    .map(([instrument, sign, size, entry, chain]) => position(instrument, sign + size, entry, chain)),
  { selector: ({ instrument, chain }) => `${instrument} ${chain}`, maxLength: 6 },
);

const accounts = fc.tuple(holdings, positions).map(([held, open]) => account(held, open));

/** SOL-PERP is not listed by the policy, and a price may be missing. */
const prices: fc.Arbitrary<PriceVector> = fc
  .record(
    {
      USDC: plain(1),
      ETH: plain(3_000),
      'BTC-PERP': plain(3_000),
      'ETH-PERP': plain(3_000),
      'SOL-PERP': plain(3_000),
    },
    { requiredKeys: ['USDC', 'BTC-PERP'] },
  )
  .map((drawn) => priced(drawn));

interface Planned {
  readonly held: MarginAccount;
  readonly at: PriceVector;
  readonly plan: LiquidationPlan;
}

const planned: fc.Arbitrary<Planned> = fc.tuple(accounts, prices).map(([held, at]) => ({
  held,
  at,
  plan: planLiquidation(held, stateOf(held, at), policy, directory, (one) => stateOf(one, at)),
}));

/** The maintenance margin that remains once reductions are done, by the margin library. */
function maintenanceAfter({ held, at }: Planned, reductions: readonly PositionReduction[]): Decimal {
  const after = held.positions.map((open) => ({
    ...open,
    size: open.size.add(sum(reductions.filter(isOf(open)).map(({ sizeChange }) => sizeChange))),
  }));
  return stateOf({ ...held, positions: after }, at).maintenanceMargin;
}

function isOf(open: Pick<Position, 'instrument' | 'chain'>) {
  return (other: Pick<Position, 'instrument' | 'chain'>) =>
    other.instrument === open.instrument && other.chain === open.chain;
}

function meetsTarget(equity: Decimal, maintenance: Decimal): boolean {
  return equity.gte(maintenance.mul(policy.health.target));
}

describe('any liquidation plan', () => {
  it('reaches the target, or closes every position that has a price', () => {
    fc.assert(
      fc.property(planned, (one) => {
        const { equity } = stateOf(one.held, one.at);
        const left = maintenanceAfter(one, one.plan.reductions);
        expect(one.plan.healthAfter === undefined).toBe(left.isZero());
        if (meetsTarget(equity, left)) return;
        for (const open of one.held.positions.filter(({ instrument }) => one.at.prices.has(instrument))) {
          const closed = one.plan.reductions.find(isOf(open));
          expect(closed?.sizeChange.toFixed()).toBe(open.size.neg().toFixed());
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reduces no more than is needed: one lot less misses the target', () => {
    fc.assert(
      fc.property(planned, (one) => {
        const last = one.plan.reductions.at(-1);
        if (last === undefined) return;
        const less = last.sizeChange.abs().sub(LOT);
        if (less.lt(0)) return;
        const sizeChange = last.sizeChange.lt(0) ? less.neg() : less;
        const reductions = [...one.plan.reductions.slice(0, -1), { ...last, sizeChange }];
        expect(meetsTarget(stateOf(one.held, one.at).equity, maintenanceAfter(one, reductions))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('trades against positions, never beyond them, at their mark price', () => {
    fc.assert(
      fc.property(planned, ({ held, at, plan }) => {
        const state = stateOf(held, at);
        for (const reduction of plan.reductions) {
          const open = state.positions.find(isOf(reduction));
          if (open === undefined) throw new Error('a reduction of no position');
          expect(reduction.sizeChange.mul(open.size).lt(0)).toBe(true);
          expect(reduction.sizeChange.abs().lte(open.size.abs())).toBe(true);
          expect(reduction.markPrice.eq(open.markPrice)).toBe(true);
          expect(reduction.maintenanceReleased.lte(open.maintenanceMargin)).toBe(true);
        }
        const released = sum(plan.reductions.map(({ maintenanceReleased }) => maintenanceReleased));
        expect(state.maintenanceMargin.sub(released).toFixed()).toBe(
          maintenanceAfter({ held, at, plan }, plan.reductions).toFixed(),
        );
      }),
    );
  });

  it('seizes what has arrived, no more than is held and no more than the loss asks for', () => {
    fc.assert(
      fc.property(planned, ({ held, at, plan }) => {
        const { equity, unrealisedPnl } = stateOf(held, at);
        if (!equity.lt(0)) {
          expect(plan).toMatchObject({ seizures: [] });
          expect(plan.shortfall.isZero()).toBe(true);
          return;
        }
        for (const { asset, bucket, raw } of plan.seizures) {
          const found = held.holdings.find((one) => one.amount.asset === asset && one.bucket === bucket);
          expect(raw > 0n && raw <= (found?.amount.raw ?? 0n)).toBe(true);
        }
        const seized = sum(plan.seizures.map(({ value }) => value));
        const beforeLast = seized.sub(plan.seizures.at(-1)?.value ?? decimal('0'));
        const loss = unrealisedPnl.neg();
        expect(seized.add(plan.shortfall).gte(loss)).toBe(true);
        expect(plan.seizures.length === 0 || beforeLast.lt(loss)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves a shortfall only when all that has arrived and has a price is taken', () => {
    fc.assert(
      fc.property(planned, ({ held, at, plan }) => {
        if (plan.shortfall.isZero()) return;
        const { holdings: margins, unrealisedPnl } = stateOf(held, at);
        const arrived = margins.filter(({ bucket }) => bucket === 'available' || bucket === 'reserved');
        const covered = sum(arrived.map(({ value }) => value));
        expect(plan.shortfall.toFixed()).toBe(unrealisedPnl.neg().sub(covered).toFixed());
      }),
      { numRuns: 300 },
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
        const held = { ...one.held, ...contents };
        const plan = planLiquidation(held, stateOf(held, one.at), policy, directory, (other) =>
          stateOf(other, one.at),
        );
        expect(shown(plan)).toEqual(shown(one.plan));
      }),
    );
  });
});
