import type { ChainId } from '@causeway/domain/units';
import { above0, firstProblem, isOnLayer, MILLIONTHS, millionthsBelowOne } from './edge-checks.js';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind, EdgeProblem } from './edge-kind.js';

/** Lots on offer at one price. */
export interface OrderBookLevel {
  readonly lots: bigint;
  /** Base units of the quote asset for one lot; the venue's tick is in it. */
  readonly quotePerLot: bigint;
}

/**
 * The levels of an order book, taken by a market order that trades whole lots. `sell` gives the base asset to the
 * bids, `buy` pays the quote asset to the asks; the taker's fee is on the quote asset, rounded up, as on Hyperliquid
 * and dYdX v4.
 */
export interface OrderBookEdge extends EdgeFacts {
  readonly kind: 'order-book';
  readonly chain: ChainId;
  /**
   * The pool whose state the edge trades against, where other edges do too. They change one another's price, so a
   * route uses one of them at most.
   */
  readonly pool?: string;
  readonly side: 'sell' | 'buy';
  /** Base units of the base asset in one lot. */
  readonly lot: bigint;
  readonly takerFeeMillionths: bigint;
  /** From the best price on. */
  readonly levels: readonly OrderBookLevel[];
}

type Book = Pick<OrderBookEdge, 'side' | 'lot' | 'takerFeeMillionths' | 'levels'>;

/** What a market order of `input` base units yields; what makes no whole lot, or finds no order, stays unused. */
export function orderBookOutput(book: Book, input: bigint): bigint {
  return book.side === 'sell' ? sellOutput(book, input / book.lot) : lotsFor(book, input) * book.lot;
}

/** The least input for at least `output` base units, or undefined when the book is not deep enough. */
export function orderBookInput(book: Book, output: bigint): bigint | undefined {
  if (book.side === 'buy') {
    const lots = (output + book.lot - 1n) / book.lot;
    const cost = quoteOf(book.levels, lots);
    return cost === undefined ? undefined : cost + feeUp(book, cost);
  }
  const lots = leastLotsFor(book, output);
  return lots === undefined ? undefined : lots * book.lot;
}

function sellOutput(book: Book, lots: bigint): bigint {
  const gross = quoteOf(book.levels, lots < depth(book.levels) ? lots : depth(book.levels)) ?? 0n;
  return gross - feeUp(book, gross);
}

/** The most lots whose cost with the fee is within `budget`. */
function lotsFor(book: Book, budget: bigint): bigint {
  let tooMany = depth(book.levels) + 1n;
  let affordable = 0n;
  while (tooMany - affordable > 1n) {
    const middle = (tooMany + affordable) / 2n;
    const cost = quoteOf(book.levels, middle) ?? 0n;
    if (cost + feeUp(book, cost) <= budget) affordable = middle;
    else tooMany = middle;
  }
  return affordable;
}

function leastLotsFor(book: Book, output: bigint): bigint | undefined {
  let enough = depth(book.levels);
  if (sellOutput(book, enough) < output) return undefined;
  let tooFew = 0n;
  while (enough - tooFew > 1n) {
    const middle = (enough + tooFew) / 2n;
    if (sellOutput(book, middle) >= output) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** Quote units for the best `lots` lots, or undefined beyond the depth of the book. */
function quoteOf(levels: readonly OrderBookLevel[], lots: bigint): bigint | undefined {
  let remaining = lots;
  let quote = 0n;
  for (const level of levels) {
    const taken = remaining < level.lots ? remaining : level.lots;
    quote += taken * level.quotePerLot;
    remaining -= taken;
    if (remaining === 0n) return quote;
  }
  return remaining === 0n ? quote : undefined;
}

function depth(levels: readonly OrderBookLevel[]): bigint {
  return levels.reduce((lots, level) => lots + level.lots, 0n);
}

function feeUp({ takerFeeMillionths }: Book, quote: bigint): bigint {
  return (quote * takerFeeMillionths + MILLIONTHS - 1n) / MILLIONTHS;
}

function levelProblem({ side, levels }: OrderBookEdge): EdgeProblem | undefined {
  if (levels.length === 0) return { field: 'levels', message: 'are none' };
  for (const [at, level] of levels.entries()) {
    const before = levels[at - 1];
    const problem = firstProblem(
      above0(`levels[${at}].lots`, level.lots),
      above0(`levels[${at}].quotePerLot`, level.quotePerLot),
    );
    if (problem !== undefined) return problem;
    if (before === undefined) continue;
    const isBetter =
      side === 'sell' ? level.quotePerLot > before.quotePerLot : level.quotePerLot < before.quotePerLot;
    if (isBetter) return { field: `levels[${at}]`, message: 'is better than the level before it' };
  }
  return undefined;
}

export const orderBook: EdgeKind<OrderBookEdge> = {
  grossOutput: orderBookOutput,
  grossInput: orderBookInput,
  problemOf: (edge) =>
    firstProblem(
      above0('lot', edge.lot),
      millionthsBelowOne('takerFeeMillionths', edge.takerFeeMillionths),
      levelProblem(edge),
      isOnLayer(edge),
    ),
};
