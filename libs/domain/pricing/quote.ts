import type { Decimal, UnixMilliseconds } from '@causeway/domain/units';

/** What one source says a symbol is worth, in USD. */
export interface Quote {
  /** `BTC-PERP` for an instrument, `USDC` for an asset family. */
  readonly symbol: string;
  readonly price: Decimal;
  /** When the source observed it; the newest of a source counts, whatever order they arrive in. */
  readonly time: UnixMilliseconds;
  readonly source: string;
  /** Half the width in USD of the range the source is confident of; absent when the source gives none. */
  readonly confidence?: Decimal;
}
