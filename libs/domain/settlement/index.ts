export { advanceSettlement, openSettlement, type SettlementStep } from './advance-settlement.js';
export { progressOf, type AttemptProgress } from './attempt-progress.js';
export {
  capacityClaims,
  inventoryClaims,
  type CapacityClaim,
  type InventoryClaim,
} from './capacity-claims.js';
export { heldOf } from './holdings.js';
export { planOf, USUAL_TERMS, type AcceptanceTerms, type PlanCode } from './plan-of-quote.js';
export type {
  LegAttempt,
  LegObservation,
  OutcomeKind,
  Settlement,
  SettlementCommand,
  SettlementEvent,
  SettlementOutcome,
} from './settlement.js';
export type { PlannedLeg, SettlementPlan } from './settlement-plan.js';
