import type { BlockFinality } from '@causeway/domain/finality';
import type { Address, ChainId, Hash, UnixMilliseconds } from '@causeway/domain/units';
import type { ProofEvidence } from './proof-evidence.js';

/** One log as the chain's node returned it. */
export interface RawLog {
  readonly logIndex: number;
  readonly address: Address;
  readonly topics: readonly `0x${string}`[];
  readonly data: `0x${string}`;
}

/**
 * The logs of one transaction, in log order. Bridges spread one transfer over several logs of a transaction
 * (the amount in one, the message id in another), so the transaction is the smallest unit that can be decoded.
 */
export interface TransactionLogs {
  readonly chain: ChainId;
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  readonly blockTime: UnixMilliseconds;
  readonly transactionHash: Hash;
  /** How settled the block was when it was read. */
  readonly finality: BlockFinality;
  readonly logs: readonly RawLog[];
  /**
   * The retryable ticket that an Arbitrum redeem transaction (type 0x68) carries out. It stands in the
   * transaction and in no log of it, and nothing else joins the redeem to its deposit.
   */
  readonly redeemsTicket?: Hash;
  /** That the block holds these logs, when it was shown rather than told; as the finality, the reader's word. */
  readonly proven?: ProofEvidence;
}
