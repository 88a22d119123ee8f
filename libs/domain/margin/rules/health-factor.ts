import {
  type Decimal,
  decimal,
  divDown,
  divHalfUp,
  mulDown,
  mulUp,
  roundDown,
  sum,
  ZERO,
} from '@causeway/domain/units';
import type { HealthRuleDefinition, HealthThresholds } from '../health-definition.js';
import { isBelowHealth } from './health-ratio.js';

/** A collateral reserve of an account: its value in the base currency, and what share of it counts. */
export interface ReserveCollateral {
  readonly value: Decimal;
  /** Of its e-mode category where the account is in it, else of the reserve; in basis points. */
  readonly liquidationThreshold: Decimal;
  readonly loanToValue: Decimal;
}

/** Decimal places of a value in Aave's base currency, of a wad, and the basis points of one. */
const BASE_CURRENCY_PLACES = 8;
const WAD_PLACES = 18;
const BASIS_POINTS = decimal('10000');

/**
 * What a balance is worth as collateral: ⌊balance × price⌋ at `places` decimal places of the base currency, 8 where it is
 * USD. Source: aave-dao/aave-v3-origin src/contracts/protocol/libraries/logic/GenericLogic.sol
 * _getUserBalanceInBaseCurrency.
 */
export function collateralInBaseCurrency(
  balance: Decimal,
  price: Decimal,
  places: number = BASE_CURRENCY_PLACES,
): Decimal {
  return mulDown(balance, price, places);
}

/** What a debt is worth: ⌈debt × price⌉. Source: the same file, _getUserDebtInBaseCurrency. */
export function debtInBaseCurrency(
  debt: Decimal,
  price: Decimal,
  places: number = BASE_CURRENCY_PLACES,
): Decimal {
  return mulUp(debt, price, places);
}

/**
 * The health factor: ⌊wadDiv(Σ value·threshold, debt) / 10⁴⌋ at 18 decimal places, where wadDiv rounds to the nearest.
 * Undefined without debt. Below 1 the account can be liquidated.
 * Source: aave-dao/aave-v3-origin src/contracts/protocol/libraries/logic/GenericLogic.sol calculateUserAccountData.
 */
export function healthFactor(
  collaterals: readonly ReserveCollateral[],
  debtValue: Decimal,
): Decimal | undefined {
  const weighted = sum(collaterals.map(({ value, liquidationThreshold }) => value.mul(liquidationThreshold)));
  return factorOf(weighted.div(BASIS_POINTS), debtValue);
}

/** Σ value·threshold / Σ value in whole basis points, rounded down; zero without collateral. Source: the same. */
export function averageLiquidationThreshold(collaterals: readonly ReserveCollateral[]): Decimal {
  return weightedAverage(collaterals, ({ liquidationThreshold }) => liquidationThreshold);
}

/** Σ value·loan-to-value / Σ value in whole basis points, rounded down; zero without collateral. Source: the same. */
export function averageLoanToValue(collaterals: readonly ReserveCollateral[]): Decimal {
  return weightedAverage(collaterals, ({ loanToValue }) => loanToValue);
}

/**
 * What can still be borrowed: max(0, ⌊collateral × average loan-to-value⌋ − debt).
 * Source: the same file, calculateAvailableBorrows.
 */
export function availableBorrows(
  collaterals: readonly ReserveCollateral[],
  debtValue: Decimal,
  places: number = BASE_CURRENCY_PLACES,
): Decimal {
  const total = sum(collaterals.map(({ value }) => value));
  const limit = divDown(total.mul(averageLoanToValue(collaterals)), BASIS_POINTS, places);
  return limit.lte(debtValue) ? ZERO : limit.sub(debtValue);
}

function weightedAverage(
  collaterals: readonly ReserveCollateral[],
  weightOf: (collateral: ReserveCollateral) => Decimal,
): Decimal {
  const total = sum(collaterals.map(({ value }) => value));
  if (total.isZero()) return ZERO;
  return divDown(sum(collaterals.map((collateral) => collateral.value.mul(weightOf(collateral)))), total, 0);
}

/**
 * `health-factor`: health = weighted collateral / debt, rounded as a wad division of basis points: to the nearest at 22
 * decimal places, then down to 18. Below a threshold when that figure is; an account without debt is below none.
 * Aave v3 (the same file, calculateUserAccountData).
 */
export interface HealthFactorRule extends HealthThresholds {
  readonly rule: 'health-factor';
}

export const healthFactorRule: HealthRuleDefinition<HealthFactorRule> = {
  healthOf: (_, { equity, maintenanceMargin }) => factorOf(equity, maintenanceMargin),
  isBelow: (_, figures, threshold) => {
    const factor = factorOf(figures.equity, figures.maintenanceMargin);
    return factor === undefined ? isBelowHealth(figures, threshold) : factor.lt(threshold);
  },
  formula: 'equity / margin',
  places: WAD_PLACES,
};

/** wadDiv counts basis points, four decimal places more than the share of one that it is later divided into. */
const BASIS_POINT_PLACES = 4;

function factorOf(weighted: Decimal, debt: Decimal): Decimal | undefined {
  if (debt.isZero()) return undefined;
  return roundDown(divHalfUp(weighted, debt, WAD_PLACES + BASIS_POINT_PLACES), WAD_PLACES);
}
