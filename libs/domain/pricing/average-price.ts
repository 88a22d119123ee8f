import {
  decimal,
  divDown,
  MILLISECONDS_PER_SECOND,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { PRICE_PLACES } from './mark.js';

/** The time-weighted average of a mark up to an instant. */
export interface AveragePrice {
  readonly price: Decimal;
  readonly until: UnixMilliseconds;
}

/**
 * The average moved on to `now`, during which the mark stood at `held`:
 * (average × (window − Δt) + held × Δt) / window, with Δt at most the window, in USD, rounded down at `PRICE_PLACES`.
 * The form of Drift v2's `calculate_new_twap` (`programs/drift/src/math/amm.rs`), with the mark that stood during Δt
 * in the place of the one that ends it, so that a jump is measured against an average it is not part of.
 */
export function averageAt(
  average: AveragePrice,
  held: Decimal,
  now: UnixMilliseconds,
  windowSeconds: number,
): AveragePrice {
  const window = windowSeconds * MILLISECONDS_PER_SECOND;
  const elapsed = Math.min(now - average.until, window);
  if (elapsed <= 0) return average;
  const weighted = average.price.mul(whole(window - elapsed)).add(held.mul(whole(elapsed)));
  return { price: divDown(weighted, whole(window), PRICE_PLACES), until: now };
}

/** Whether `price` lies between average / ratio and average × ratio, compared exactly by multiplying. */
export function isWithinRatio(price: Decimal, average: Decimal, ratio: Decimal): boolean {
  return price.lte(average.mul(ratio)) && price.mul(ratio).gte(average);
}

function whole(count: number): Decimal {
  return decimal(count.toFixed(0));
}
