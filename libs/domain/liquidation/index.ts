export { advanceCase, isOpenCase, wantsPlan, type CaseInputs, type CaseStep } from './advance-case.js';
export { estimateBreach, type BreachEstimate } from './breach-estimate.js';
export {
  conversionKey,
  type ConversionCurve,
  type ConversionPoint,
  type ConversionTable,
  type UnreachableReason,
} from './conversion.js';
export {
  gateHolds,
  type GatedAction,
  type GateHold,
  type GateReason,
  type GateRequest,
  type GateState,
  type MarginShortfall,
} from './gates.js';
export type { EvaluateAccount } from './least-loss/margin-releases.js';
export { planLeastLoss } from './least-loss/plan-least-loss.js';
export { standingPlan, type StandingInputs } from './least-loss/standing-plan.js';
export type {
  CaseHistoryEntry,
  CaseProgress,
  CaseStage,
  CollateralSeizure,
  Evidence,
  LiquidationCase,
  LiquidationPlan,
  PlanGoal,
  PlanQuality,
  PositionReduction,
  SeenPosition,
  SeizureConversion,
  UnreachableCollateral,
} from './liquidation-case.js';
export { compareForLiquidation, type OrderedState } from './liquidation-order.js';
export type {
  LiquidationCosts,
  LiquidationPolicy,
  LiquidationSettlement,
  LossAllocation,
  SizingRule,
} from './liquidation-policy.js';
export { reductionsBetween } from './case-progress.js';
export { lossLimitOf, planLiquidation } from './plan-liquidation.js';
export type { CaseReduction, InstrumentFlow, PastReduction } from './sizing/window-rate-limit.js';
export type {
  AllocationEvidence,
  AllocationLine,
  AllocationSource,
  AllocationUse,
  DeleveragedPosition,
} from './waterfall/allocation-evidence.js';
export { undeleveragedSize, type Deleveraging, type OppositePosition } from './waterfall/deleverage.js';
export {
  positionsAfter,
  settleLiquidation,
  type CollateralSale,
  type LiquidationFill,
  type Settlement,
  type SettlementInputs,
} from './waterfall/settle-liquidation.js';
export { complaintAboutLiquidation, type LiquidationComplaint } from './validate-liquidation-policy.js';
export type { LossBearer } from './waterfall/socialise.js';
