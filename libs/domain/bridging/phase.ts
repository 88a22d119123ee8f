import type { UnixMilliseconds } from '@causeway/domain/units';
import type { ExpectedArrival, NextStep, NextStepKind, Punctuality } from './tracking.js';

/** How a transfer stands from one instant on, until the next phase begins. */
export interface Phase {
  readonly from: UnixMilliseconds;
  readonly punctuality: Punctuality;
  readonly nextStep?: NextStep;
}

/** What should become of a transfer under way, as long as nothing further happens to it. */
export interface Timetable {
  readonly expected?: ExpectedArrival;
  /** In the order of their times; before the first the transfer is on time. */
  readonly phases: readonly Phase[];
}

/** Before any transfer: where the first phase of a timetable starts. */
export const ALWAYS = 0 as UnixMilliseconds;

/** The phases of a step that is possible, for the user to take, from `from` on. */
export function claimPhases(kind: NextStepKind, from: UnixMilliseconds): readonly Phase[] {
  const nextStep: NextStep = { kind, possibleAt: from };
  return [
    { from: ALWAYS, punctuality: 'on-time', nextStep },
    { from, punctuality: 'claimable', nextStep },
  ];
}
