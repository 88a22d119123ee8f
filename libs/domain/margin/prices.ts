import type { PriceValidity } from '@causeway/domain/pricing';
import type { Decimal, UnixMilliseconds } from '@causeway/domain/units';

/** A mark price in USD of an instrument or an asset family. */
export interface Price {
  /** `BTC-PERP` for an instrument, `USDC` for an asset family. */
  readonly symbol: string;
  readonly price: Decimal;
  readonly time: UnixMilliseconds;
  readonly source: string;
  /** What it may be used for; absent: for everything. */
  readonly validity?: PriceValidity;
}

/** The latest price of each symbol. `id` names this set in evidence. */
export interface PriceVector {
  readonly id: string;
  readonly prices: ReadonlyMap<string, Price>;
}

/** The mark price of a symbol; undefined when there is none, or one that is not above zero and so says nothing. */
export function markPriceOf(prices: PriceVector, symbol: string): Decimal | undefined {
  const price = prices.prices.get(symbol)?.price;
  return price?.gt(0) === true ? price : undefined;
}
