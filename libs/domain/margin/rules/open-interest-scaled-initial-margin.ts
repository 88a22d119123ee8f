import { type Decimal, divDown, mulUp, ONE } from '@causeway/domain/units';

/** A liquidity tier of dYdX v4; fractions are of 1, caps in the quote unit. */
export interface LiquidityTier {
  readonly initialMarginFraction: Decimal;
  /** Maintenance margin as a fraction of the base initial margin. */
  readonly maintenanceFraction: Decimal;
  /** Open interest from which the initial margin fraction rises. */
  readonly openInterestLowerCap: Decimal;
  /** Open interest at which it reaches 1; zero means that it never rises. */
  readonly openInterestUpperCap: Decimal;
}

/** Fractions of a liquidity tier are whole millionths. */
const FRACTION_PLACES = 6;

/**
 * The initial margin fraction at a market's open interest:
 * base + ⌊(1 − base)·(OI − lower) / (upper − lower)⌋ at 6 decimal places; base up to the lower cap, 1 from the upper cap
 * on. Open interest is in the quote unit: base quantity × price.
 * Source: dydxprotocol/v4-chain protocol/x/perpetuals/types/liquidity_tier.go GetAdjustedInitialMarginPpm.
 */
export function openInterestScaledFraction(openInterest: Decimal, tier: LiquidityTier): Decimal {
  const { initialMarginFraction: base, openInterestLowerCap: lower, openInterestUpperCap: upper } = tier;
  if (upper.isZero() || openInterest.lte(lower)) return base;
  if (openInterest.gte(upper)) return ONE;
  return divDown(ONE.sub(base).mul(openInterest.sub(lower)), upper.sub(lower), FRACTION_PLACES).add(base);
}

/**
 * Initial margin: ⌈N·fraction⌉ at `places` decimal places of the quote unit, where N is the position's notional.
 * Source: the same file, GetInitialMarginQuoteQuantums.
 */
export function openInterestScaledInitialMargin(
  notional: Decimal,
  openInterest: Decimal,
  tier: LiquidityTier,
  places: number,
): Decimal {
  return mulUp(notional, openInterestScaledFraction(openInterest, tier), places);
}

/**
 * Maintenance margin: ⌈⌈N·base⌉·maintenanceFraction⌉ at `places` decimal places. Open interest never raises it.
 * Source: dydxprotocol/v4-chain protocol/x/perpetuals/lib/lib.go GetMarginRequirementsInQuoteQuantums.
 */
export function fractionOfInitialMargin(notional: Decimal, tier: LiquidityTier, places: number): Decimal {
  return mulUp(mulUp(notional, tier.initialMarginFraction, places), tier.maintenanceFraction, places);
}
