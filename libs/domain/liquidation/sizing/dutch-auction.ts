import { divDown, minimum, ONE, ZERO, type Decimal } from '@causeway/domain/units';

/** Derive computes with 18 decimal places and truncates towards zero. */
const PLACES = 18;

/** How the price of an auctioned portfolio falls. Fractions are of its mark-to-market value. */
export interface DutchAuctionRule {
  readonly startingFraction: Decimal;
  readonly fastCutoffFraction: Decimal;
  readonly fastSeconds: number;
  readonly slowSeconds: number;
  /** Seconds in which the price of an insolvent auction goes from zero (or the loss) to the whole maintenance gap. */
  readonly insolventSeconds: number;
  /** Share of the distance from maintenance margin to mark-to-market that is added as a buffer. */
  readonly bufferFraction: Decimal;
}

/** A portfolio as Derive's risk manager sees it: margins are negative when they are missed. */
export interface AuctionedPortfolio {
  readonly maintenanceMargin: Decimal;
  readonly markToMarket: Decimal;
  /** Cash that earlier bidders have paid in, which is not for sale. */
  readonly reservedCash: Decimal;
}

/**
 * The fraction of mark-to-market that is asked for: falls linearly from the starting fraction to the cutoff in the
 * fast part, then linearly to zero. Source: Derive v2, `DutchAuction._getDiscountPercentage`.
 */
export function auctionFractionDown(elapsedSeconds: number, rule: DutchAuctionRule): Decimal {
  const { startingFraction, fastCutoffFraction, fastSeconds, slowSeconds } = rule;
  if (elapsedSeconds < fastSeconds) {
    const fallen = startingFraction.sub(fastCutoffFraction).mul(elapsedSeconds);
    return startingFraction.sub(divDown(fallen, ZERO.add(fastSeconds), PLACES));
  }
  const slow = elapsedSeconds - fastSeconds;
  if (slow >= slowSeconds) return ZERO;
  return fastCutoffFraction.sub(divDown(fastCutoffFraction.mul(slow), ZERO.add(slowSeconds), PLACES));
}

/** BM = MM + (MM − MtM) × buffer. Source: Derive v2, `DutchAuction._getMarginAndMarkToMarket`. */
export function bufferMargin(portfolio: AuctionedPortfolio, { bufferFraction }: DutchAuctionRule): Decimal {
  const { maintenanceMargin, markToMarket } = portfolio;
  return maintenanceMargin.add(truncate(maintenanceMargin.sub(markToMarket).mul(bufferFraction)));
}

/**
 * The largest share of a solvent portfolio that may be bought at fraction d: BM / (BM − MtM·d − R·(1 − d)), truncated;
 * zero when the buffer is met. Source: Derive v2, `DutchAuction._getMaxProportion`.
 */
export function largestProportionDown(
  portfolio: AuctionedPortfolio,
  fraction: Decimal,
  rule: DutchAuctionRule,
): Decimal {
  const missing = minimum(ZERO, bufferMargin(portfolio, rule));
  const denominator = missing
    .sub(truncate(portfolio.markToMarket.mul(fraction)))
    .sub(truncate(portfolio.reservedCash.mul(ONE.sub(fraction))));
  return denominator.isZero() ? ZERO : divDown(missing, denominator, PLACES);
}

/**
 * What a bidder pays for a share of a solvent portfolio: (MtM − R) × d × share, truncated. Source: Derive v2,
 * `DutchAuction._bidOnSolventAuction`.
 */
export function solventBidDown(portfolio: AuctionedPortfolio, fraction: Decimal, share: Decimal): Decimal {
  const price = truncate(portfolio.markToMarket.sub(portfolio.reservedCash).mul(fraction));
  return truncate(price.mul(share));
}

/**
 * The price of an insolvent portfolio, zero or negative (the fund pays): linear in time from min(MtM, 0) to the
 * maintenance margin. Source: Derive v2, `DutchAuction._getInsolventAuctionBidPrice`.
 */
export function insolventPriceDown(
  portfolio: AuctionedPortfolio,
  elapsedSeconds: number,
  { insolventSeconds }: DutchAuctionRule,
): Decimal {
  const start = minimum(portfolio.markToMarket, ZERO);
  if (elapsedSeconds >= insolventSeconds) return minimum(start, portfolio.maintenanceMargin);
  const distance = portfolio.maintenanceMargin.sub(start).mul(elapsedSeconds);
  return start.add(divDown(distance, ZERO.add(insolventSeconds), PLACES));
}

function truncate(value: Decimal): Decimal {
  return value.toDecimalPlaces(PLACES);
}
