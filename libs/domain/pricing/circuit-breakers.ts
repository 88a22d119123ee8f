import { addSeconds, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
import { isWithinRatio } from './average-price.js';
import type { Mark } from './mark.js';
import type { PriceRules } from './price-policy.js';

/** A breaker that has tripped, and how it recovers. */
export interface BreakerTrip {
  readonly since: UnixMilliseconds;
  /** Since when marks have met what the recovery asks for, without interruption; absent while they do not. */
  readonly calmSince?: UnixMilliseconds;
}

/** The staleness breaker after a mark came: a fresh one begins the recovery, or ends it when it has lasted. */
export function advanceStalenessBreaker(
  trip: BreakerTrip | undefined,
  mark: Mark,
  { stalenessBreaker }: PriceRules,
  now: UnixMilliseconds,
): BreakerTrip | undefined {
  if (stalenessBreaker === undefined || trip === undefined) return undefined;
  const { tripSeconds, recoverySeconds } = stalenessBreaker;
  return recovering(trip, now <= addSeconds(mark.time, tripSeconds), recoverySeconds, now);
}

/** The jump breaker after a mark came, measured against the average up to the instant before it. */
export function advanceJumpBreaker(
  trip: BreakerTrip | undefined,
  price: Decimal,
  average: Decimal,
  { jumpBreaker }: PriceRules,
  now: UnixMilliseconds,
): BreakerTrip | undefined {
  if (jumpBreaker === undefined) return undefined;
  const { tripRatio, recoveryRatio, recoverySeconds } = jumpBreaker;
  if (trip === undefined) return isWithinRatio(price, average, tripRatio) ? undefined : { since: now };
  return recovering(trip, isWithinRatio(price, average, recoveryRatio), recoverySeconds, now);
}

function recovering(
  trip: BreakerTrip,
  isCalm: boolean,
  recoverySeconds: number,
  now: UnixMilliseconds,
): BreakerTrip | undefined {
  if (!isCalm) return { since: trip.since };
  const calmSince = trip.calmSince ?? now;
  return now >= addSeconds(calmSince, recoverySeconds) ? undefined : { since: trip.since, calmSince };
}
