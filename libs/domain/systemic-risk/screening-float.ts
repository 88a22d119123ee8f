import type { Decimal } from '@causeway/domain/units';

/** The binary64 next to a decimal, off by a 2⁻⁵³rd of it at the most: for ruling out, never for deciding. */
export function screeningFloat(value: Decimal): number {
  // eslint-disable-next-line no-restricted-syntax -- what floats do not rule out is evaluated exactly
  return value.toNumber();
}
