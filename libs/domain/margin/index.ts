export type { Holding, HoldingProof, MarginAccount, Position } from './account.js';
export { assetDirectoryOf, type AssetDirectory } from './asset-directory.js';
export { evaluateMargin } from './evaluate-margin.js';
export { isWithinFigureLimits } from './figure-limits.js';
export { healthOf, isBelowHealth } from './health.js';
export { restoreCredit, withholdNewCredit } from './in-transit-credit.js';
export { maintenanceMarginOf } from './maintenance-margin.js';
export type {
  AssetMargin,
  HoldingMargin,
  LayerMargin,
  MarginBand,
  MarginState,
  PositionMargin,
  ValuationGap,
} from './margin-state.js';
export { notionalOf } from './notional.js';
export type { InstrumentMargin, InTransitCredit, MarginPolicy } from './policy.js';
export { priceOf, priceVectorOf } from './price-vector.js';
export type { Price, PriceVector } from './prices.js';
export { USD_PLACES } from './usd-places.js';
export { validatePolicy, type PolicyCode } from './validate-policy.js';
