import { type Decimal, minimum, ONE, roundHalfUp, sum, ZERO } from '@causeway/domain/units';

/** A future of a price grid. */
export interface GridFuture {
  /** In units of the underlying at the mark price; negative short. */
  readonly size: Decimal;
}

/** Parameters of Deribit's segregated portfolio margin, as far as futures need them. Fractions are of 1. */
export interface PriceGrid {
  /** The largest price move, in both directions. */
  readonly priceRange: Decimal;
  /** Buckets on each side of the unchanged price. */
  readonly bucketsEachSide: number;
  /** The share of a scenario's profit that is let stand; losses count in full. */
  readonly profitOffset: Decimal;
  /** Charged on the sum of all sizes, for rolling positions to another expiry. */
  readonly rollShockRate: Decimal;
  /** Maintenance margin as a fraction of initial margin. */
  readonly maintenanceFactor: Decimal;
}

/** What a price grid requires, in the underlying. */
export interface GridRequirement {
  readonly worstCase: Decimal;
  readonly rollShock: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
}

/** Decimal places to which the worst case is rounded. */
const WORST_CASE_PLACES = 9;

/** The price moves of the grid from the lowest to the highest, evenly spaced, the unchanged price among them. */
export function gridPriceMoves({
  priceRange,
  bucketsEachSide,
}: Pick<PriceGrid, 'priceRange' | 'bucketsEachSide'>): readonly Decimal[] {
  const moves: Decimal[] = [];
  for (let bucket = -bucketsEachSide; bucket <= bucketsEachSide; bucket += 1) {
    moves.push(priceRange.mul(bucket).div(bucketsEachSide));
  }
  return moves;
}

/**
 * Profit of a future that is settled in its underlying (inverse), after a price move: size·move / (1 + move), in the
 * underlying. It is the linear profit size·price·move, paid at the moved price.
 * Source: the initial risk vectors of docs.deribit.com/api-reference/account-management/private-simulate.
 */
export function inverseProfit(size: Decimal, move: Decimal): Decimal {
  return size.mul(move).div(ONE.add(move));
}

/** The profit that a scenario lets stand: losses in full, profits times the offset. Source: the same. */
export function offsetProfit(profit: Decimal, profitOffset: Decimal): Decimal {
  return profit.isPositive() ? profit.mul(profitOffset) : profit;
}

/**
 * What the grid requires of inverse futures of one underlying: initial margin = worst case + roll shock, where the
 * worst case is the largest loss of all positions together over the moves, rounded to the nearest at 9 decimal places,
 * and the roll shock is rollShockRate·Σ|size|; maintenance margin is maintenanceFactor of it, exact.
 *
 * The volatility of a future is none, so each move stands for its three volatility scenarios; the extended table
 * caps the moves of futures at the price range and is then dampened to nothing.
 * Source: docs.deribit.com/api-reference/account-management/private-simulate, response example;
 * support.deribit.com/hc/en-us/articles/25944756247837-Portfolio-Margin.
 */
export function inverseGridRequirement(futures: readonly GridFuture[], grid: PriceGrid): GridRequirement {
  const outcomes = gridPriceMoves(grid).map((move) =>
    offsetProfit(sum(futures.map(({ size }) => inverseProfit(size, move))), grid.profitOffset),
  );
  const worst = outcomes.reduce((lowest, outcome) => minimum(lowest, outcome), ZERO);
  const worstCase = roundHalfUp(worst.neg(), WORST_CASE_PLACES);
  const rollShock = grid.rollShockRate.mul(sum(futures.map(({ size }) => size.abs())));
  const initialMargin = worstCase.add(rollShock);
  return {
    worstCase,
    rollShock,
    initialMargin,
    maintenanceMargin: initialMargin.mul(grid.maintenanceFactor),
  };
}
