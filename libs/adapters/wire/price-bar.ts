import { z } from 'zod';
import { isWithinFigureLimits } from '@causeway/domain/margin';
import type { PriceBar } from '@causeway/domain/pricing';
import { symbol } from './price.js';
import { positiveDecimal, storableText, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

const price = positiveDecimal.refine(
  isWithinFigureLimits,
  'must be below 10^20 with at most 40 decimal places',
);

export const priceBarFormat = wireFormat<PriceBar>(
  'causeway.price-bar/1',
  'What the price of a symbol did in a span of time, in USD',
  'refused',
  z.object({
    symbol,
    time: unixMilliseconds,
    seconds: z.int().min(1),
    open: price,
    high: price,
    low: price,
    close: price,
    source: storableText,
  }),
);
