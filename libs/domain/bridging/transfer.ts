import type { BlockFinality } from '@causeway/domain/finality';
import type {
  Address,
  BridgeId,
  ChainId,
  LogId,
  TokenAmount,
  TransferId,
  UnixMilliseconds,
} from '@causeway/domain/units';

/**
 * The life cycle of a transfer. The first five are ordered and a transfer never goes back; the last three end it
 * without arrival.
 */
export type TransferStage =
  'initiated' | 'attested' | 'relayed' | 'in-challenge' | 'finalised' | 'expired' | 'refunded' | 'failed';

/** Who answers for the units of a transfer at this instant; there is always exactly one. */
export type InFlightOwner = 'sender' | 'recipient' | 'bridge';

/** A step in a transfer's history and the log that caused it. */
export interface TransferHistoryEntry {
  readonly stage: TransferStage;
  readonly at: UnixMilliseconds;
  readonly logId: LogId;
  readonly eventName: string;
}

/** One cross-layer transfer, assembled from the logs of both layers in whichever order they come. */
export interface Transfer {
  readonly id: TransferId;
  readonly bridge: BridgeId;
  readonly sourceChain: ChainId;
  readonly destinationChain?: ChainId;
  readonly stage: TransferStage;
  /** Whether the log of the source layer, and of the destination layer, has been seen. */
  readonly sourceSeen: boolean;
  readonly destinationSeen: boolean;
  /** How settled the block of each leg's log is; absent while the leg is not seen or nobody tells. */
  readonly sourceFinality?: BlockFinality;
  readonly destinationFinality?: BlockFinality;
  readonly sender?: Address;
  readonly recipient?: Address;
  readonly sent?: TokenAmount;
  readonly received?: TokenAmount;
  readonly initiatedAt?: UnixMilliseconds;
  readonly finalisedAt?: UnixMilliseconds;
  readonly fillDeadline?: UnixMilliseconds;
  readonly history: readonly TransferHistoryEntry[];
}

/** What a step means for the money, for the ledger to post. */
export type Movement =
  | { readonly kind: 'departure'; readonly amount: TokenAmount; readonly arrivedAlready: boolean }
  | { readonly kind: 'arrival'; readonly amount: TokenAmount; readonly departedBefore: boolean }
  | { readonly kind: 'return'; readonly amount: TokenAmount };
