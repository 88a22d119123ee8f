import type { UnixMilliseconds } from '@causeway/domain/units';
import { compareStages, isReturned } from './transfer-stage.js';
import type { Transfer, TransferHistoryEntry, TransferStage } from './transfer.js';

/**
 * The history with one more entry, ordered by time, then stage, then log id: the clocks of two layers need not
 * agree, and the order in which entries were learned must not show.
 */
export function insertHistoryEntry(
  history: readonly TransferHistoryEntry[],
  entry: TransferHistoryEntry,
): readonly TransferHistoryEntry[] {
  return [...history, entry].sort(compareEntries);
}

/** When a transfer first came to a stage, by its logs. */
export function timeOfStage({ history }: Transfer, stage: TransferStage): UnixMilliseconds | undefined {
  return history.find((entry) => entry.stage === stage)?.at;
}

/** Whether a step gave the units back; a failure after an expiry hides it in the stage alone. */
export function hasReturned({ history }: Transfer): boolean {
  return history.some(({ stage }) => isReturned(stage));
}

/** The facts that logs tell, in an order that does not show in which they were learned. */
export function insertByTime<Told extends Pick<TransferHistoryEntry, 'at' | 'logId'>>(
  told: readonly Told[],
  next: Told,
): readonly Told[] {
  return [...told, next].sort((a, b) => a.at - b.at || (a.logId < b.logId ? -1 : 1));
}

function compareEntries(a: TransferHistoryEntry, b: TransferHistoryEntry): number {
  if (a.at !== b.at) return a.at - b.at;
  const byStage = compareStages(a.stage, b.stage);
  if (byStage !== 0) return byStage;
  if (a.logId === b.logId) return 0;
  return a.logId < b.logId ? -1 : 1;
}
