import { minimum, maximum, mulDown, type Decimal } from '@causeway/domain/units';

/** How much of one position may be liquidated at a time, by notional in USD. */
export interface MaximumPortionRule {
  readonly portion: Decimal;
  readonly minimumNotional: Decimal;
}

/**
 * The notional that may be liquidated of a position at a time: max(min(minimum, N), floor(N × portion)), the product
 * rounded down at `places`. Source: dYdX v4, `x/clob/keeper/liquidations.go`,
 * `GetMaxAndMinPositionNotionalLiquidatable`.
 */
export function largestNotionalDown(notional: Decimal, rule: MaximumPortionRule, places: number): Decimal {
  const smallest = minimum(rule.minimumNotional, notional);
  return maximum(smallest, mulDown(notional, rule.portion, places));
}
