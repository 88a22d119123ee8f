import type { UnixMilliseconds } from '@causeway/domain/units';
import type { LegAttempt } from './settlement.js';
import type { PlannedLeg, SettlementPlan } from './settlement-plan.js';

/**
 * How an attempt stands:
 *
 * - `pending`: it may still be sent, or be known to have been;
 * - `under-way`: units have departed that neither arrived nor came back;
 * - `void`: it moved nothing and never will;
 * - `complete`: all that departed has arrived or come back.
 */
export type AttemptProgress = 'pending' | 'under-way' | 'void' | 'complete';

/** Where an attempt stands at `at`. What was observed counts for more than a deadline or what the desk said. */
export function progressOf(
  attempt: LegAttempt,
  leg: PlannedLeg,
  plan: SettlementPlan,
  at: UnixMilliseconds,
): AttemptProgress {
  const { departed, arrived, returned, isReverted } = attempt.observation;
  if (departed > 0n) return arrived + returned >= departed ? 'complete' : 'under-way';
  if (isReverted || attempt.isAbandoned) return 'void';
  const isOverdue = at > attempt.validUntil + plan.observationSeconds * 1000;
  return leg.hasDeadline && isOverdue ? 'void' : 'pending';
}

/** Whether nothing that the attempt rests on can change any more. */
export function isSettledForGood(attempt: LegAttempt, progress: AttemptProgress): boolean {
  if (progress === 'complete') return attempt.observation.isFinal;
  if (progress !== 'void') return false;
  // A failure that was seen can be orphaned, and the transaction then be included once more.
  return attempt.observation.isReverted ? attempt.observation.isFinal : true;
}
