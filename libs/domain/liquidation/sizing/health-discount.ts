import { decimal, divDown, maximum, minimum, mulDown, ONE, type Decimal } from '@causeway/domain/units';

const PLACES = 18;

/** Euler v2: no discount above 20 % (`MAXIMUM_LIQUIDATION_DISCOUNT`; a vault may set less). */
export const EULER_MAXIMUM_DISCOUNT: Decimal = decimal('0.2');

/** An account's debt and one collateral of it; values in the unit of account. */
export interface DiscountedLiquidation {
  /** Collateral after liquidation thresholds, of the whole account. */
  readonly adjustedCollateralValue: Decimal;
  readonly liabilityValue: Decimal;
  /** Market value of the collateral to seize. */
  readonly collateralValue: Decimal;
}

/** What is repaid and what is seized for it, at market value. */
export interface DiscountedSeizure {
  /** 1 − discount. */
  readonly discountFactor: Decimal;
  readonly repayValue: Decimal;
  readonly seizedValue: Decimal;
}

/**
 * The largest liquidation of one collateral: the discount is what health lacks to 1, at most `maximumDiscount`, so
 * that it grows until somebody wants the trade. Seized = repaid / (1 − discount), no more than there is; each quotient
 * and product rounded down at 18 places. Undefined when the account is healthy. Source: Euler v2,
 * `src/EVault/modules/Liquidation.sol`, `calculateMaxLiquidation`.
 */
export function discountedSeizureDown(
  { adjustedCollateralValue, liabilityValue, collateralValue }: DiscountedLiquidation,
  maximumDiscount: Decimal,
): DiscountedSeizure | undefined {
  if (liabilityValue.isZero() || adjustedCollateralValue.gt(liabilityValue)) return undefined;
  const health = divDown(adjustedCollateralValue, liabilityValue, PLACES);
  const discountFactor = maximum(health, ONE.sub(maximumDiscount));
  const wanted = divDown(liabilityValue, discountFactor, PLACES);
  const repayable = mulDown(collateralValue, discountFactor, PLACES);
  return {
    discountFactor,
    repayValue: collateralValue.lt(wanted) ? repayable : liabilityValue,
    seizedValue: minimum(wanted, collateralValue),
  };
}
