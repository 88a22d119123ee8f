import type {
  Chains,
  CollectorCursor,
  CollectorStore,
  EventLog,
  UntrustedCode,
} from '@causeway/application/ports';
import type { TransactionLogs } from '@causeway/domain/bridging';
import type { ChainRead } from '@causeway/domain/conservation';
import type { BlockSpan, ChainHeads, HeaderReport } from '@causeway/domain/finality';
import type { Network } from '@causeway/domain/network';
import type { Address, ChainId } from '@causeway/domain/units';
import type { RangeLimits } from './block-range.js';

/** What collecting needs from outside. */
export interface CollectLogsPorts {
  readonly chains: Chains;
  readonly cursors: CollectorStore;
  readonly eventLog: Pick<EventLog, 'append'>;
  readonly network: Network;
  /** The wire form of a transaction's logs, as ASCII text. */
  readonly encodeTransaction: (transaction: TransactionLogs) => string;
  /** The wire form of how far the chain was read, as ASCII text. */
  readonly encodeReading: (read: ChainRead) => string;
  /** The wire form of a header, as ASCII text. */
  readonly encodeHeader: (report: HeaderReport) => string;
}

/** Up to which of its heads a chain is read. */
export type ReadTo = 'latest' | 'safe' | 'finalised';

/** How much is taken in at once, and where a chain that was never collected begins. */
export interface CollectLimits extends RangeLimits {
  /** Transactions of one step; a range with more is cut at a block. */
  readonly maximumTransactions: number;
  /** Blocks of one step whose headers are told. */
  readonly maximumToldBlocks: number;
  /** Headers are told unless only final blocks are read. */
  readonly readTo: ReadTo;
  /** The finalised head when left out. */
  readonly startBlock?: bigint;
}

/** Blocks that are told again because somebody lacks them. */
export interface Backfill {
  readonly wanted: BlockSpan;
  readonly next: bigint;
  /** How often these blocks, or some above them, have been told before. */
  readonly attempt: number;
  /** Steps since they were told to the end. */
  readonly rested: number;
}

/** What a collector of one chain carries from step to step; only the cursor outlives it. */
export interface CollectorState {
  readonly cursor: CollectorCursor | undefined;
  readonly rangeBlocks: number;
  /** The heads that were told last. */
  readonly toldHeads?: ChainHeads;
  readonly backfill?: Backfill;
  /** How often in a row blocks that are not final could not be read without a contradiction. */
  readonly unsettledReads?: number;
}

/** What one step did. */
export interface CollectStep {
  readonly state: CollectorState;
  readonly heads: ChainHeads;
  readonly transactions: number;
  /** Whether there are blocks left to collect. */
  readonly hasMore: boolean;
  /** How many blocks the chain has taken back, which are read anew from there on. */
  readonly orphanedBlocks?: number;
  /** Blocks that were told again. */
  readonly backfilledBlocks?: number;
}

/**
 * Why a chain's cursor must not move: the chain as its endpoints show it contradicts itself, another endpoint or what
 * was collected. Nothing of the contradicting range has been appended.
 */
export type HaltCode = UntrustedCode | 'RECORD_TOO_LARGE' | 'FINAL_BLOCK_CHANGED';

/** One step under way. */
export interface Collecting {
  readonly ports: CollectLogsPorts;
  readonly chain: ChainId;
  readonly limits: CollectLimits;
  readonly heads: ChainHeads;
  readonly emitters: ReadonlySet<Address>;
}
