import { mulUp, type Decimal } from '@causeway/domain/units';
import { USD_PLACES } from './usd-places.js';

/**
 * What must be had not to be liquidated: N × maintenance margin fraction, in USD, rounded up.
 * dYdX v4 MMR = ceil(N·MMF) (`protocol/lib/margin/risk.go`) with the fraction given as one number.
 */
export function maintenanceMarginOf(notional: Decimal, maintenanceMarginFraction: Decimal): Decimal {
  return mulUp(notional, maintenanceMarginFraction, USD_PLACES);
}
