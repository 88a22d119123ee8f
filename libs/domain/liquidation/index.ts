export { advanceCase, isOpenCase, type CaseInputs, type CaseStep } from './advance-case.js';
export type {
  CaseHistoryEntry,
  CaseStage,
  CollateralSeizure,
  Evidence,
  LiquidationCase,
  LiquidationPlan,
  PositionReduction,
} from './liquidation-case.js';
export { planLiquidation } from './plan-liquidation.js';
