export type { Debt, Holding, HoldingProof, MarginAccount, OptionTerms, Position } from './account.js';
export { assetDirectoryOf, type AssetDirectory } from './asset-directory.js';
export { isAwaitingPrice, isValuedAtUnderlying } from './awaiting-price.js';
export { isOnSubject, type CollateralSubject } from './collateral-place.js';
export { evaluateMargin, explainMargin, type ExplainedMargin } from './evaluate-margin.js';
export type { ExplanationStep, FigureUnit, StepInput, StepRounding } from './explanation.js';
export { isWithinFigureLimits } from './figure-limits.js';
export { releaseFrozenCredit, withholdFrozenCredit } from './frozen-credit.js';
export { bandOf, healthOf, isBelowThreshold } from './health.js';
export type { HealthFigures, HealthThresholds } from './health-definition.js';
export type { ImposedRules } from './imposed-rules.js';
export { maintenanceMarginOf } from './maintenance-margin.js';
export type {
  AssetMargin,
  DebtMargin,
  HoldingMargin,
  IsolatedMargin,
  LayerMargin,
  MarginAdjustment,
  MarginBand,
  MarginState,
  PositionMargin,
  ValuationGap,
} from './margin-state.js';
export { notionalOf } from './notional.js';
export type {
  AccountRule,
  CollateralRule,
  DebtRule,
  HealthRule,
  MarginPolicy,
  PositionRule,
} from './policy.js';
export { creditedAccount, withoutProfit } from './price-limits.js';
export { isLimited, priceOf, priceVectorOf } from './price-vector.js';
export type { ConcentrationBracket } from './rules/concentration-brackets.js';
export type { InTransitCredit } from './rules/in-transit-credit.js';
export type { MarginTier } from './rules/margin-tiers.js';
export { inverseGridRequirement } from './rules/price-volatility-grid.js';
export { markPriceOf, type MarketFacts, type Price, type PriceVector } from './prices.js';
export { skewScaledRatios } from './rules/skew-scaled-margin.js';
export { sizePremiumLiabilityWeight } from './rules/sqrt-size-weight.js';
export { USD_PLACES } from './usd-places.js';
export { validateMarginPolicy, type PolicyCode } from './validate-policy.js';
export { restoreCredit, withholdNewCredit } from './withheld-credit.js';
export {
  arrivalOf,
  countingProof,
  departureOf,
  isOfBlocks,
  outdatedProofs,
  provenBalanceKey,
  withProvenBalances,
  type BalanceProof,
  type ProvenBalance,
} from './proven-balance.js';
