import type { RawLog } from '@causeway/domain/bridging';
import type { BlockHeader, ChainHeads } from '@causeway/domain/finality';
import type { Address, ChainId, Hash, Result } from '@causeway/domain/units';

export type { BlockHeader, ChainHeads };

/** Consecutive blocks, both ends included. */
export interface BlockRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** A log found by its emitter, and where. */
export interface EmittedLog {
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  readonly transactionHash: Hash;
  readonly log: RawLog;
}

/** What one endpoint says of a range: the logs of the emitters, and the headers at both ends. */
export interface EmittedLogs {
  readonly first: BlockHeader;
  readonly last: BlockHeader;
  readonly logs: readonly EmittedLog[];
}

/** All logs of one transaction, in log order. */
export interface ChainTransaction {
  readonly transactionHash: Hash;
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  readonly logs: readonly RawLog[];
  /** The retryable ticket that an Arbitrum redeem transaction (type 0x68) carries out. */
  readonly redeemsTicket?: Hash;
}

/** Every endpoint of the chain was asked, and none has the block or the transaction. */
export type MissingCode = 'MISSING_BLOCK';
/** The range covers more than the endpoint answers at once: ask for fewer blocks. */
export type RangeCode = 'RANGE_TOO_WIDE';

/**
 * Real chains, each behind its endpoints. An answer comes from one endpoint; two answers may come from two, so what
 * must agree between them has to be compared.
 * Every method throws `RetryableError` when no endpoint gives an answer, and `FatalError` for a chain it has none of.
 */
export interface Chains {
  heads(chain: ChainId): Promise<ChainHeads>;
  /** The headers of the given blocks, in the given order. */
  headers(chain: ChainId, numbers: readonly bigint[]): Promise<Result<readonly BlockHeader[], MissingCode>>;
  /**
   * The logs that any of the emitters, of which there must be one at least, left in the range, in log order. The
   * endpoint has the whole range: a node that lags behind is not believed when it says there is nothing.
   */
  emittedLogs(
    chain: ChainId,
    range: BlockRange,
    emitters: readonly Address[],
  ): Promise<Result<EmittedLogs, MissingCode | RangeCode>>;
  /** The given transactions with all their logs, in the given order. */
  transactions(
    chain: ChainId,
    hashes: readonly Hash[],
  ): Promise<Result<readonly ChainTransaction[], MissingCode>>;
}
