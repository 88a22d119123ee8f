import { mulUp, type Decimal } from '@causeway/domain/units';
import { USD_PLACES } from './usd-places.js';

/** N = |size| × price, in USD, rounded up, because requirements grow with it (dYdX v4, `x/perpetuals`). */
export function notionalOf(size: Decimal, price: Decimal, places: number = USD_PLACES): Decimal {
  return mulUp(size.abs(), price, places);
}
