import { Decimal, divDown, mulDown, ONE, ZERO, type UnixMilliseconds } from '@causeway/domain/units';

/** Decimal places of drift and variance. */
const PLACES = 18;
const MILLISECONDS_PER_DAY = 86_400_000;

/** How a price has been moving, as seen at its latest tick. */
export interface MarketMotion {
  readonly symbol: string;
  readonly price: Decimal;
  readonly at: UnixMilliseconds;
  /** Relative change for each day, signed. */
  readonly driftPerDay: Decimal;
  /** Square of the relative change for each day; its root is the daily volatility. */
  readonly variancePerDay: Decimal;
}

/** The motion of a price of which nothing else is known. */
export function motionless(symbol: string, price: Decimal, at: UnixMilliseconds): MarketMotion {
  return { symbol, price, at, driftPerDay: ZERO, variancePerDay: ZERO };
}

/**
 * The motion after one more tick. With r the relative change and Δ the days since the tick before, drift moves towards
 * r/Δ and variance towards r²/Δ by the weight w = Δt / (Δt + memory): an exponentially weighted mean whose weight is
 * taken to the first order, so that it is a fraction and needs no exponential. All rounded down at 18 places. A tick
 * that is not later changes nothing.
 */
export function observePrice(
  motion: MarketMotion,
  price: Decimal,
  at: UnixMilliseconds,
  memorySeconds: number,
): MarketMotion {
  const elapsed = at - motion.at;
  if (elapsed <= 0) return motion;
  const change = divDown(price.sub(motion.price), motion.price, PLACES);
  const perDay = (value: Decimal) => divDown(value.mul(MILLISECONDS_PER_DAY), new Decimal(elapsed), PLACES);
  const weight = divDown(new Decimal(elapsed), new Decimal(elapsed + memorySeconds * 1_000), PLACES);
  const blend = (before: Decimal, now: Decimal) =>
    mulDown(before, ONE.sub(weight), PLACES).add(mulDown(now, weight, PLACES));
  return {
    symbol: motion.symbol,
    price,
    at,
    driftPerDay: blend(motion.driftPerDay, perDay(change)),
    variancePerDay: blend(motion.variancePerDay, perDay(change.mul(change))),
  };
}
