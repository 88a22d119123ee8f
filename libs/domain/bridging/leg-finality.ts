import { weakerFinality, type BlockFinality } from '@causeway/domain/finality';
import type { LogId } from '@causeway/domain/units';
import type { TransferStep } from './bridge-event.js';
import type { Transfer, TransferStage } from './transfer.js';

const MOVING: ReadonlySet<TransferStep> = new Set([
  ...(['initiated', 'filled', 'finalised'] as const),
  ...(['expired', 'refunded'] as const),
]);

/** Whether a step tells that units left, arrived or came back, so that it matters how settled its block is. */
export function movesUnits(step: TransferStep): boolean {
  return MOVING.has(step);
}

/** The transfer once the finality of its logs' blocks is told anew; logs that are not told of keep theirs. */
export function withFinality(
  transfer: Transfer,
  finalityOf: (log: LogId) => BlockFinality | undefined,
): Transfer {
  const history = transfer.history.map((entry) => {
    const finality = finalityOf(entry.logId);
    return finality === undefined || finality === entry.finality ? entry : { ...entry, finality };
  });
  const isSame = history.every((entry, index) => entry === transfer.history[index]);
  return isSame ? transfer : { ...transfer, history };
}

/** How settled each leg is: as the least settled of its logs. Absent while it is not seen, or nobody tells. */
export function legFinality(transfer: Transfer): {
  readonly source?: BlockFinality;
  readonly destination?: BlockFinality;
} {
  const source = weakestOf(transfer, ['initiated']);
  const destination = weakestOf(transfer, ['partially-filled', 'finalised']);
  return {
    ...(source === undefined ? {} : { source }),
    ...(destination === undefined ? {} : { destination }),
  };
}

function weakestOf({ history }: Transfer, stages: readonly TransferStage[]): BlockFinality | undefined {
  return history
    .flatMap(({ stage, finality }) => (finality !== undefined && stages.includes(stage) ? finality : []))
    .reduce<BlockFinality | undefined>(
      (weakest, next) => (weakest === undefined ? next : weakerFinality(weakest, next)),
      undefined,
    );
}
