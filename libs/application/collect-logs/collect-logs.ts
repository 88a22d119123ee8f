import {
  CHAIN_LOGS,
  type BlockHeader,
  type ChainHeads,
  type Chains,
  type CollectorCursor,
  type CollectorStore,
  type EmittedLog,
  type EventLog,
  type EventRecord,
  type MissingCode,
} from '@causeway/application/ports';
import type { TransactionLogs } from '@causeway/domain/bridging';
import type { Network } from '@causeway/domain/network';
import { fail, ok, type Address, type ChainId, type Result } from '@causeway/domain/units';
import { narrower, nextRange, wider, type RangeLimits } from './block-range.js';
import { checkEvidence, type EvidenceCode } from './check-evidence.js';
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
 * Why a chain's cursor must not move: the chain as its endpoints show it contradicts itself or what was collected.
 * Nothing of the contradicting range has been appended.
 */
export type HaltCode = MissingCode | EvidenceCode | 'PARENT_HASH_MISMATCH' | 'RECORD_TOO_LARGE';

/** Where a collector of the chain goes on, or will begin. */
export async function openCollector(
  cursors: CollectorStore,
  chain: ChainId,
  { firstBlocks }: RangeLimits,
): Promise<CollectorState> {
  return { cursor: await cursors.cursor(chain), rangeBlocks: firstBlocks };
}

/**
 * One step of collecting a chain: reads the next range of finalised blocks, checks what was read against itself and
 * against the block before, appends the transactions of bridge contracts in the order of the chain, and only then
 * moves the cursor. Whatever ends it in between, the same range is read again, so that records may be repeated but
 * never left out.
 * @throws RetryableError, FatalError as the ports do
 */
export async function collectLogs(
  ports: CollectLogsPorts,
  chain: ChainId,
  state: CollectorState,
  limits: CollectLimits,
): Promise<Result<CollectStep, HaltCode>> {
  const heads = await ports.chains.heads(chain);
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
  const answer = await ports.chains.emittedLogs(chain, range, [...emitters]);
  if (!answer.ok) {
    const { code, message } = answer.failure;
    if (code === 'MISSING_BLOCK') return fail(code, message);
    return ok({ state: { cursor, rangeBlocks: narrower(range) }, heads, transactions: 0, hasMore: true });
  }
  const { first, last, logs } = answer.value;
  if (cursor.previousHash !== undefined && first.parentHash !== cursor.previousHash) {
    return fail(
      'PARENT_HASH_MISMATCH',
      `block ${first.number} names ${first.parentHash} as its parent, but the block collected before it is ${cursor.previousHash}`,
    );
  }
  const taken = takeWholeBlocks(logs, limits.maximumTransactions);
  const read = await readRecords(ports, chain, taken.logs, emitters);
  if (!read.ok) return read;
  const { records, headers } = read.value;
  if (records.length > 0) await ports.eventLog.append(CHAIN_LOGS, records);
  const end = (taken.cutAfter === undefined ? undefined : headers.get(taken.cutAfter)) ?? last;
  const next = { nextBlock: end.number + 1n, previousHash: end.hash };
  const moved = await moveCursor(ports, chain, cursor, next);
  const blocks = taken.cutAfter === undefined ? wider(range, rangeBlocks, limits) : narrower(range);
  return ok({
    state: { cursor: moved, rangeBlocks: blocks },
    heads,
    transactions: records.length,
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

/** The logs of the first blocks that together reach the number of transactions, and the last of them if not all. */
function takeWholeBlocks(
  logs: readonly EmittedLog[],
  maximumTransactions: number,
): { readonly logs: readonly EmittedLog[]; readonly cutAfter?: bigint } {
  const transactions = new Set<string>();
  for (const [index, { blockNumber, transactionHash }] of logs.entries()) {
    const previous = logs[index - 1];
    const beginsBlock = previous !== undefined && previous.blockNumber !== blockNumber;
    if (beginsBlock && transactions.size >= maximumTransactions) {
      return { logs: logs.slice(0, index), cutAfter: previous.blockNumber };
    }
    transactions.add(transactionHash);
  }
  return { logs };
}

/** The records of the transactions with these logs, in their order, once all answers about them agree. */
async function readRecords(
  { chains, encodeTransaction }: CollectLogsPorts,
  chain: ChainId,
  logs: readonly EmittedLog[],
  emitters: ReadonlySet<Address>,
): Promise<
  Result<
    { readonly records: readonly EventRecord[]; readonly headers: ReadonlyMap<bigint, BlockHeader> },
    HaltCode
  >
> {
  const numbers = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
  const hashes = [...new Set(logs.map(({ transactionHash }) => transactionHash))];
  const answeredHeaders = await chains.headers(chain, numbers);
  if (!answeredHeaders.ok) return answeredHeaders;
  const transactions = await chains.transactions(chain, hashes);
  if (!transactions.ok) return transactions;
  const headers = new Map(answeredHeaders.value.map((header) => [header.number, header]));
  const checked = checkEvidence(logs, headers, transactions.value);
  if (!checked.ok) return checked;
  const records: EventRecord[] = [];
  for (const transaction of transactions.value) {
    const record = transactionRecord({ chain, emitters, encodeTransaction }, transaction, headers);
    if (!record.ok) return record;
    records.push(record.value);
  }
  return ok({ records, headers });
}
