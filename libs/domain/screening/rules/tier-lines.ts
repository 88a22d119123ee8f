import { ZERO, type Decimal } from '@causeway/domain/units';
import type { Line } from '../kinked-lines.js';
import { NOT_CONVEX, type PositionDemand } from './position-fold.js';

/**
 * Marginal brackets as lines: the n-th is N·rₙ − dₙ with dₙ = dₙ₋₁ + boundₙ₋₁·(rₙ − rₙ₋₁). Where rates grow from bracket to
 * bracket, the greatest of the lines is the one of the bracket that N lies in.
 */
export function linesOfTiers(
  tiers: readonly { readonly upTo: Decimal | undefined; readonly rate: Decimal }[],
): PositionDemand | typeof NOT_CONVEX {
  let deduction = ZERO;
  const isFalling = tiers.some(({ rate }, index) => rate.lt(tiers[index - 1]?.rate ?? ZERO));
  if (isFalling) return NOT_CONVEX;
  const lines = tiers.map(({ rate }, index): Line => {
    const before = tiers[index - 1];
    if (before?.upTo !== undefined) deduction = deduction.add(before.upTo.mul(rate.sub(before.rate)));
    return { slope: rate, intercept: deduction.neg() };
  });
  return { lines };
}
