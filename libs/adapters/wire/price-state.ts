import { z } from 'zod';
import type { PriceState } from '@causeway/domain/pricing';
import { quoteFields, symbol } from './price.js';
import { decimal, positiveDecimal, storableText, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

const trip = z.object({ since: unixMilliseconds, calmSince: unixMilliseconds.exactOptional() });

export const priceStateFormat = wireFormat<PriceState>(
  'causeway.price-state/1',
  'The mark of a symbol with the quotes it was formed from, its average and its tripped breakers',
  'ignored',
  z.object({
    symbol,
    quotes: z.array(z.object(quoteFields)),
    mark: z.object({
      price: positiveDecimal,
      time: unixMilliseconds,
      confidence: decimal,
      sources: z.array(storableText),
    }),
    average: z.object({ price: positiveDecimal, until: unixMilliseconds }),
    motion: z
      .object({
        symbol,
        price: positiveDecimal,
        at: unixMilliseconds,
        driftPerDay: decimal,
        variancePerDay: decimal,
      })
      .exactOptional(),
    stalenessTrip: trip.exactOptional(),
    jumpTrip: trip.exactOptional(),
  }),
);
