import {
  decimal,
  divDown,
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

/** What liquidations do to one instrument, over all the accounts that share its limit. */
export interface InstrumentFlow {
  /** What they have been reduced by. */
  readonly past: readonly PastReduction[];
  /** The sum of what plans of other accounts ask for and nobody has done yet. */
  readonly planned: Decimal;
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
  rule: WindowRateLimitRule,
): Decimal {
  return maximum(ZERO, rule.sizePerSecond.mul(rule.windowSeconds).sub(usedInWindow(past, at, rule)));
}

/** Decimal places of a share of a limit: those of the sizes that are traded. */
const SHARE_PLACES = 8;

/**
 * What one more plan may ask for where a limit is divided among `shares` that know nothing of each other: an equal share
 * of size per second × window, rounded down to 10⁻⁸, less what was liquidated in the window and less what other plans
 * hold. Never below zero. The shares together are never more than the limit, however accounts lie in them.
 */
export function sizeLeftToPlan(
  { past, planned }: InstrumentFlow,
  at: UnixMilliseconds,
  rule: WindowRateLimitRule,
  shares: number,
): Decimal {
  const share = divDown(rule.sizePerSecond.mul(rule.windowSeconds), decimal(String(shares)), SHARE_PLACES);
  return maximum(ZERO, share.sub(usedInWindow(past, at, rule)).sub(planned));
}

function usedInWindow(
  past: readonly PastReduction[],
  at: UnixMilliseconds,
  { windowSeconds }: WindowRateLimitRule,
): Decimal {
  const from = at - windowSeconds * 1_000;
  return sum(past.filter((one) => one.at > from).map(({ size }) => size));
}
