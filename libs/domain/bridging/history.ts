import { compareStages } from './transfer-stage.js';
import type { TransferHistoryEntry } from './transfer.js';

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

function compareEntries(a: TransferHistoryEntry, b: TransferHistoryEntry): number {
  if (a.at !== b.at) return a.at - b.at;
  const byStage = compareStages(a.stage, b.stage);
  if (byStage !== 0) return byStage;
  if (a.logId === b.logId) return 0;
  return a.logId < b.logId ? -1 : 1;
}
