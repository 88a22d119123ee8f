import type { LogId, UnixMilliseconds } from '@causeway/domain/units';
import type { ProofEvidence } from './proof-evidence.js';
import type { Transfer, TransferHistoryEntry, TransferStage } from './transfer.js';

/** That the log of a leg was shown to be in its block, and the time of that block. */
export interface LegProof {
  readonly evidence: ProofEvidence;
  readonly at: UnixMilliseconds;
}

/**
 * What shows each leg. A leg of several logs is shown once all of them are, by the evidence of the last. Absent while
 * the leg is not seen, or was only told.
 */
export function legProof(transfer: Transfer): {
  readonly source?: LegProof;
  readonly destination?: LegProof;
} {
  const source = proofOf(transfer, ['initiated']);
  const destination = proofOf(transfer, ['partially-filled', 'finalised']);
  return {
    ...(source === undefined ? {} : { source }),
    ...(destination === undefined ? {} : { destination }),
  };
}

/**
 * The transfer once evidence for some of its logs is known; the same transfer when it tells nothing new. A log that
 * was shown already keeps its evidence, since any one is as good, and evidence of another block than the log's is none.
 */
export function withProof(
  transfer: Transfer,
  proofOfLog: (log: LogId) => ProofEvidence | undefined,
): Transfer {
  const history = transfer.history.map((entry): TransferHistoryEntry => {
    const proven = entry.proven ?? proofOfLog(entry.logId);
    const isNew = proven !== undefined && entry.proven === undefined && isOfBlock(entry, proven);
    return isNew ? { ...entry, proven } : entry;
  });
  const isSame = history.every((entry, index) => entry === transfer.history[index]);
  return isSame ? transfer : { ...transfer, history };
}

function isOfBlock({ logId }: TransferHistoryEntry, { chain, blockHash }: ProofEvidence): boolean {
  return logId.startsWith(`${chain}/${blockHash}/`);
}

function proofOf({ history }: Transfer, stages: readonly TransferStage[]): LegProof | undefined {
  const leg = history.filter(({ stage }) => stages.includes(stage));
  const last = leg.at(-1);
  if (last?.proven === undefined || leg.some(({ proven }) => proven === undefined)) return undefined;
  return { evidence: last.proven, at: last.at };
}
