import type { BlockFinality } from '@causeway/domain/finality';
import type { LogId } from '@causeway/domain/units';
import type { Transfer } from './transfer.js';

/** The transfer once the finality of its legs' blocks is told anew, by log; logs that are no leg of it say nothing. */
export function withLegFinality(
  transfer: Transfer,
  finalityOf: (log: LogId) => BlockFinality | undefined,
): Transfer {
  const source = finalityOfLeg(transfer, 'initiated', finalityOf) ?? transfer.sourceFinality;
  const destination = finalityOfLeg(transfer, 'finalised', finalityOf) ?? transfer.destinationFinality;
  if (source === transfer.sourceFinality && destination === transfer.destinationFinality) return transfer;
  return {
    ...transfer,
    ...(source === undefined ? {} : { sourceFinality: source }),
    ...(destination === undefined ? {} : { destinationFinality: destination }),
  };
}

/** Each leg is told by one log, because a second one is refused. */
function finalityOfLeg(
  { history }: Transfer,
  stage: 'initiated' | 'finalised',
  finalityOf: (log: LogId) => BlockFinality | undefined,
): BlockFinality | undefined {
  const leg = history.find((entry) => entry.stage === stage);
  return leg === undefined ? undefined : finalityOf(leg.logId);
}
