import { validateMarginPolicy, type PolicyCode } from '@causeway/domain/margin';
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
  return margin.ok ? ok(policy) : margin;
}
