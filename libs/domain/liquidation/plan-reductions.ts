import {
  healthOf,
  maintenanceMarginOf,
  notionalOf,
  USD_PLACES,
  type HealthRule,
  type MarginAccount,
  type MarginState,
  type PositionMargin,
} from '@causeway/domain/margin';
import { divDown, divUp, minimum, sum, ZERO, type Decimal } from '@causeway/domain/units';
import { compareText } from './compare-text.js';
import type { EvaluateAccount } from './least-loss/margin-releases.js';
import type { PositionReduction } from './liquidation-case.js';
import { reduceTogether } from './reduce-together.js';

/** Decimal places of a size that is traded: reductions are multiples of 10⁻⁸. */
const LOT_PLACES = 8;

/** Reductions in the order in which they are to be done, and the health after them. */
export interface ReductionPlan {
  readonly reductions: readonly PositionReduction[];
  readonly healthAfter?: Decimal;
}

/**
 * Reduces positions until equity ≥ target health × maintenance margin, or until none is left to reduce: the position
 * that holds most maintenance margin first, then by instrument, chain and size. The last one is reduced by exactly as
 * much as is needed, to the next lot. Positions that are margined together come by `reduceTogether`. A position that is
 * margined apart is closed whole where its own margin is in breach, and left alone where it is not.
 *
 * Closing at the mark price realises profit and loss without changing equity, so a target only asks for a smaller
 * maintenance margin, and for a linear position its size follows in closed form. Drift v2 covers its shortage the
 * same way (`math/liquidation.rs`, base to transfer = shortage / (price × rate), here without fees).
 *
 * Positions without a mark price are left alone: nobody can say what closing them would bring.
 */
export function planReductions(
  account: MarginAccount,
  state: MarginState,
  health: HealthRule,
  evaluate: EvaluateAccount,
): ReductionPlan {
  const { equity } = state;
  const allowed = equity.gt(0) ? divDown(equity, health.target, USD_PLACES) : ZERO;
  const open = reducible(state);
  const reductions = open.filter((position) => isApartInBreach(position, state)).map(whole);
  const shared = open.filter(({ isIsolated }) => isIsolated !== true);
  let maintenance = state.maintenanceMargin;
  if (shared.some(({ isMarginedTogether }) => isMarginedTogether === true)) {
    const together = reduceTogether(account, shared, { maintenance, allowed }, evaluate);
    reductions.push(...together);
    maintenance = maintenance.sub(sum(together.map(({ maintenanceReleased }) => maintenanceReleased)));
  } else {
    for (const position of shared) {
      if (maintenance.lte(allowed)) break;
      const others = maintenance.sub(position.maintenanceMargin);
      const reduction = reduce(position, allowed.sub(others));
      maintenance = maintenance.sub(reduction.maintenanceReleased);
      reductions.push(reduction);
    }
  }
  const healthAfter = healthOf(health, { equity, maintenanceMargin: maintenance });
  return {
    reductions,
    ...(healthAfter === undefined ? {} : { healthAfter }),
  };
}

/** Whether a position is margined apart from the account, and its own margin is in breach. */
export function isApartInBreach(
  { instrument, chain, isIsolated }: PositionMargin,
  { isolated }: Pick<MarginState, 'isolated'>,
): boolean {
  return (
    isIsolated === true &&
    isolated.some(
      (one) => one.instrument === instrument && one.chain === chain && one.band === 'liquidatable',
    )
  );
}

function whole(position: PositionMargin): PositionReduction {
  const { instrument, chain, size, markPrice, maintenanceMargin } = position;
  return { instrument, chain, sizeChange: size.neg(), markPrice, maintenanceReleased: maintenanceMargin };
}

/** The smallest reduction of a position that leaves it with at most `room` of maintenance margin. */
function reduce(position: PositionMargin, room: Decimal): PositionReduction {
  const { instrument, chain, size, markPrice, maintenanceMarginFraction, maintenanceMargin } = position;
  const held = size.abs();
  const reduced = room.gt(0)
    ? minimum(held, excessSize(held, markPrice, divDown(room, maintenanceMarginFraction, USD_PLACES)))
    : held;
  const notionalAfter = notionalOf(held.sub(reduced), markPrice);
  return {
    instrument,
    chain,
    sizeChange: size.gt(0) ? reduced.neg() : reduced,
    markPrice,
    maintenanceReleased: maintenanceMargin.sub(maintenanceMarginOf(notionalAfter, maintenanceMarginFraction)),
  };
}

/** How much of a size is beyond a notional, rounded up to the next lot. */
function excessSize(size: Decimal, markPrice: Decimal, notional: Decimal): Decimal {
  return divUp(size.mul(markPrice).sub(notional), markPrice, LOT_PLACES);
}

/** The positions that can be closed at a mark price, the largest maintenance margin first. */
export function reducible(state: MarginState): readonly PositionMargin[] {
  const unpriced = new Set(
    state.gaps.filter(({ code }) => code === 'MISSING_PRICE').map(({ subject }) => subject),
  );
  return state.positions.filter(({ instrument }) => !unpriced.has(instrument)).sort(byMaintenanceThenName);
}

function byMaintenanceThenName(a: PositionMargin, b: PositionMargin): number {
  return (
    b.maintenanceMargin.comparedTo(a.maintenanceMargin) ||
    compareText(a.instrument, b.instrument) ||
    compareText(a.chain, b.chain) ||
    a.size.comparedTo(b.size)
  );
}
