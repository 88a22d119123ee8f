import type { ProofEvidence, RawLog } from '@causeway/domain/bridging';
import type { BlockHeader, ChainHeads } from '@causeway/domain/finality';
import type { Address, ChainId, Hash, Result } from '@causeway/domain/units';

export type { BlockHeader, ChainHeads };

/** Consecutive blocks, both ends included. */
export interface BlockRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** All logs of one transaction, in log order. */
export interface ChainTransaction {
  readonly transactionHash: Hash;
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  readonly logs: readonly RawLog[];
  /** The retryable ticket that an Arbitrum redeem transaction (type 0x68) carries out. */
  readonly redeemsTicket?: Hash;
  /** Set when the receipts root of the block's header was found to commit to its receipt. */
  readonly proven?: ProofEvidence;
}

/** Which blocks to read, and what of them. */
export interface RangeQuestion {
  readonly range: BlockRange;
  /** The contracts whose transactions are wanted; one at least. */
  readonly emitters: readonly Address[];
  /** After the block with which this many transactions are reached, reading ends before the end of the range. */
  readonly maximumTransactions: number;
  /** Whether the header of every block is wanted, whatever else is verified. */
  readonly everyHeader: boolean;
  /**
   * Whether some of the blocks are not final: then the chain may take another branch while it is read, and endpoints
   * that contradict themselves or each other have done nothing wrong.
   */
  readonly mayChange: boolean;
}

/** What a chain holds in consecutive blocks; the parts of it agree with one another. */
export interface RangeReading {
  /** Of the first block of the range. */
  readonly first: BlockHeader;
  /** Of the last block that was read. */
  readonly last: BlockHeader;
  /**
   * Of every block whose header was read, in order, the two above included: those of all transactions at least, and
   * all from first to last where every header is wanted or verified.
   */
  readonly headers: readonly BlockHeader[];
  /** Every transaction in which an emitter left a log, whole, in the order of the chain. */
  readonly transactions: readonly ChainTransaction[];
}

/** Every endpoint of the chain was asked, and none has the block or the transaction. */
export type MissingCode = 'MISSING_BLOCK';
/** The range covers more than the endpoint answers at once: ask for fewer blocks. */
export type RangeCode = 'RANGE_TOO_WIDE';
/** Fewer endpoints than must give the same answer. */
export type AgreementCode = 'NO_AGREEMENT';
/** No endpoint is left that does not contradict itself. */
export type ContradictionCode =
  /** A header is not the one that its hash commits to. */
  | 'HEADER_HASH_MISMATCH'
  | 'PARENT_HASH_MISMATCH'
  /** A log or a receipt lies in another block than the header of its number names. */
  | 'BLOCK_HASH_MISMATCH'
  /** A log is not in the receipt of its transaction, or not as it was found. */
  | 'LOG_MISMATCH'
  /** The header's bloom filter rules a log out. */
  | 'BLOOM_MISMATCH'
  /** A receipt of the block holds a log of an emitter that was left out of the block's logs. */
  | 'LOGS_OMITTED'
  | 'RECEIPTS_ROOT_MISMATCH';

/** Why nothing that chains answered may be believed. */
export type UntrustedCode = MissingCode | AgreementCode | ContradictionCode;

/**
 * Real chains, each behind its endpoints, of which as many as are configured give the same answer before it is
 * given here. Every method throws `RetryableError` when no endpoint answers, and `FatalError` for a chain that has
 * none.
 */
export interface Chains {
  /** The newest blocks that as many endpoints have as must agree. */
  heads(chain: ChainId): Promise<Result<ChainHeads, UntrustedCode>>;
  /** The header of a block that is not final yet, as the endpoints see it now. */
  header(chain: ChainId, number: bigint): Promise<Result<BlockHeader, UntrustedCode>>;
  /**
   * The transactions of the emitters in consecutive blocks. The endpoints have all of the range: a node that lags
   * behind is not believed when it says there is nothing.
   */
  readRange(
    chain: ChainId,
    question: RangeQuestion,
  ): Promise<Result<RangeReading, UntrustedCode | RangeCode>>;
}
