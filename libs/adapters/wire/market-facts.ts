import { z } from 'zod';
import type { MarketFacts } from '@causeway/domain/margin';
import { decimalWithinLimits, notNegative, symbol } from './price.js';
import { wireFormat } from './wire-format.js';

/** What is told of the market of one symbol besides its price. */
export interface MarketFactsRecord extends MarketFacts {
  readonly symbol: string;
}

export const marketFactsFormat = wireFormat<MarketFactsRecord>(
  'causeway.market-facts/1',
  'What margin rules may ask of a market: index price, annual volatility, open interest, skew, deposits',
  'refused',
  z.object({
    symbol,
    indexPrice: notNegative.exactOptional(),
    volatility: notNegative.exactOptional(),
    openInterest: notNegative.exactOptional(),
    skew: decimalWithinLimits.exactOptional(),
    totalDeposits: notNegative.exactOptional(),
  }),
);
