export type { ContractCall, LegCalls, LegOrder, RetryableTerms } from './contract-call.js';
export { encodeLeg } from './encode-leg.js';
