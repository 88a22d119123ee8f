import {
  decimal,
  divDown,
  fail,
  ok,
  type Result,
  MILLISECONDS_PER_SECOND,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type { Quote } from './quote.js';

/** What the price of a symbol did from `time` on for `seconds`, in USD. */
export interface PriceBar {
  readonly symbol: string;
  readonly time: UnixMilliseconds;
  readonly seconds: number;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly source: string;
}

export type PriceBarCode = 'INVALID_BAR';

/** Whether high and low are the highest and the lowest price of the bar. */
export function validatePriceBar(bar: PriceBar): Result<PriceBar, PriceBarCode> {
  const { open, high, low, close } = bar;
  if (high.lt(open) || high.lt(close) || high.lt(low)) {
    return fail('INVALID_BAR', 'must be the highest price of the bar', 'high');
  }
  if (low.gt(open) || low.gt(close)) return fail('INVALID_BAR', 'must be the lowest price of the bar', 'low');
  return ok(bar);
}

/** Decimal places of a price between two points of a bar. */
const BETWEEN_PLACES = 18;

/**
 * The quotes that a bar stands for: its open, the extreme that is nearer to the open, the other extreme, and its close,
 * a third of the bar apart, the last a millisecond before the next bar begins. A bar does not say which extreme came
 * first; a price that goes the shorter way first is the usual assumption of back-tests on bars.
 *
 * With `everySeconds` the price goes from point to point in a straight line that is quoted so often, rounded down, so
 * that in a long bar a liquidation need not wait hours for its trade. Quotes that repeat the one before are left out.
 */
export function quotesOfBar(bar: PriceBar, everySeconds?: number): readonly Quote[] {
  const points = pointsOf(bar);
  const { symbol, source } = bar;
  const quotes: Quote[] = [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const between =
      before === undefined || everySeconds === undefined ? [] : line(before, point, everySeconds);
    for (const { price, time } of [...between, point]) {
      if (quotes.at(-1)?.price.eq(price) !== true) quotes.push({ symbol, price, time, source });
    }
  }
  return quotes;
}

interface Point {
  readonly price: Decimal;
  readonly time: UnixMilliseconds;
}

function pointsOf({ time, seconds, open, high, low, close }: PriceBar): readonly Point[] {
  const span = seconds * MILLISECONDS_PER_SECOND;
  const isLowNearer = open.sub(low).lt(high.sub(open));
  const way = isLowNearer ? [open, low, high, close] : [open, high, low, close];
  const offsets = [0, Math.floor(span / 3), Math.floor((span * 2) / 3), span - 1];
  return way.map((price, index) => ({ price, time: (time + (offsets[index] ?? 0)) as UnixMilliseconds }));
}

/** The points strictly between two, on a straight line, at whole multiples of `everySeconds` after the first. */
function line(from: Point, to: Point, everySeconds: number): readonly Point[] {
  const step = everySeconds * MILLISECONDS_PER_SECOND;
  const span = to.time - from.time;
  const rise = to.price.sub(from.price);
  return Array.from({ length: Math.max(0, Math.ceil(span / step) - 1) }, (_, index) => {
    const elapsed = (index + 1) * step;
    const risen = divDown(rise.mul(decimal(elapsed.toFixed(0))), decimal(span.toFixed(0)), BETWEEN_PLACES);
    return { price: from.price.add(risen), time: (from.time + elapsed) as UnixMilliseconds };
  });
}
