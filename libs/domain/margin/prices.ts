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

/** What a market tells besides its price. Every fact is optional; a rule that misses one says so as a gap. */
export interface MarketFacts {
  /** Spot or index price in USD, where it is not the mark. */
  readonly indexPrice?: Decimal;
  /** Annualised volatility, as a fraction of 1. */
  readonly volatility?: Decimal;
  /** Open interest, in contracts, of one side. */
  readonly openInterest?: Decimal;
  /** Long minus short open interest, in contracts. */
  readonly skew?: Decimal;
  /** All of an asset that was deposited with the venue, in tokens. */
  readonly totalDeposits?: Decimal;
}

/** The latest price of each symbol. `id` names this set in evidence. */
export interface PriceVector {
  readonly id: string;
  readonly prices: ReadonlyMap<string, Price>;
  /** Symbols whose price may not be used for everything; absent: none. */
  readonly limited?: ReadonlySet<string>;
  /** Further facts by symbol. */
  readonly facts?: ReadonlyMap<string, MarketFacts>;
  /** The instant as of which ages count, such as that of a transfer; absent where none does. */
  readonly asOf?: UnixMilliseconds;
}

/** The mark price of a symbol; undefined when there is none, or one that is not above zero and so says nothing. */
export function markPriceOf(prices: PriceVector, symbol: string): Decimal | undefined {
  const price = prices.prices.get(symbol)?.price;
  return price?.gt(0) === true ? price : undefined;
}
