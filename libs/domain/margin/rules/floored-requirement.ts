import { type Decimal, maximum, roundTowardsZero, ZERO } from '@causeway/domain/units';

/** A ratio of notional with a floor; the floor is in the quote unit. */
export interface FlooredMargin {
  readonly ratio: Decimal;
  readonly floor: Decimal;
}

const FIXED6_PLACES = 6;

/**
 * What an open position requires: max(|size|·|price|·ratio, floor), each product truncated at 6 decimal places, as
 * Perennial's UFixed6 does; nothing for a position of size zero.
 * Source: equilibria-xyz/perennial-v2 packages/perennial/contracts/types/Position.sol _collateralRequirement.
 */
export function flooredMargin(size: Decimal, price: Decimal, rule: FlooredMargin): Decimal {
  if (size.isZero()) return ZERO;
  const notional = roundTowardsZero(size.abs().mul(price.abs()), FIXED6_PLACES);
  return maximum(roundTowardsZero(notional.mul(rule.ratio), FIXED6_PLACES), rule.floor);
}

/**
 * Whether collateral covers a requirement: max(collateral, 0) ≥ requirement, so that an account without position is
 * covered even in shortfall. Source: the same file, `collateralized`.
 */
export function coversRequirement(collateral: Decimal, requirement: Decimal): boolean {
  return maximum(collateral, ZERO).gte(requirement);
}
