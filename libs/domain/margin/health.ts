import { divDown, type Decimal } from '@causeway/domain/units';
import type { MarginBand } from './margin-state.js';
import type { MarginPolicy } from './policy.js';

/** Decimal places of a health figure. */
const HEALTH_PLACES = 8;

/**
 * Equity / maintenance margin, rounded down; undefined when nothing must be maintained. The health factor of Aave v3
 * (`GenericLogic.sol`, floor(Σ collateral·LT / debt)) with the maintenance requirement in the place of debt.
 * For showing: decisions use `isBelowHealth`, which does not round.
 */
export function healthOf(equity: Decimal, maintenanceMargin: Decimal): Decimal | undefined {
  return maintenanceMargin.isZero() ? undefined : divDown(equity, maintenanceMargin, HEALTH_PLACES);
}

/**
 * Whether equity < maintenance margin × threshold: health below the threshold, compared exactly by cross-multiplying.
 * An account that must maintain nothing is below every threshold when its equity is negative, and below none else.
 */
export function isBelowHealth(equity: Decimal, maintenanceMargin: Decimal, threshold: Decimal): boolean {
  return equity.lt(maintenanceMargin.mul(threshold));
}

/** Where equity and maintenance margin stand against the thresholds of the policy; a threshold itself is met. */
export function marginBand(
  state: { readonly equity: Decimal; readonly maintenanceMargin: Decimal },
  policy: Pick<MarginPolicy, 'liquidationHealth' | 'warningHealth'>,
): MarginBand {
  const { equity, maintenanceMargin } = state;
  if (isBelowHealth(equity, maintenanceMargin, policy.liquidationHealth)) return 'liquidatable';
  return isBelowHealth(equity, maintenanceMargin, policy.warningHealth) ? 'warning' : 'healthy';
}
