import type { BlockFinality } from '@causeway/domain/finality';
import type { Fill } from './transfer.js';
import type {
  Address,
  BridgeId,
  ChainId,
  LogId,
  TokenAmount,
  TransferId,
  UnixMilliseconds,
} from '@causeway/domain/units';
import type { ProofEvidence } from './proof-evidence.js';

/**
 * What a bridge's log says has happened to a transfer. `filled` is the arrival of a part, `repaid` what the bridge
 * pays to those who paid the recipient in advance.
 */
export type TransferStep =
  | 'initiated'
  | 'attested'
  | 'relayed'
  | 'proven'
  | 'filled'
  | 'finalised'
  | 'repaid'
  | 'cancelled'
  | 'expired'
  | 'refunded'
  | 'failed';

/** How the emitter was recognised: a spoofed contract can emit any topic, so `topic-only` never moves collateral. */
export type EmitterMatch = 'known-contract' | 'topic-only';

/** A log that an event was read from, under the protocol's own event name. */
export interface EvidenceLog {
  readonly logIndex: number;
  readonly address: Address;
  readonly eventName: string;
}

/** One step of one transfer, as told by a log, in the same form for every bridge. */
export interface BridgeEvent {
  readonly logId: LogId;
  readonly chain: ChainId;
  readonly time: UnixMilliseconds;
  /** How settled the log's block is, as far as whoever took the event in knows. */
  readonly finality?: BlockFinality;
  readonly transactionHash: string;
  readonly bridge: BridgeId;
  /** The protocol's own event name, e.g. `FilledRelay`. */
  readonly eventName: string;
  readonly emitter: EmitterMatch;
  readonly step: TransferStep;
  readonly transfer: TransferId;
  readonly sourceChain: ChainId;
  readonly destinationChain?: ChainId;
  readonly sender?: Address;
  readonly recipient?: Address;
  /** What left the source layer. */
  readonly sent?: TokenAmount;
  /** What arrives, or is due to arrive, on the destination layer; of a part, what it brings. */
  readonly received?: TokenAmount;
  /** Of a part that arrives: how much of the order it covers. */
  readonly fill?: Fill;
  /** What an expiry or refund gives back; the whole where it does not tell. */
  readonly returned?: TokenAmount;
  /** When the transfer expires if it is not filled. */
  readonly fillDeadline?: UnixMilliseconds;
  /** The destination layer logs nothing when this transfer arrives. */
  readonly arrivesSilently?: true;
  /** It arrives under another id that its own logs do not tell: what leaves is the bridge's at once, and nobody's in transit. */
  readonly arrivesElsewhere?: true;
  /** Every log of the transaction that tells this step, in log order; `logId` is one of them. */
  readonly evidence?: readonly EvidenceLog[];
  /** That the chain holds those logs, when it was shown rather than told. */
  readonly proven?: ProofEvidence;
}

export type UndecodableCode = 'MALFORMED_LOG' | 'UNKNOWN_CHAIN' | 'UNKNOWN_ASSET' | 'INCOMPLETE_TRANSACTION';

/** A log that carries a known bridge topic but cannot be read; kept with its reason, never dropped. */
export interface UndecodableLog {
  readonly logId: LogId;
  readonly bridge: BridgeId;
  readonly code: UndecodableCode;
  readonly message: string;
}

/** All that one transaction says about bridges. Logs of no bridge appear in neither list. */
export interface DecodedTransaction {
  readonly events: readonly BridgeEvent[];
  readonly undecodable: readonly UndecodableLog[];
}
