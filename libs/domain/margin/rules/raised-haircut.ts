import { chainOfAsset, type Decimal } from '@causeway/domain/units';
import { isOnSubject, type CollateralSubject } from '../collateral-place.js';
import { takeHaircut, type CollateralLine } from '../collateral-line.js';
import type { EvaluationContext } from '../evaluation-context.js';

/**
 * `raised-haircut`: while a systemic-risk action is in force, collateral on its subject counts for a further
 * × (1 − haircut), after all rules of the policy. Causeway's own.
 */
export interface RaisedHaircutRule extends CollateralSubject {
  readonly rule: 'raised-haircut';
  /** Fraction of 1. */
  readonly haircut: Decimal;
}

/** Takes the haircut off each line on the subject. */
export function applyRaisedHaircut(
  rule: RaisedHaircutRule,
  lines: readonly CollateralLine[],
  context: EvaluationContext,
): void {
  for (const line of lines) {
    const { amount, transit } = line.holding;
    const place = { chain: chainOfAsset(amount.asset), family: line.family, bridge: transit?.bridge };
    if (isOnSubject(rule, place)) takeHaircut(line, rule.haircut, context);
  }
}
