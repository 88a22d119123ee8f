import { ONE, type Decimal } from '@causeway/domain/units';
import type { Complaint } from './complaint.js';
import type {
  HealthCheck,
  HealthFigures,
  HealthRuleDefinition,
  HealthThresholds,
} from './health-definition.js';
import type { MarginBand } from './margin-state.js';
import type { HealthRule } from './policy.js';
import { HEALTH_RULES } from './rule-registry.js';

/** The health figure by the policy's rule, for showing: decisions ask `isBelowThreshold`. */
export function healthOf(rule: HealthRule, figures: HealthFigures): Decimal | undefined {
  return definitionOf(rule).healthOf(rule, figures);
}

/** Whether equity against maintenance margin is below a threshold of the policy; a threshold itself is met. */
export function isBelowThreshold(
  rule: HealthRule,
  figures: HealthFigures,
  threshold: keyof HealthThresholds,
): boolean {
  return definitionOf(rule).isBelow(rule, figures, rule[threshold]);
}

/** Where equity and maintenance margin stand against the thresholds of the policy. */
export function bandOf(rule: HealthRule, figures: HealthFigures): MarginBand {
  if (isBelowThreshold(rule, figures, 'liquidation')) return 'liquidatable';
  return isBelowThreshold(rule, figures, 'warning') ? 'warning' : 'healthy';
}

/** The health rule of a policy as rules over the account use it. */
export function healthCheckOf(rule: HealthRule): HealthCheck {
  return {
    healthOf: (figures) => healthOf(rule, figures),
    bandOf: (figures) => bandOf(rule, figures),
  };
}

/** The formula of a health figure and its places, for explanations. */
export function healthFormula(rule: HealthRule): { readonly formula: string; readonly places: number } {
  return definitionOf(rule);
}

/** What is wrong with the thresholds of a policy, if anything is. */
export function complaintAboutThresholds({
  liquidation,
  warning,
  target,
}: HealthThresholds): Complaint | undefined {
  if (!liquidation.gte(ONE)) {
    const message = `${liquidation.toFixed()} must be at least 1: below it the maintenance margin is not covered`;
    return { path: '/liquidation', message };
  }
  if (!warning.gte(liquidation)) {
    const message = `${warning.toFixed()} must be at least the liquidation threshold, or the warning comes too late`;
    return { path: '/warning', message };
  }
  if (!target.gte(warning)) {
    const message = `${target.toFixed()} must be at least the warning threshold, or a liquidation ends in a warning`;
    return { path: '/target', message };
  }
  return undefined;
}

function definitionOf(rule: HealthRule): HealthRuleDefinition<HealthRule> {
  return HEALTH_RULES[rule.rule] as HealthRuleDefinition<HealthRule>;
}
