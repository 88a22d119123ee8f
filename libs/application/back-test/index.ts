export type {
  AccountEvent,
  AccountOutcome,
  AccountReport,
  BackTestHistory,
  BackTestPolicy,
  BackTestReport,
  ExecutionTerms,
  Reduction,
} from './back-test-types.js';
export { runBackTest } from './run-back-test.js';
export {
  savedBy,
  searchThresholds,
  type SavedAccount,
  type ThresholdSearch,
  type ThresholdTrial,
} from './search-thresholds.js';
