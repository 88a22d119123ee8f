import { complaintAboutLiquidation } from '@causeway/domain/liquidation';
import { validateMarginPolicy, type PolicyCode } from '@causeway/domain/margin';
import { validatePricePolicy } from '@causeway/domain/pricing';
import { validateSystemicPolicy } from '@causeway/domain/systemic-risk';
import { fail, ok, type Result } from '@causeway/domain/units';
import type { RiskPolicy } from './risk-policy.js';

/**
 * Whether the parameters of a policy make sense together, section by section.
 *
 * @returns the policy itself, or `INVALID_POLICY` with the JSON pointer of the first parameter that is wrong
 */
export function validateRiskPolicy(policy: RiskPolicy): Result<RiskPolicy, PolicyCode> {
  if (policy.name.trim() === '') return fail('INVALID_POLICY', 'give the policy a name', '/name');
  const margin = validateMarginPolicy(policy.margin);
  if (!margin.ok) return margin;
  const { prices, systemicRisk, liquidation } = policy;
  const complaint =
    liquidation === undefined ? undefined : complaintAboutLiquidation(liquidation, policy.margin.health);
  if (complaint !== undefined) return fail('INVALID_POLICY', complaint.message, complaint.path);
  const sections = [
    prices === undefined ? undefined : section('/prices', validatePricePolicy(prices)),
    systemicRisk === undefined ? undefined : section('/systemicRisk', validateSystemicPolicy(systemicRisk)),
  ];
  return sections.find((checked) => checked?.ok === false) ?? ok(policy);
}

/** The outcome of a section's own check, under the code and the path of the whole. */
function section(path: string, checked: Result<unknown>): Result<never, PolicyCode> | undefined {
  if (checked.ok) return undefined;
  const { message, field } = checked.failure;
  return fail('INVALID_POLICY', message, `${path}${field ?? ''}`);
}
