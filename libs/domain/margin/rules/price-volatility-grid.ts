import { type Decimal, minimum, mulUp, ONE, roundHalfUp, sum, ZERO } from '@causeway/domain/units';
import type { AccountBook, AccountRuleDefinition } from '../account-book.js';
import { belowZero, notAFraction, notPositive, pointerStep } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import type { PositionLine } from '../position-line.js';
import { markPriceOf } from '../prices.js';

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

/** Decimal places to which outcomes are rounded, and so the worst of them. */
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

/** What the grid counts of a move, rounded to the nearest at 9 decimal places. Source: the same. */
function gridOutcome(size: Decimal, move: Decimal, profitOffset: Decimal): Decimal {
  return roundHalfUp(offsetProfit(inverseProfit(size, move), profitOffset), WORST_CASE_PLACES);
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
  const size = sum(futures.map((future) => future.size));
  const outcomes = gridPriceMoves(grid).map((move) => gridOutcome(size, move, grid.profitOffset));
  const worstCase = outcomes.reduce(minimum, ZERO).neg();
  const rollShock = grid.rollShockRate.mul(sum(futures.map(({ size }) => size.abs())));
  const initialMargin = worstCase.add(rollShock);
  return {
    worstCase,
    rollShock,
    initialMargin,
    maintenanceMargin: initialMargin.mul(grid.maintenanceFactor),
  };
}

/**
 * `price-grid`: inverse futures of one underlying are margined together, by the worst outcome of a grid of price moves
 * and a charge for rolling them, in the underlying; its index price, or where nobody tells one its mark price, makes USD
 * of it, rounded up. A position that is listed nowhere, and an option, is left to other rules. Deribit segregated portfolio margin.
 */
export interface PriceGridRule {
  readonly rule: 'price-grid';
  readonly grids: readonly UnderlyingGrid[];
}

/** The grid of one underlying, and the instruments that are margined by it. */
export interface UnderlyingGrid extends PriceGrid {
  /** Symbol of the underlying's price, e.g. `BTC`. */
  readonly underlying: string;
  readonly instruments: readonly string[];
}

export const priceGrid: AccountRuleDefinition<PriceGridRule> = {
  complaintAbout: ({ grids }) => {
    for (const [index, grid] of grids.entries()) {
      const path = `/grids${pointerStep(index)}`;
      const complaint =
        notPositive([
          [`${path}/priceRange`, grid.priceRange],
          [`${path}/maintenanceFactor`, grid.maintenanceFactor],
        ]) ??
        notAFraction([
          [`${path}/priceRange`, grid.priceRange],
          [`${path}/profitOffset`, grid.profitOffset],
          [`${path}/maintenanceFactor`, grid.maintenanceFactor],
        ]) ??
        belowZero([[`${path}/rollShockRate`, grid.rollShockRate]]);
      if (complaint !== undefined) return complaint;
      if (!grid.priceRange.lt(ONE)) return { path: `${path}/priceRange`, message: 'must be below 1' };
    }
    return undefined;
  },
  claim: ({ grids }, book) => {
    for (const line of grids.flatMap((grid) => linesOf(grid, book))) line.isMarginedTogether = true;
  },
  apply: ({ grids }, book, context) => {
    for (const grid of grids) {
      const lines = linesOf(grid, book);
      if (lines.length > 0) adjustByGrid(grid, lines, book, context);
    }
  },
};

function linesOf({ instruments }: UnderlyingGrid, { positions }: AccountBook): readonly PositionLine[] {
  return positions.filter(
    ({ position, isIsolated }) =>
      !isIsolated && position.option === undefined && instruments.includes(position.instrument),
  );
}

function adjustByGrid(
  grid: UnderlyingGrid,
  lines: readonly PositionLine[],
  book: AccountBook,
  context: EvaluationContext,
): void {
  const { underlying } = grid;
  const futures = lines.map(({ position: { size } }) => ({ size }));
  const required = inverseGridRequirement(futures, grid);
  const price = indexPriceOf(underlying, lines, context);
  const initialMargin = mulUp(required.initialMargin, price, context.places);
  const maintenanceMargin = mulUp(required.maintenanceMargin, price, context.places);
  book.adjustments.push({
    rule: 'price-grid',
    subject: underlying,
    equity: ZERO,
    initialMargin,
    maintenanceMargin,
  });
  if (context.recorder !== undefined) recordGrid(grid, futures, required, price, context);
}

/** The index price, else the mark price, else the highest mark of the positions, which asks for the most. */
function indexPriceOf(
  underlying: string,
  lines: readonly PositionLine[],
  { market, gaps }: EvaluationContext,
): Decimal {
  const price = market.facts?.get(underlying)?.indexPrice ?? markPriceOf(market, underlying);
  if (price !== undefined) return price;
  gaps.push({ code: 'MISSING_PRICE', subject: underlying });
  return lines.map(({ markPrice }) => markPrice).reduce((a, b) => (a.gte(b) ? a : b), ZERO);
}

function recordGrid(
  grid: UnderlyingGrid,
  futures: readonly GridFuture[],
  { worstCase, rollShock, initialMargin, maintenanceMargin }: GridRequirement,
  price: Decimal,
  { recorder, places }: EvaluationContext,
): void {
  const subject = grid.underlying;
  const sizes = futures.map(({ size }) => input('size', size, 'contracts'));
  const total = sum(futures.map(({ size }) => size));
  const outcomes = gridPriceMoves(grid).map((move, index) => {
    const outcome = gridOutcome(total, move, grid.profitOffset);
    recorder?.step({
      subject,
      figure: `outcome of move ${index + 1}`,
      formula: 'min(sum(size) × move / (1 + move), offset × sum(size) × move / (1 + move))',
      inputs: [...sizes, input('move', move, 'fraction'), input('offset', grid.profitOffset, 'fraction')],
      rounding: { direction: 'nearest', places: WORST_CASE_PLACES },
      output: outcome,
      unit: 'tokens',
    });
    return outcome;
  });
  recorder?.step({
    subject,
    figure: 'worst case',
    formula: `0 − min(0, ${outcomes.map((_, index) => `outcome${index + 1}`).join(', ')})`,
    inputs: outcomes.map((outcome, index) => input(`outcome${index + 1}`, outcome, 'tokens')),
    output: worstCase,
    unit: 'tokens',
  });
  recorder?.step({
    subject,
    figure: 'initial margin in the underlying',
    formula: `worst + rate × (${futures.map((_, index) => `abs(size${index + 1})`).join(' + ')})`,
    inputs: [
      input('worst', worstCase, 'tokens'),
      input('rate', grid.rollShockRate, 'fraction'),
      ...futures.map(({ size }, index) => input(`size${index + 1}`, size, 'contracts')),
    ],
    output: worstCase.add(rollShock),
    unit: 'tokens',
  });
  for (const [figure, formula, factor, required] of [
    ['initial margin of the grid', 'margin × price', ONE, initialMargin],
    ['maintenance margin of the grid', 'margin × factor × price', grid.maintenanceFactor, maintenanceMargin],
  ] as const) {
    recorder?.step({
      subject,
      figure,
      formula,
      inputs: [
        input('margin', initialMargin, 'tokens'),
        ...(factor === ONE ? [] : [input('factor', factor, 'fraction')]),
        input('price', price, 'USD/token'),
      ],
      rounding: { direction: 'up', places },
      output: mulUp(required, price, places),
      unit: 'USD',
    });
  }
}
