import { mulUp, type Decimal } from '@causeway/domain/units';
import { USD_PLACES } from './usd-places.js';

/**
 * What must be had to take on more risk: N × initial margin fraction, in USD, rounded up.
 * dYdX v4 IMR = ceil(N·IMF) (`protocol/lib/margin/risk.go`), here without scaling by open interest.
 */
export function initialMarginOf(notional: Decimal, initialMarginFraction: Decimal): Decimal {
  return mulUp(notional, initialMarginFraction, USD_PLACES);
}
