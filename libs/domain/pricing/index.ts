export type { AveragePrice } from './average-price.js';
export type { BreakerTrip } from './circuit-breakers.js';
export type { Mark } from './mark.js';
export { quotesOfBar, validatePriceBar, type PriceBar, type PriceBarCode } from './price-bar.js';
export { motionless, observePrice, type MarketMotion } from './market-motion.js';
export {
  NEWEST_QUOTE,
  PRICE_ACTIONS,
  priceRulesOf,
  validatePricePolicy,
  type JumpBreaker,
  type PriceAction,
  type PriceAggregation,
  type PriceDemand,
  type PricePolicy,
  type PricePolicyCode,
  type PriceRules,
  type StalenessBreaker,
} from './price-policy.js';
export {
  acceptQuote,
  marketClockOf,
  nextChangeOf,
  priceStateAt,
  underRules,
  type PriceState,
} from './price-state.js';
export { isSameValidity, priceValidityOf, type PriceFault, type PriceValidity } from './price-validity.js';
export type { Quote } from './quote.js';
