import type { CollateralLine } from './collateral-line.js';
import type { EvaluationContext } from './evaluation-context.js';
import type { PositionLine } from './position-line.js';
import { applyRaisedHaircut, type RaisedHaircutRule } from './rules/raised-haircut.js';
import { applyVenueFloor, type VenueFloorRule } from './rules/venue-floor.js';
import { applyWithheldCredit, type WithheldCreditRule } from './rules/withheld-credit.js';

/** Rules that systemic-risk actions impose on collateral, in the order in which they work. */
export type ImposedCollateralRule = WithheldCreditRule | RaisedHaircutRule;

/** What systemic-risk actions in force add to the rules of a policy. No policy document holds it. */
export interface ImposedRules {
  readonly collateral: readonly ImposedCollateralRule[];
  readonly positions: readonly VenueFloorRule[];
}

/** Where explanations point to: the thresholds that put the rules in force. */
const PATH = '/systemicRisk/thresholds';

/** Applies what is imposed on collateral, after the policy's own rules. */
export function imposeOnCollateral(
  imposed: ImposedRules | undefined,
  lines: readonly CollateralLine[],
  context: EvaluationContext,
): void {
  for (const rule of imposed?.collateral ?? []) {
    context.recorder?.enter(rule.rule, PATH);
    if (rule.rule === 'raised-haircut') applyRaisedHaircut(rule, lines, context);
    else applyWithheldCredit(lines, context);
  }
}

/** Applies what is imposed on positions, after the policy's own rules. */
export function imposeOnPositions(
  imposed: ImposedRules | undefined,
  lines: readonly PositionLine[],
  context: EvaluationContext,
): void {
  for (const rule of imposed?.positions ?? []) {
    context.recorder?.enter(rule.rule, PATH);
    applyVenueFloor(rule, lines, context);
  }
}
