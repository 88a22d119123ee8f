export type { Holding, MarginAccount, Position } from './account.js';
export type {
  AssetMargin,
  HoldingMargin,
  LayerMargin,
  MarginBand,
  MarginState,
  PositionMargin,
  ValuationGap,
} from './margin-state.js';
export type { InstrumentMargin, InTransitCredit, MarginPolicy } from './policy.js';
export type { Price, PriceVector } from './prices.js';
