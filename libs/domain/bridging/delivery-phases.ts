import type { Latency } from '@causeway/domain/network';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { timeOfStage } from './history.js';
import { lateAfterSeconds, stuckAfterSeconds } from './lateness.js';
import { ALWAYS, type Phase } from './phase.js';
import type { ExpectedArrival, NextStep } from './tracking.js';
import type { Transfer } from './transfer.js';

/**
 * The phases of a transfer that somebody else delivers. Past its deadline it can no longer be filled and is given
 * back, so with a deadline it is not stuck before, and not late after. A fill in the very second of the deadline
 * is in time. The refund is due `refundSeconds` later.
 */
export function deliveryPhases(
  { initiatedAt, fillDeadline }: Transfer,
  expected: ExpectedArrival | undefined,
  latency: Latency | undefined,
  refundSeconds = 0,
): readonly Phase[] {
  const deliver: NextStep = { kind: 'deliver', ...(expected && { possibleAt: expected.early }) };
  const phases = overdue(initiatedAt, latency, deliver);
  if (fillDeadline === undefined) return phases;
  const from = addSeconds(fillDeadline, 1);
  const before = phases.filter((phase) => phase.punctuality !== 'stuck' && phase.from < from);
  const refund: NextStep = { kind: 'refund', possibleAt: addSeconds(from, refundSeconds) };
  return [...before, { from, punctuality: 'stuck', nextStep: refund }];
}

/**
 * The phases of a transfer that was cancelled or failed and has not been given back. A failure needs somebody to
 * look after it at once; a cancellation takes its message back to the source layer, as long as the way there.
 */
export function returnPhases(transfer: Transfer, latency: Latency | undefined): readonly Phase[] {
  const nextStep: NextStep = { kind: 'refund' };
  const endedAt = timeOfStage(transfer, transfer.stage);
  if (transfer.stage === 'failed') {
    return [{ from: endedAt ?? ALWAYS, punctuality: 'stuck', nextStep }];
  }
  return overdue(endedAt, latency, nextStep);
}

function overdue(
  start: UnixMilliseconds | undefined,
  latency: Latency | undefined,
  nextStep: NextStep,
): readonly Phase[] {
  const onTime: Phase = { from: ALWAYS, punctuality: 'on-time', nextStep };
  if (start === undefined || latency === undefined) return [onTime];
  return [
    onTime,
    { from: addSeconds(start, lateAfterSeconds(latency)), punctuality: 'late', nextStep },
    { from: addSeconds(start, stuckAfterSeconds(latency)), punctuality: 'stuck', nextStep },
  ];
}
