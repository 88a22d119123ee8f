import type { UnixMilliseconds } from '@causeway/domain/units';

/** When a transfer should arrive: the middle half of transfers lies between `early` and `late`. */
export interface ExpectedArrival {
  readonly early: UnixMilliseconds;
  readonly typical: UnixMilliseconds;
  readonly late: UnixMilliseconds;
}

/**
 * How a transfer under way stands to its timetable: as it should be, later than most, later than explains itself,
 * or waiting for its user to act.
 */
export type Punctuality = 'on-time' | 'late' | 'stuck' | 'claimable';

/**
 * What happens next: the bridge delivers by itself; the user proves, finalises or claims a withdrawal or runs a
 * message that did not run; or the bridge gives back.
 */
export type NextStepKind = 'deliver' | 'prove' | 'finalise' | 'claim' | 'execute' | 'refund';

/** The next step and when it becomes possible, of a refund when it is due; no time where no rule of the protocol tells. */
export interface NextStep {
  readonly kind: NextStepKind;
  readonly possibleAt?: UnixMilliseconds;
}

/** What is known of a transfer under way besides what has happened. */
export interface Tracking {
  readonly punctuality: Punctuality;
  /** When the transfer became so by its timetable; absent while it has always been on time. */
  readonly since?: UnixMilliseconds;
  readonly expected?: ExpectedArrival;
  /** When it becomes late, and stuck, unless it arrives before. */
  readonly lateAt?: UnixMilliseconds;
  readonly stuckAt?: UnixMilliseconds;
  readonly nextStep?: NextStep;
  /** When to look again: the next time at which its punctuality changes if nothing happens. */
  readonly nextCheckAt?: UnixMilliseconds;
}
