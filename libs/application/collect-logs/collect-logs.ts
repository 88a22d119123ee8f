import {
  CHAIN_LOGS,
  type ChainHeads,
  type Chains,
  type CollectorCursor,
  type CollectorStore,
  type EventLog,
  type EventRecord,
  type RangeReading,
  type UntrustedCode,
} from '@causeway/application/ports';
import type { TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { fail, ok, type Address, type ChainId, type Result } from '@causeway/domain/units';
import { narrower, nextRange, wider, type RangeLimits } from './block-range.js';
import { emittersOn } from './emitters.js';
import { transactionRecord } from './transaction-record.js';

/** What collecting needs from outside. */
export interface CollectLogsPorts {
  readonly chains: Chains;
  readonly cursors: CollectorStore;
  readonly eventLog: Pick<EventLog, 'append'>;
  readonly network: Network;
  /** The wire form of a transaction's logs, as ASCII text. */
  readonly encodeTransaction: (transaction: TransactionLogs) => string;
}

/** How much is taken in at once, and where a chain that was never collected begins. */
export interface CollectLimits extends RangeLimits {
  /** Transactions of one step; a range with more is cut at a block. */
  readonly maximumTransactions: number;
  /** The finalised head when left out. */
  readonly startBlock?: bigint;
}

/** What a collector of one chain carries from step to step; only the cursor outlives it. */
export interface CollectorState {
  readonly cursor: CollectorCursor | undefined;
  readonly rangeBlocks: number;
}

/** What one step did. */
export interface CollectStep {
  readonly state: CollectorState;
  readonly heads: ChainHeads;
  readonly transactions: number;
  /** Whether there are finalised blocks left to collect. */
  readonly hasMore: boolean;
}

/**
 * Why a chain's cursor must not move: the chain as its endpoints show it contradicts itself, another endpoint or what
 * was collected. Nothing of the contradicting range has been appended.
 */
export type HaltCode = UntrustedCode | 'RECORD_TOO_LARGE';

/** Where a collector of the chain goes on, or will begin. */
export async function openCollector(
  cursors: CollectorStore,
  chain: ChainId,
  { firstBlocks }: RangeLimits,
): Promise<CollectorState> {
  return { cursor: await cursors.cursor(chain), rangeBlocks: firstBlocks };
}

/**
 * One step of collecting a chain: reads the next range of finalised blocks, checks that it continues the block
 * before, appends the transactions of bridge contracts in the order of the chain, and only then moves the cursor.
 * Whatever ends it in between, the same range is read again, so that records may be repeated but never left out.
 * @throws RetryableError, FatalError as the ports do
 */
export async function collectLogs(
  ports: CollectLogsPorts,
  chain: ChainId,
  state: CollectorState,
  limits: CollectLimits,
): Promise<Result<CollectStep, HaltCode>> {
  const answeredHeads = await ports.chains.heads(chain);
  if (!answeredHeads.ok) return answeredHeads;
  const heads = answeredHeads.value;
  const { cursor, rangeBlocks } = state;
  if (cursor === undefined) {
    const start = { nextBlock: limits.startBlock ?? heads.finalised };
    const started = await moveCursor(ports, chain, undefined, start);
    return ok({ state: { cursor: started, rangeBlocks }, heads, transactions: 0, hasMore: true });
  }
  const range = nextRange(cursor.nextBlock, heads.finalised, rangeBlocks);
  if (range === undefined) return ok({ state, heads, transactions: 0, hasMore: false });
  const emitters = new Set(emittersOn(ports.network, chain));
  if (emitters.size === 0) throw new Error(`the network has no bridge contract on ${chain}`);
  const { maximumTransactions } = limits;
  const read = await ports.chains.readRange(chain, { range, emitters: [...emitters], maximumTransactions });
  if (!read.ok) {
    const { code, message } = read.failure;
    if (code !== 'RANGE_TOO_WIDE') return fail(code, message);
    return ok({ state: { cursor, rangeBlocks: narrower(range) }, heads, transactions: 0, hasMore: true });
  }
  const { first, last } = read.value;
  if (cursor.previousHash !== undefined && first.parentHash !== cursor.previousHash) {
    return fail(
      'PARENT_HASH_MISMATCH',
      `block ${first.number} names ${first.parentHash} as its parent, but the block collected before it is ${cursor.previousHash}`,
    );
  }
  const records = recordsOf(ports, chain, read.value, emitters);
  if (!records.ok) return records;
  if (records.value.length > 0) await ports.eventLog.append(CHAIN_LOGS, records.value);
  const next = { nextBlock: last.number + 1n, previousHash: last.hash };
  const moved = await moveCursor(ports, chain, cursor, next);
  const blocks = last.number < range.to ? narrower(range) : wider(range, rangeBlocks, limits);
  return ok({
    state: { cursor: moved, rangeBlocks: blocks },
    heads,
    transactions: records.value.length,
    hasMore: next.nextBlock <= heads.finalised,
  });
}

/** Where the cursor stands now: at `to`, or where another collector has put it meanwhile. */
async function moveCursor(
  { cursors }: CollectLogsPorts,
  chain: ChainId,
  from: CollectorCursor | undefined,
  to: CollectorCursor,
): Promise<CollectorCursor | undefined> {
  return (await cursors.advance(chain, from?.nextBlock, to)) ? to : cursors.cursor(chain);
}

/** The records of all transactions of a reading, in their order. */
function recordsOf(
  { encodeTransaction }: CollectLogsPorts,
  chain: ChainId,
  { headers, transactions }: RangeReading,
  emitters: ReadonlySet<Address>,
): Result<readonly EventRecord[], HaltCode> {
  const byNumber = new Map(headers.map((header) => [header.number, header]));
  const records: EventRecord[] = [];
  for (const transaction of transactions) {
    const record = transactionRecord({ chain, emitters, encodeTransaction }, transaction, byNumber);
    if (!record.ok) return record;
    records.push(record.value);
  }
  return ok(records);
}
