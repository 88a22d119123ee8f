import {
  addSeconds,
  decimal,
  mulDown,
  ZERO,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { PriceAggregation, PriceRules } from './price-policy.js';
import type { Quote } from './quote.js';

/** Decimal places of marks and averages: as many as a quote may have. */
export const PRICE_PLACES = 40;

const HALF = decimal('0.5');

/** The one price of a symbol, from the quotes of all its sources. */
export interface Mark {
  readonly price: Decimal;
  /** More than half of the quotes it was formed from are at least this recent. */
  readonly time: UnixMilliseconds;
  /**
   * Distance from the mark, in USD, within which at least half of the sources lie with the whole of their own
   * confidence range. A minority of sources cannot move it beyond what the others say.
   */
  readonly confidence: Decimal;
  /** The sources it was formed from, in alphabetical order. */
  readonly sources: readonly string[];
}

/**
 * The mark of the quotes that have not outlived `rules.quoteLifetimeSeconds` at `now`; undefined when none has.
 *
 * Since more than half of the quotes are as recent as `time`, a median lies between the lowest and the highest of
 * the recent ones, whatever the others say: age is a statement about the price and not about one of its sources.
 * The mean of two middle quotes is rounded down at `PRICE_PLACES`.
 */
export function markOf(quotes: readonly Quote[], rules: PriceRules, now: UnixMilliseconds): Mark | undefined {
  const living = quotes.filter((quote) => isLiving(quote, rules, now));
  const counted = rules.aggregation === 'latest' ? newestOf(living) : living;
  if (counted.length === 0) return undefined;
  const price = medianOf(
    counted.map((quote) => quote.price),
    rules.aggregation,
  );
  const majority = Math.floor(counted.length / 2);
  const spreads = counted.map((quote) =>
    quote.price
      .sub(price)
      .abs()
      .add(quote.confidence ?? ZERO),
  );
  const times = counted.map(({ time }) => time).sort((a, b) => b - a);
  return {
    price,
    time: elementAt(times, majority),
    confidence: elementAt(spreads.sort(ascending), majority),
    sources: counted.map(({ source }) => source).sort(),
  };
}

/** The median of at least one price; for an even count as `aggregation` says, a mean rounded down. */
export function medianOf(prices: readonly Decimal[], aggregation: PriceAggregation): Decimal {
  const sorted = [...prices].sort(ascending);
  const upper = elementAt(sorted, Math.floor(sorted.length / 2));
  const lower = elementAt(sorted, Math.ceil(sorted.length / 2) - 1);
  if (aggregation === 'median-lower') return lower;
  if (aggregation === 'median-mean') return mulDown(lower.add(upper), HALF, PRICE_PLACES);
  return upper;
}

/** The first instant at which a quote no longer counts; undefined when it counts for ever. */
export function endOfQuote(quote: Quote, rules: PriceRules): UnixMilliseconds | undefined {
  if (rules.quoteLifetimeSeconds === undefined) return undefined;
  return (addSeconds(quote.time, rules.quoteLifetimeSeconds) + 1) as UnixMilliseconds;
}

function isLiving(quote: Quote, rules: PriceRules, now: UnixMilliseconds): boolean {
  const end = endOfQuote(quote, rules);
  return end === undefined || now < end;
}

/** Of several at one instant, that of the first source in alphabetical order. */
function newestOf(quotes: readonly Quote[]): readonly Quote[] {
  const [first, ...others] = quotes;
  if (first === undefined) return [];
  const isBefore = (a: Quote, b: Quote) => a.time > b.time || (a.time === b.time && a.source < b.source);
  return [others.reduce((newest, quote) => (isBefore(quote, newest) ? quote : newest), first)];
}

function ascending(a: Decimal, b: Decimal): number {
  return a.cmp(b);
}

function elementAt<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error('a mark is formed from at least one quote');
  return value;
}
