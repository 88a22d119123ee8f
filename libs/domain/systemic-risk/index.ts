export {
  spreadContagion,
  type AccountAtRisk,
  type ContagionOutcome,
  type ContagionRules,
  type FamilyStake,
  type MarketDepth,
} from './contagion.js';
export {
  failuresOf,
  measurementsOf,
  measureSystemicRisk,
  type DimensionRisk,
  type FailureShocks,
  type SubjectRisk,
} from './correlated-breaches.js';
export {
  EXPOSURE_DIMENSIONS,
  measureExposures,
  venueOf,
  type DimensionExposure,
  type Exposure,
  type ExposureDimension,
} from './exposure.js';
export {
  issuersIn,
  stressedAccount,
  stressedPrices,
  type PriceShock,
  type RiskDirectory,
  type StressScenario,
} from './stress-scenario.js';
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
  validateThresholds,
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
