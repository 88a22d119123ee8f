import { MILLISECONDS_PER_SECOND, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
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

/**
 * The quotes that a bar stands for: its open, the extreme that is nearer to the open, the other extreme, and its close,
 * a third of the bar apart, the last a millisecond before the next bar begins. A bar does not say which extreme came
 * first; a price that goes the shorter way first is the usual assumption of back-tests on bars. Quotes that repeat the
 * one before are left out.
 */
export function quotesOfBar({
  symbol,
  time,
  seconds,
  open,
  high,
  low,
  close,
  source,
}: PriceBar): readonly Quote[] {
  const span = seconds * MILLISECONDS_PER_SECOND;
  const isLowNearer = open.sub(low).lt(high.sub(open));
  const way = isLowNearer ? [open, low, high, close] : [open, high, low, close];
  const offsets = [0, Math.floor(span / 3), Math.floor((span * 2) / 3), span - 1];
  return way.flatMap((price, index) => {
    if (index > 0 && way[index - 1]?.eq(price) === true) return [];
    return [{ symbol, price, time: (time + (offsets[index] ?? 0)) as UnixMilliseconds, source }];
  });
}
