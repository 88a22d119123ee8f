import type { Network } from '@causeway/domain/network';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { ALWAYS, type Phase, type Timetable } from './phase.js';
import { timetableOf } from './timetable.js';
import type { Tracking } from './tracking.js';
import { isSettled } from './transfer-stage.js';
import type { Transfer } from './transfer.js';

/**
 * The transfer with its tracking as it stands at `now`, which must be a time up to which the destination layer has
 * been read: only its logs could tell of an arrival. What was judged before is never taken back by an earlier
 * `now`; what happened since may take it back.
 */
export function trackTransfer(transfer: Transfer, network: Network, now: UnixMilliseconds): Transfer {
  const { tracking, ...untracked } = transfer;
  if (isSettled(transfer.stage)) return untracked;
  const judgedAt = Math.max(now, tracking?.since ?? ALWAYS) as UnixMilliseconds;
  return { ...untracked, tracking: judge(timetableOf(transfer, network), judgedAt) };
}

function judge({ expected, phases }: Timetable, now: UnixMilliseconds): Tracking {
  const current = phases.findLast(({ from }) => from <= now);
  const next = phases.find(({ from }) => from > now);
  const startOf = (punctuality: Phase['punctuality']): UnixMilliseconds | undefined =>
    phases.find((phase) => phase.punctuality === punctuality)?.from;
  const [lateAt, stuckAt] = [startOf('late'), startOf('stuck')];
  return {
    punctuality: current?.punctuality ?? 'on-time',
    ...(current === undefined || current.from === ALWAYS ? {} : { since: current.from }),
    ...(expected && { expected }),
    ...(lateAt !== undefined && { lateAt }),
    ...(stuckAt !== undefined && { stuckAt }),
    ...(current?.nextStep && { nextStep: current.nextStep }),
    ...(next && { nextCheckAt: next.from }),
  };
}
