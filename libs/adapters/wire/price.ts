import { z } from 'zod';
import { isWithinFigureLimits, type Price } from '@causeway/domain/margin';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { positiveDecimal, storableText, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** A mark price as it travels, with when a replay should send it. */
export interface PriceRecord extends Price {
  /** The instant of the replayed track at which to send this record, when it is not the price's own time. */
  readonly replayAt?: UnixMilliseconds;
}

export const priceFormat = wireFormat<PriceRecord>(
  'causeway.price/1',
  'A mark price in USD of an instrument or an asset family',
  'ignored',
  z.object({
    symbol: z.string().regex(/^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/, 'not a symbol such as BTC-PERP or USDC'),
    price: positiveDecimal.refine(isWithinFigureLimits, 'must be below 10^20 with at most 40 decimal places'),
    time: unixMilliseconds,
    source: storableText,
    replayAt: unixMilliseconds.exactOptional(),
  }),
);
