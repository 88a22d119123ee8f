export { actionsConcerning, creditFreezes, imposedRules, warnedAccounts } from './actions-in-force.js';
export type {
  AccountAtRisk,
  ContagionOutcome,
  ContagionRules,
  FamilyStake,
  MarketDepth,
} from './contagion.js';
export {
  measurementsOf,
  measureSystemicRisk,
  type DimensionRisk,
  type SubjectRisk,
} from './correlated-breaches.js';
export { failuresFor, type FailureShocks } from './failures.js';
export { failureMoves, PagedBook, type RiskBasis } from './paged-book.js';
export { pagedRiskSteps } from './paged-risk.js';
export type { BookSteps } from './screened-stress.js';
export {
  EXPOSURE_DIMENSIONS,
  type DimensionExposure,
  type Exposure,
  type ExposureDimension,
} from './exposure.js';
export { issuersIn, type PriceShock, type RiskDirectory, type StressScenario } from './stress-scenario.js';
export {
  measureBook,
  runStressTest,
  type MeasuredBook,
  type StressBook,
  type StressBreach,
  type StressReport,
} from './stress-test.js';
export { UNSTATED_SYSTEMIC_POLICY, validateSystemicPolicy, type SystemicPolicy } from './systemic-policy.js';
export {
  weighThresholds,
  WHOLE_DIMENSION,
  type ActionInForce,
  type ActionsAfter,
  type ActionStep,
  type SystemicAction,
  type SystemicEvidence,
  type SystemicMeasure,
  type SystemicMeasurement,
  type SystemicPolicyCode,
  type SystemicThreshold,
} from './systemic-threshold.js';
export type { WorkSteps } from './work-steps.js';
export { laggingLayers, type LayerOnRecord, type UptimeRules } from './uptime.js';
