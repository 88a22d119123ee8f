import type { Transfer } from '@causeway/domain/bridging';
import type { BlockFinality } from '@causeway/domain/finality';
import type { LegObservation } from '@causeway/domain/settlement';

/** What the logs tell of an attempt, without the number of the observation. */
export type TransferObservation = Omit<LegObservation, 'seq'>;

/** Blocks that are not orphaned any more. */
const FINAL: readonly BlockFinality[] = ['finalised', 'settled'];

/** Of an attempt that no transfer carries any more: its blocks were orphaned. */
export const NOT_CARRIED: TransferObservation = Object.freeze({
  departed: 0n,
  arrived: 0n,
  delivered: 0n,
  returned: 0n,
  isReverted: false,
  isFinal: false,
});

/**
 * What a transfer tells of the attempt that it carries. A part that arrived counts in proportion to the order, rounded
 * down, so that units are taken as under way rather than as arrived; what was filled whole has arrived whole.
 */
export function observeTransfer(transfer: Transfer): TransferObservation {
  const departed = transfer.sourceSeen ? (transfer.sent?.raw ?? 0n) : 0n;
  const { arrived, delivered } = arrivalOf(transfer, departed);
  return {
    departed,
    arrived,
    delivered,
    returned: returnOf(transfer, departed - arrived),
    isReverted: false,
    // Where nobody tells of finality, the books take what they were told as it is.
    isFinal: transfer.history.every(({ finality }) => finality === undefined || FINAL.includes(finality)),
  };
}

function arrivalOf(
  { stage, received, fills }: Transfer,
  departed: bigint,
): { readonly arrived: bigint; readonly delivered: bigint } {
  if (stage === 'finalised') return { arrived: departed, delivered: received?.raw ?? 0n };
  return (fills ?? []).reduce(
    (sum, fill) => ({
      arrived: sum.arrived + (departed * fill.filled) / fill.ordered,
      delivered: sum.delivered + (fill.received?.raw ?? 0n),
    }),
    { arrived: 0n, delivered: 0n },
  );
}

function returnOf({ stage, returned }: Transfer, open: bigint): bigint {
  if (returned !== undefined) return returned.raw < open ? returned.raw : open;
  return stage === 'refunded' ? open : 0n;
}
