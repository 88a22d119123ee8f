import type { Bucket } from '@causeway/domain/ledger';
import type { ProofEvidence, TransferStage } from '@causeway/domain/bridging';
import type { BlockFinality } from '@causeway/domain/finality';
import type {
  AccountId,
  Address,
  BridgeId,
  ChainId,
  Decimal,
  DeskId,
  InstrumentId,
  TokenAmount,
  TransferId,
  UnixMilliseconds,
} from '@causeway/domain/units';

/** What makes a position one in an option: a European option on the price of `underlying`, settled in USD. */
export interface OptionTerms {
  readonly kind: 'call' | 'put';
  /** Symbol of the price that the option is on, e.g. `ETH`. */
  readonly underlying: string;
  readonly strike: Decimal;
  readonly expiry: UnixMilliseconds;
}

/** A position in an instrument on a venue of one layer. Size is signed: positive long, negative short. */
export interface Position {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  readonly size: Decimal;
  readonly entryPrice: Decimal;
  /** Set on an option; a position without is linear in its price. */
  readonly option?: OptionTerms;
  /** Funding accrued since it was last settled, in USD; positive is owed by the account. */
  readonly fundingOwed?: Decimal;
  /** USD of the account's equity set aside for this position alone, where the account margins it isolated. */
  readonly isolatedMargin?: Decimal;
}

/** What an account has borrowed of one asset. */
export interface Debt {
  /** The quantity at the time of borrowing, or scaled by the index then. */
  readonly principal: TokenAmount;
  /** What the principal has grown to by interest, as a factor; absent is 1. */
  readonly index?: Decimal;
}

/**
 * That collateral was shown to be there by a Merkle proof, and not only told. In transit, the log of its departure is
 * in the chain it left; once it has arrived, one of the account's wallets held it at the end of a block.
 */
export interface HoldingProof {
  readonly evidence: ProofEvidence;
  /** Base units of the holding that the proof covers; no more than its amount. */
  readonly raw: bigint;
  /** Time of the block that was shown: a proof says nothing of what came after. */
  readonly at: UnixMilliseconds;
  /** Set on collateral that has arrived: the wallet that was shown to hold it. */
  readonly wallet?: Address;
  /** Set on a token that has arrived: the slot of its mapping of balances that the proof read. */
  readonly slot?: bigint;
}

/** Collateral of one asset in one bucket; in transit, with the transfer it rides on. */
export interface Holding {
  readonly amount: TokenAmount;
  readonly bucket: Bucket;
  readonly transit?: {
    readonly transfer: TransferId;
    readonly bridge: BridgeId;
    readonly stage: TransferStage;
    /** When the transfer left its source layer; absent where nobody tells. */
    readonly initiatedAt?: UnixMilliseconds;
    /** How settled the block is in which it left; absent where nobody tells. */
    readonly sourceFinality?: BlockFinality;
    /** Set when its bridge was frozen as the transfer came to the account: it counts nothing until the bridge thaws. */
    readonly isCreditWithheld?: true;
  };
  /** Base units that came while new credit was frozen, and count nothing until the freeze ends; absent: none. */
  readonly withheld?: bigint;
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
  /** Borrowed assets; absent is none. */
  readonly debts?: readonly Debt[];
  /** How positions are margined where the policy leaves the choice; absent is `cross`. */
  readonly mode?: 'cross' | 'portfolio';
}
