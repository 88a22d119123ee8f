import { divDown, ONE, ZERO, type Decimal } from '@causeway/domain/units';

const PLACES = 18;

/** A position that stands opposite a liquidated one, and the account behind it. */
export interface RankedPosition {
  /** Positive long, negative short; not zero. */
  readonly size: Decimal;
  readonly entryPrice: Decimal;
  readonly markPrice: Decimal;
  /** Equity of the account in USD. */
  readonly equity: Decimal;
}

/**
 * How far up in the queue a position is: profit share × effective leverage, or profit share / effective leverage when
 * it loses, with profit share = side × (mark − entry) / entry and effective leverage = notional / equity; quotients
 * rounded down at 18 places. An account without equity comes last. Source: BitMEX, "Auto-Deleveraging", Priority
 * Ranking Calculation, where mark value less bankrupt value is what backs the position: here the account's equity.
 */
export function profitAndLeverageRank({ size, entryPrice, markPrice, equity }: RankedPosition): Decimal {
  if (equity.lte(0)) return LAST;
  const gain = size.gt(0) ? markPrice.sub(entryPrice) : entryPrice.sub(markPrice);
  const notional = size.abs().mul(markPrice);
  return gain.gt(0)
    ? divDown(gain.mul(notional), entryPrice.mul(equity), PLACES)
    : divDown(gain.mul(equity), entryPrice.mul(notional), PLACES);
}

/**
 * The same by Hyperliquid's index: (mark / entry) × (notional / account value) for a long, with mark and entry
 * exchanged for a short; rounded down at 18 places. Source: Hyperliquid docs, "Auto-deleveraging".
 */
export function profitTimesNotionalRank({ size, entryPrice, markPrice, equity }: RankedPosition): Decimal {
  if (equity.lte(0)) return LAST;
  const notional = size.abs().mul(markPrice);
  const [favourable, other] = size.gt(0) ? [markPrice, entryPrice] : [entryPrice, markPrice];
  return divDown(favourable.mul(notional), other.mul(equity), PLACES);
}

/** Below every rank: −1 is the whole entry value lost at a leverage of 1, and a loss divides by more. */
const LAST: Decimal = ZERO.sub(ONE.mul('1e40'));
