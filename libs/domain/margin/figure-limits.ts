import { decimal, type Decimal } from '@causeway/domain/units';

const LIMIT = decimal(`1${'0'.repeat(20)}`);
const MAXIMUM_PLACES = 40;

/**
 * Whether a size or price that somebody gives is below 10^20 with at most 40 decimal places. What is computed from
 * such figures stays exact at our precision and can be read back; no market has others.
 */
export function isWithinFigureLimits(value: Decimal): boolean {
  return value.abs().lt(LIMIT) && value.decimalPlaces() <= MAXIMUM_PLACES;
}
