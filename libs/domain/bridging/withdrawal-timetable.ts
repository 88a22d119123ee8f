import type { Withdrawal } from '@causeway/domain/network';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { timeOfStage } from './history.js';
import { claimPhases, type Timetable } from './phase.js';
import type { NextStepKind } from './tracking.js';
import type { Transfer } from './transfer.js';

/** The contracts ask for more than the delay, and count in seconds. */
const PAST_SECONDS = 1;

/**
 * The timetable of a withdrawal. The protocol alone sets its pace and then waits for the user for as long as he
 * likes, so it becomes claimable and never late. The expected arrival is that of a user who acts at once, `late`
 * with the longest dispute the protocol admits; that a dispute is going on, these logs do not tell.
 *
 * OptimismPortal2.checkWithdrawal (ethereum-optimism/optimism): block time - proof time > 7 d, and the game final
 * for 3.5 d, which it is by then unless it was disputed. Arbitrum: docs.arbitrum.io/arbitrum-bridge/withdrawal-monitoring.
 */
export function withdrawalTimetable(transfer: Transfer, withdrawal: Withdrawal): Timetable {
  const { publicationSeconds, challengeSeconds, extraSeconds, isProven } = withdrawal;
  const { initiatedAt } = transfer;
  const provenAt = isProven ? timeOfStage(transfer, 'in-challenge') : undefined;
  if (provenAt !== undefined) {
    const finalisableAt = addSeconds(provenAt, challengeSeconds + PAST_SECONDS);
    return timetable('finalise', finalisableAt, finalisableAt, finalisableAt, extraSeconds);
  }
  if (initiatedAt === undefined) return { phases: [] };
  const publishedAt = addSeconds(initiatedAt, publicationSeconds);
  const early = addSeconds(initiatedAt, challengeSeconds);
  const claimableAt = addSeconds(publishedAt, challengeSeconds);
  return isProven
    ? timetable('prove', publishedAt, early, claimableAt, extraSeconds)
    : timetable('claim', claimableAt, early, claimableAt, extraSeconds);
}

function timetable(
  kind: NextStepKind,
  possibleAt: UnixMilliseconds,
  early: UnixMilliseconds,
  typical: UnixMilliseconds,
  extraSeconds: number,
): Timetable {
  const expected = { early, typical, late: addSeconds(typical, extraSeconds) };
  return { expected, phases: claimPhases(kind, possibleAt) };
}
