export type { ContractCall, RetryableTerms } from './contract-call.js';
export { executionPlanOf, type LegExecution, type LegStanding } from './execution-plan.js';
