import { type Decimal, decimal, ONE } from '@causeway/domain/units';
import { sumOverBrackets, type BracketRounding } from './marginal-brackets.js';

/** The highest leverage for the part of a position's notional up to a boundary; without boundary, all above. */
export interface LeverageTier {
  readonly upTo?: Decimal;
  readonly maxLeverage: Decimal;
}

/**
 * Maintenance margin of a position under leverage tiers: Σ part of the notional in the tier / (2 × its maximum
 * leverage), which is Hyperliquid's N·rₙ − dₙ with rₙ = 1/(2·maxLeverageₙ) and
 * dₙ = dₙ₋₁ + lowerₙ·(rₙ − rₙ₋₁), here without ever rounding a rate.
 *
 * In the quote unit at `places` decimal places. Hyperliquid reports it truncated to 10⁻⁶ USDC
 * (`towards-zero`); round `up` where a requirement must not be understated.
 * Source: hyperliquid.gitbook.io/hyperliquid-docs/trading/margin-tiers.
 */
export function tieredMaintenanceMargin(
  notional: Decimal,
  tiers: readonly LeverageTier[],
  places: number,
  rounding: BracketRounding,
): Decimal {
  return overTiers(notional, tiers, TWO, places, rounding);
}

/**
 * Initial margin of a position at the highest leverage its tiers allow: Σ part of the notional / maximum leverage,
 * in the quote unit. A venue where traders choose less leverage asks for more than that.
 */
export function tieredInitialMargin(
  notional: Decimal,
  tiers: readonly LeverageTier[],
  places: number,
  rounding: BracketRounding,
): Decimal {
  return overTiers(notional, tiers, ONE, places, rounding);
}

const TWO = decimal('2');

function overTiers(
  notional: Decimal,
  tiers: readonly LeverageTier[],
  divisor: Decimal,
  places: number,
  rounding: BracketRounding,
): Decimal {
  const brackets = tiers.map(({ upTo, maxLeverage }) => ({
    ...(upTo === undefined ? {} : { upTo }),
    numerator: ONE,
    denominator: maxLeverage.mul(divisor),
  }));
  return sumOverBrackets(notional, brackets, places, rounding);
}
