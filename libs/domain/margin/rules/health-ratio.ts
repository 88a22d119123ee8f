import { divDown, type Decimal } from '@causeway/domain/units';
import type { HealthFigures, HealthRuleDefinition, HealthThresholds } from '../health-definition.js';

/** Decimal places of a health figure. */
const HEALTH_PLACES = 8;

/**
 * `health-ratio`: health = equity / maintenance margin, shown rounded down to 8 places. An account is below a
 * threshold when equity < maintenance margin × threshold, compared exactly by cross-multiplying.
 */
export interface HealthRatioRule extends HealthThresholds {
  readonly rule: 'health-ratio';
  /**
   * What becomes of an account that must maintain nothing and has negative equity: it is below every threshold
   * (`below-thresholds`, as when absent), or below none (`healthy`, as on dYdX v4, whose accounts are liquidatable
   * only with a maintenance margin above 0).
   */
  readonly withoutRequirement?: 'below-thresholds' | 'healthy';
}

export const healthRatio: HealthRuleDefinition<HealthRatioRule> = {
  healthOf: (_, figures) => healthRatioOf(figures),
  isBelow: ({ withoutRequirement }, figures, threshold) => {
    if (withoutRequirement === 'healthy' && figures.maintenanceMargin.isZero()) return false;
    return isBelowHealth(figures, threshold);
  },
  formula: 'equity / margin',
  places: HEALTH_PLACES,
};

/** Equity / maintenance margin, rounded down to 8 places; undefined when nothing must be maintained. */
export function healthRatioOf({ equity, maintenanceMargin }: HealthFigures): Decimal | undefined {
  return maintenanceMargin.isZero() ? undefined : divDown(equity, maintenanceMargin, HEALTH_PLACES);
}

/** Whether equity < maintenance margin × threshold, exactly. */
export function isBelowHealth({ equity, maintenanceMargin }: HealthFigures, threshold: Decimal): boolean {
  return equity.lt(maintenanceMargin.mul(threshold));
}
