export type {
  CaseHistoryEntry,
  CaseStage,
  CollateralSeizure,
  Evidence,
  LiquidationCase,
  LiquidationPlan,
  PositionReduction,
} from './liquidation-case.js';
