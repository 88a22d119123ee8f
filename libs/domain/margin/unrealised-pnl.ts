import { mulDown, roundDown, type Decimal } from '@causeway/domain/units';
import { USD_PLACES } from './usd-places.js';

/**
 * Size × (mark − entry) − funding owed, in USD, rounded down, i.e. a loss away from zero: the profit of closing at the mark price.
 * Size is signed, so that a short gains when the price falls. The definition of linear perpetuals on dYdX v4 and
 * Hyperliquid.
 */
export function unrealisedPnlOf(
  size: Decimal,
  entryPrice: Decimal,
  markPrice: Decimal,
  places: number = USD_PLACES,
  fundingOwed?: Decimal,
): Decimal {
  if (fundingOwed === undefined) return mulDown(size, markPrice.sub(entryPrice), places);
  return roundDown(size.mul(markPrice.sub(entryPrice)).sub(fundingOwed), places);
}
