import { type Decimal, divTowardsZero, roundTowardsZero, ZERO } from '@causeway/domain/units';

/** Margin parameters of one market of Synthetix v3 perps; fractions are of 1. */
export interface SkewScaledMargin {
  /** Size at which the price impact of the skew is 100 %, in the base asset; zero means no impact. */
  readonly skewScale: Decimal;
  /** Initial margin ratio for each unit of size / skewScale. */
  readonly initialMarginRatio: Decimal;
  readonly minimumInitialMarginRatio: Decimal;
  /** Maintenance margin ratio as a fraction of the initial one. */
  readonly maintenanceMarginScalar: Decimal;
  /** Added to both requirements of every open position, in the quote unit. */
  readonly minimumPositionMargin: Decimal;
}

/** What a position requires, in the quote unit at 18 decimal places. */
export interface SkewScaledRequirement {
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
}

const WAD_PLACES = 18;

/**
 * Requirements that grow with the square of the size:
 * ratio = |size| / skewScale · initialMarginRatio + minimumInitialMarginRatio, maintenance ratio = ratio · scalar, margin
 * = |size|·price·ratio + minimumPositionMargin. Every product and quotient is truncated at 18 decimal places, as
 * the contract's `mulDecimal` and `divDecimal` do. A position of size zero requires nothing.
 * Source: Synthetixio/synthetix-v3 markets/perps-market/contracts/storage/PerpsMarketConfiguration.sol
 * calculateRequiredMargins.
 */
export function skewScaledRequirement(
  size: Decimal,
  price: Decimal,
  market: SkewScaledMargin,
): SkewScaledRequirement {
  if (size.isZero()) return { initialMargin: ZERO, maintenanceMargin: ZERO };
  const magnitude = size.abs();
  const impact = market.skewScale.isZero() ? ZERO : divTowardsZero(magnitude, market.skewScale, WAD_PLACES);
  const initialRatio = mulDecimal(impact, market.initialMarginRatio).add(market.minimumInitialMarginRatio);
  const maintenanceRatio = mulDecimal(initialRatio, market.maintenanceMarginScalar);
  const notional = mulDecimal(magnitude, price);
  return {
    initialMargin: mulDecimal(notional, initialRatio).add(market.minimumPositionMargin),
    maintenanceMargin: mulDecimal(notional, maintenanceRatio).add(market.minimumPositionMargin),
  };
}

function mulDecimal(a: Decimal, b: Decimal): Decimal {
  return roundTowardsZero(a.mul(b), WAD_PLACES);
}
