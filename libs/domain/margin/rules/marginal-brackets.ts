import { type Decimal, divDown, divTowardsZero, divUp, minimum, ONE, ZERO } from '@causeway/domain/units';

/** The part of an amount up to a boundary, and the fraction that counts of it; without boundary, all above. */
export interface MarginalBracket {
  readonly upTo?: Decimal;
  /** The fraction is numerator / denominator, so that 1/(2 × 15) is exact. The denominator is positive. */
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

/** Which way the last place goes: requirements up, what counts in favour down, towards zero as some venues do. */
export type BracketRounding = 'up' | 'down' | 'towards-zero';

/**
 * Σ over the brackets: the part of `amount` within the bracket × its fraction, as with income tax, so that crossing a
 * boundary never makes the sum jump. Computed as one exact fraction and rounded once, at `places` decimal places.
 * Brackets are in ascending order; what lies above the last boundary counts nothing (Binance proof of reserves lets
 * collateral saturate there), unless the last bracket has none. `amount` is not negative.
 */
export function sumOverBrackets(
  amount: Decimal,
  brackets: readonly MarginalBracket[],
  places: number,
  rounding: BracketRounding,
): Decimal {
  let numerator = ZERO;
  let denominator = ONE;
  let lower = ZERO;
  for (const bracket of brackets) {
    if (amount.lte(lower)) break;
    const upper = bracket.upTo === undefined ? amount : minimum(amount, bracket.upTo);
    const part = upper.sub(lower).mul(bracket.numerator);
    if (bracket.denominator.eq(denominator)) {
      numerator = numerator.add(part);
    } else {
      numerator = numerator.mul(bracket.denominator).add(part.mul(denominator));
      denominator = denominator.mul(bracket.denominator);
    }
    lower = upper;
  }
  return DIVISIONS[rounding](numerator, denominator, places);
}

const DIVISIONS = { up: divUp, down: divDown, 'towards-zero': divTowardsZero } as const;
