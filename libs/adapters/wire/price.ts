import { z } from 'zod';
import { isWithinFigureLimits } from '@causeway/domain/margin';
import type { Quote } from '@causeway/domain/pricing';
import {
  fail,
  formatDecimal,
  parseDecimal,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { parsedString, positiveDecimal, storableText, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** A quote as it travels, with when a replay should send it. */
export interface PriceRecord extends Quote {
  /** The instant of the replayed track at which to send this record, when it is not the price's own time. */
  readonly replayAt?: UnixMilliseconds;
}

const BEYOND_LIMITS = 'must be below 10^20 with at most 40 decimal places';

export const symbol = z
  .string()
  .regex(/^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/, 'not a symbol such as BTC-PERP or USDC');

// Parsed as one, since zod would check the parts of an optional value even where it is absent.

/** A decimal of a size that figures may have. */
export const decimalWithinLimits = limitedDecimal('Exact decimal number as text', BEYOND_LIMITS, () => true);
/** The same, not below 0. */
export const notNegative = limitedDecimal(
  'Exact decimal number from 0 as text',
  `${BEYOND_LIMITS}, and not below 0`,
  (value) => value.gte(0),
);

function limitedDecimal(description: string, message: string, isFine: (value: Decimal) => boolean) {
  return parsedString<Decimal>(
    z.string().meta({ description, examples: ['12.5'] }),
    (text) => {
      const parsed = parseDecimal(text);
      if (!parsed.ok || (isFine(parsed.value) && isWithinFigureLimits(parsed.value))) return parsed;
      return fail('INVALID_DECIMAL', message);
    },
    formatDecimal,
  );
}

/** What a quote is made of. */
export const quoteFields = {
  symbol,
  price: positiveDecimal.refine(isWithinFigureLimits, BEYOND_LIMITS),
  time: unixMilliseconds,
  source: storableText,
  confidence: notNegative.exactOptional(),
};

export const priceFormat = wireFormat<PriceRecord>(
  'causeway.price/1',
  'What one source says an instrument or an asset family is worth, in USD',
  'ignored',
  z.object({ ...quoteFields, replayAt: unixMilliseconds.exactOptional() }),
);
