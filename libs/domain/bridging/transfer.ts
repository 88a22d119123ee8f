import type { BlockFinality } from '@causeway/domain/finality';
import type { ProofEvidence } from './proof-evidence.js';
import type { Tracking } from './tracking.js';
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
 * The life cycle of a transfer. The first six are ordered and a transfer never goes back; the last four end it
 * without arrival of the whole.
 */
export type TransferStage =
  | 'initiated'
  | 'attested'
  | 'relayed'
  | 'in-challenge'
  | 'partially-filled'
  | 'finalised'
  | 'cancelled'
  | 'expired'
  | 'refunded'
  | 'failed';

/** Who answers for the units of a transfer at this instant; there is always exactly one. */
export type InFlightOwner = 'sender' | 'recipient' | 'bridge';

/** A step in a transfer's history and the log that caused it. */
export interface TransferHistoryEntry {
  readonly stage: TransferStage;
  readonly at: UnixMilliseconds;
  readonly logId: LogId;
  readonly eventName: string;
  /** How settled the log's block is, of a log that moves units; absent where nobody tells. */
  readonly finality?: BlockFinality;
  /** That the block holds it, of a log that moves units, when it was shown rather than told. */
  readonly proven?: ProofEvidence;
}

/** How much of an order one fill covers, both in the unit in which the protocol counts the order. */
export interface Fill {
  readonly filled: bigint;
  readonly ordered: bigint;
}

/** A part of a transfer that has arrived. */
export interface TransferFill extends Fill {
  readonly logId: LogId;
  readonly at: UnixMilliseconds;
  readonly recipient?: Address;
  /** What the recipient got for this part. */
  readonly received?: TokenAmount;
}

/** What a bridge paid to whoever had paid the recipient in advance: evidence, and no units of the transfer. */
export interface Repayment {
  readonly logId: LogId;
  readonly at: UnixMilliseconds;
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
  readonly sender?: Address;
  readonly recipient?: Address;
  readonly sent?: TokenAmount;
  readonly received?: TokenAmount;
  readonly initiatedAt?: UnixMilliseconds;
  readonly finalisedAt?: UnixMilliseconds;
  readonly fillDeadline?: UnixMilliseconds;
  /** The destination layer logs nothing when the transfer arrives. */
  readonly arrivesSilently?: true;
  /** It arrives under another id that its own logs do not tell: what leaves is the bridge's at once, and nobody's in transit. */
  readonly arrivesElsewhere?: true;
  /** The parts that have arrived, in the order of their times, of a transfer that arrives in parts. */
  readonly fills?: readonly TransferFill[];
  /** What went back to the sender, where a log tells. */
  readonly returned?: TokenAmount;
  readonly repayments?: readonly Repayment[];
  /** When it should arrive and whether that holds; absent once it has arrived or returned, and before it was judged. */
  readonly tracking?: Tracking;
  readonly history: readonly TransferHistoryEntry[];
}

/**
 * What a step means for the money, for the ledger to post. Where a transfer arrives in parts, amounts of the sent
 * asset tell them: of a departure `arrivedPart` has arrived before it was learned, and an arrival brings
 * `arrivedPart` to its end and goes to its own recipient.
 */
export type Movement =
  | {
      readonly kind: 'departure';
      readonly amount: TokenAmount;
      readonly arrivedAlready: boolean;
      readonly arrivedPart?: bigint;
    }
  | {
      readonly kind: 'arrival';
      readonly amount: TokenAmount;
      readonly departedBefore: boolean;
      readonly arrivedPart?: bigint;
      readonly recipient?: Address;
    }
  | { readonly kind: 'return'; readonly amount: TokenAmount };
