import { decimal, maximum, minimum, ONE, ZERO, type Decimal } from '@causeway/domain/units';

/** Decimal places of Aave's base currency. */
const BASE_PLACES = 8;
/** Aave's percentages have two decimals: 50 % is 5000. */
const PERCENT_PLACES = 4;

/** How much of a debt one liquidation may close, and what it must not leave behind. Values are in USD. */
export interface CloseFactorRule {
  /** Share of the whole account's debt that is closed at once, above `fullBelowHealth`. */
  readonly share: Decimal;
  /** Health at and below which everything may be closed. */
  readonly fullBelowHealth: Decimal;
  /** Everything may be closed when the collateral or the debt to close is worth less. */
  readonly fullBelowValue: Decimal;
  /** What a partial liquidation must leave on both sides. */
  readonly minimumRemainder: Decimal;
}

/** The constants of Aave v3.3 and later (`LiquidationLogic.sol`). */
export const AAVE_CLOSE_FACTOR: CloseFactorRule = {
  share: decimal('0.5'),
  fullBelowHealth: decimal('0.95'),
  fullBelowValue: decimal('2000'),
  minimumRemainder: decimal('1000'),
};

/** One collateral and one debt of an account, in USD. */
export interface CloseableDebt {
  readonly health: Decimal;
  readonly collateralValue: Decimal;
  readonly debtValue: Decimal;
  /** Of the whole account: the share is taken of it and not of one debt. */
  readonly totalDebtValue: Decimal;
  /** What of the account's debt the same liquidation may close besides; absent is nothing. */
  readonly closingBesides?: Decimal;
}

/**
 * The most of a debt, in USD, that one liquidation may close: all of it when health is at or below the threshold or
 * either side is small, else min(debt, share × total debt − what is closed besides), the product rounded half up at 8 places as `percentMul`
 * rounds. Source: Aave v3, `LiquidationLogic.executeLiquidationCall`.
 */
export function maximumDebtToClose(debt: CloseableDebt, rule: CloseFactorRule): Decimal {
  const { health, collateralValue, debtValue, totalDebtValue } = debt;
  const isSmall = collateralValue.lt(rule.fullBelowValue) || debtValue.lt(rule.fullBelowValue);
  if (isSmall || health.lte(rule.fullBelowHealth)) return debtValue;
  const share = percentMulHalfUp(totalDebtValue, rule.share).sub(debt.closingBesides ?? ZERO);
  return maximum(ZERO, minimum(share, debtValue));
}

/**
 * Whether a liquidation would leave dust: something on both sides, and less than the minimum on either. Aave reverts
 * it (`MustNotLeaveDust`); close all of one side instead.
 */
export function leavesDust(
  left: { readonly collateralValue: Decimal; readonly debtValue: Decimal },
  { minimumRemainder }: CloseFactorRule,
): boolean {
  const { collateralValue, debtValue } = left;
  if (collateralValue.eq(ZERO) || debtValue.eq(ZERO)) return false;
  return collateralValue.lt(minimumRemainder) || debtValue.lt(minimumRemainder);
}

/** `PercentageMath.percentMul`: (value × percentage + 0.5) / 1, on integers of 8 places. */
function percentMulHalfUp(value: Decimal, share: Decimal): Decimal {
  const half = ONE.div(2).mul(`1e-${BASE_PLACES}`);
  const factor = share.toDecimalPlaces(PERCENT_PLACES);
  return value.mul(factor).add(half).toDecimalPlaces(BASE_PLACES);
}
