export { policyInForce } from './policy-in-force.js';
export type { RiskPolicy } from './risk-policy.js';
export { validateRiskPolicy } from './validate-risk-policy.js';
