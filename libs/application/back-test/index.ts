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
export { openBook, type BookAccount } from './open-book.js';
export { runBackTest } from './run-back-test.js';
export {
  savedBy,
  searchThresholds,
  type SavedAccount,
  type ThresholdSearch,
  type ThresholdTrial,
} from './search-thresholds.js';
