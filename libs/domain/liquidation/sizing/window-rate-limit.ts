import {
  maximum,
  sum,
  ZERO,
  type ChainId,
  type Decimal,
  type InstrumentId,
  type UnixMilliseconds,
} from '@causeway/domain/units';

/** How fast an instrument may be liquidated, so that a liquidation does not move the market that prices it. */
export interface WindowRateLimitRule {
  /** Size that may be liquidated for each second of the window. */
  readonly sizePerSecond: Decimal;
  readonly windowSeconds: number;
}

/** A reduction that was done. */
export interface PastReduction {
  readonly at: UnixMilliseconds;
  /** Above zero. */
  readonly size: Decimal;
}

/** A reduction of one position that was seen in a case. */
export interface CaseReduction extends PastReduction {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
}

/**
 * Size per second of a market: (maker fee + taker fee) × skew scale × multiplier, exact. Source: Synthetix v3
 * perps-market, `PerpsMarketConfiguration.maxLiquidationAmountInWindow`.
 */
export function sizePerSecondOf(market: {
  readonly makerFee: Decimal;
  readonly takerFee: Decimal;
  readonly skewScale: Decimal;
  readonly multiplier: Decimal;
}): Decimal {
  return market.makerFee.add(market.takerFee).mul(market.skewScale).mul(market.multiplier);
}

/**
 * What may still be liquidated at `at`: size per second × window, less what was liquidated in the window that ends
 * then; exact, never below zero. Source: Synthetix v3 perps-market, `PerpsMarket.maxLiquidatableAmount`.
 */
export function sizeLeftInWindow(
  past: readonly PastReduction[],
  at: UnixMilliseconds,
  { sizePerSecond, windowSeconds }: WindowRateLimitRule,
): Decimal {
  const from = at - windowSeconds * 1_000;
  const used = sum(past.filter((one) => one.at > from).map(({ size }) => size));
  return maximum(ZERO, sizePerSecond.mul(windowSeconds).sub(used));
}
