import type { Bucket } from '@causeway/domain/ledger';
import type { ProofEvidence, TransferStage } from '@causeway/domain/bridging';
import type {
  AccountId,
  BridgeId,
  ChainId,
  Decimal,
  DeskId,
  InstrumentId,
  TokenAmount,
  TransferId,
  UnixMilliseconds,
} from '@causeway/domain/units';

/** A position in an instrument on a venue of one layer. Size is signed: positive long, negative short. */
export interface Position {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  readonly size: Decimal;
  readonly entryPrice: Decimal;
}

/**
 * That collateral was shown to be there by a Merkle proof, and not only told. In transit, the log of its departure is
 * in the chain it left.
 */
export interface HoldingProof {
  readonly evidence: ProofEvidence;
  /** Base units of the holding that the proof covers; no more than its amount. */
  readonly raw: bigint;
  /** Time of the block that was shown: a proof says nothing of what came after. */
  readonly at: UnixMilliseconds;
}

/** Collateral of one asset in one bucket; in transit, with the transfer it rides on. */
export interface Holding {
  readonly amount: TokenAmount;
  readonly bucket: Bucket;
  readonly transit?: {
    readonly transfer: TransferId;
    readonly bridge: BridgeId;
    readonly stage: TransferStage;
    /** Set when its bridge was frozen as the transfer came to the account: it counts nothing until the bridge thaws. */
    readonly isCreditWithheld?: true;
  };
  /** Absent while it was only told. */
  readonly proven?: HoldingProof;
}

/** All that margin is computed from, besides prices and policy. */
export interface MarginAccount {
  readonly account: AccountId;
  readonly desk: DeskId;
  /** Counts the changes of this account; names this version of it in evidence. */
  readonly seq: number;
  readonly positions: readonly Position[];
  readonly holdings: readonly Holding[];
}
