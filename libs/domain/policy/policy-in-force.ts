import { imposedRules, UNSTATED_SYSTEMIC_POLICY, type ActionInForce } from '@causeway/domain/systemic-risk';
import type { RiskPolicy } from './risk-policy.js';

/** A policy with what systemic-risk actions in force add to its margin rules; the policy itself when they add nothing. */
export function policyInForce(policy: RiskPolicy, actions: readonly ActionInForce[]): RiskPolicy {
  const { failureShocks } = policy.systemicRisk ?? UNSTATED_SYSTEMIC_POLICY;
  const imposed = imposedRules(actions, failureShocks);
  if (imposed === undefined) return policy;
  return { ...policy, margin: { ...policy.margin, imposed } };
}
