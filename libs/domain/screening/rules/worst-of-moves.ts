import { maximum, minimum, ZERO, type Decimal } from '@causeway/domain/units';
import type { LinearTerm, TermSum } from '../account-terms.js';

/**
 * max(0, l₁·L, …, lₙ·L) of a linear exposure L, as the greatest of few sums. Only the largest and the smallest l can be
 * the greatest, which of them is for the sign of L; and where all terms of L are of one sign, so is L at all prices.
 *
 * @param exposure - L, whose slots have prices above zero
 * @param losses - what part of L is lost in each scenario; negative what is won
 */
export function worstOfMoves(
  exposure: readonly LinearTerm[],
  losses: readonly Decimal[],
): readonly [TermSum, ...TermSum[]] {
  const most = losses.reduce(maximum, ZERO);
  const least = losses.reduce(minimum, ZERO);
  const ofLong = lossOf(exposure, most);
  const ofShort = lossOf(exposure, least);
  if (exposure.every(({ coefficient }) => coefficient.gte(0))) return [ofLong];
  if (exposure.every(({ coefficient }) => coefficient.lte(0))) return [ofShort];
  return most.eq(least) ? [ofLong] : [ofLong, ofShort];
}

/** Whether no term lessens a sum and one is above zero, wherever prices above zero are. */
export function isPositive(linear: readonly LinearTerm[]): boolean {
  return (
    linear.every(({ coefficient }) => !coefficient.isNegative()) &&
    linear.some(({ coefficient }) => coefficient.gt(0))
  );
}

/** Every sum of one alternative of each. */
export function sumsOfEach(one: readonly TermSum[], other: readonly TermSum[]): readonly TermSum[] {
  return one.flatMap((first) =>
    other.map((second) => ({
      constant: first.constant.add(second.constant),
      linear: [...first.linear, ...second.linear],
      kinked: [...first.kinked, ...second.kinked],
    })),
  );
}

function lossOf(exposure: readonly LinearTerm[], loss: Decimal): TermSum {
  const linear = loss.isZero()
    ? []
    : exposure.map(({ slot, coefficient }) => ({ slot, coefficient: coefficient.mul(loss) }));
  return { constant: ZERO, linear, kinked: [] };
}
