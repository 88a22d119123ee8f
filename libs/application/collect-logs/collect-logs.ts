import {
  CHAIN_LOGS,
  type BlockRange,
  type CollectorCursor,
  type CollectorStore,
  type RangeReading,
} from '@causeway/application/ports';
import type { BlockHeader, ChainHeads } from '@causeway/domain/finality';
import { fail, ok, type ChainId, type Failure, type Result } from '@causeway/domain/units';
import { fillGap } from './backfill.js';
import { blockRecords, headerRecord, readingRecord } from './block-records.js';
import { narrower, nextRange, wider, type RangeLimits } from './block-range.js';
import { branchOf, remembered, rewound } from './chain-branch.js';
import type {
  CollectLimits,
  CollectLogsPorts,
  CollectorState,
  CollectStep,
  Collecting,
  HaltCode,
} from './collector-state.js';
import { emittersOn } from './emitters.js';

/** How often in a row blocks that may change must contradict one another before that is no accident. */
const UNSETTLED_PATIENCE_READS = 5;

type Stepped = Result<CollectStep, HaltCode>;

/** Where a collector of the chain goes on, or will begin. */
export async function openCollector(
  cursors: CollectorStore,
  chain: ChainId,
  { firstBlocks }: RangeLimits,
): Promise<CollectorState> {
  return { cursor: await cursors.cursor(chain), rangeBlocks: firstBlocks };
}

/**
 * One step of collecting a chain: reads the next range of blocks, checks that it continues the block before, appends
 * the transactions of bridge contracts in the order of the chain, and only then moves the cursor. Whatever ends it in
 * between, the same range is read again, so that records may be repeated but never left out.
 *
 * Above the finalised head each block's header is told before its transactions. When the chain has left blocks that
 * were collected, the cursor goes back to the last one that it still holds, and the new branch is told from there;
 * blocks that a follower of the chain lacks are told again.
 * @throws RetryableError, FatalError as the ports do
 */
export async function collectLogs(
  ports: CollectLogsPorts,
  chain: ChainId,
  state: CollectorState,
  limits: CollectLimits,
): Promise<Stepped> {
  const answeredHeads = await ports.chains.heads(chain);
  if (!answeredHeads.ok) return answeredHeads;
  const emitters = new Set(emittersOn(ports.network, chain));
  if (emitters.size === 0) throw new Error(`the network has no bridge contract on ${chain}`);
  const heads = withoutRetreat(answeredHeads.value, state);
  const collecting: Collecting = { ports, chain, limits, heads, emitters };
  const { cursor } = state;
  if (cursor === undefined) return begin(collecting, state);
  const { recent } = cursor;
  if (recent === undefined) return readNext(collecting, state, cursor, undefined);
  const branch = await branchOf(collecting, cursor);
  if (!branch.ok) {
    const isFinal = branch.failure.code === 'FINAL_BLOCK_CHANGED';
    return isFinal ? branch : unsettled(collecting, state, branch.failure);
  }
  if (branch.value.kind === 'left') {
    const to = rewound(cursor, branch.value.fork);
    const moved = await moveCursor(ports, chain, cursor, to);
    const orphanedBlocks = Number(cursor.nextBlock - to.nextBlock);
    return step(collecting, { ...state, cursor: moved }, { hasMore: true, orphanedBlocks });
  }
  const filled = await fillGap(collecting, state, cursor);
  if (!filled.ok) return unsettled(collecting, state, filled.failure);
  const { told, state: ready } = filled.value;
  if (told === undefined) return readNext(collecting, ready, cursor, branch.value.tip);
  const { transactions, blocks: backfilledBlocks } = told;
  return step(collecting, ready, { hasMore: true, transactions, backfilledBlocks });
}

/** A node that is behind another tells of an older finalised head; what was final stays so. */
function withoutRetreat(heads: ChainHeads, { toldHeads, cursor }: CollectorState): ChainHeads {
  const known = toldHeads?.finalised ?? cursor?.recent?.[0]?.number ?? 0n;
  return known > heads.finalised ? { ...heads, finalised: known } : heads;
}

/** A chain that was never collected begins at the finalised head at the latest, which headers must begin with. */
async function begin({ ports, chain, limits, heads }: Collecting, state: CollectorState): Promise<Stepped> {
  const wanted = limits.startBlock ?? heads.finalised;
  const isTooLate = limits.readTo !== 'finalised' && wanted > heads.finalised;
  const start = { nextBlock: isTooLate ? heads.finalised : wanted };
  const cursor = await moveCursor(ports, chain, undefined, start);
  return ok({ state: { ...state, cursor }, heads, transactions: 0, hasMore: true });
}

async function readNext(
  collecting: Collecting,
  state: CollectorState,
  cursor: CollectorCursor,
  tip: BlockHeader | undefined,
): Promise<Stepped> {
  const { ports, chain, limits, heads, emitters } = collecting;
  const tellsHeaders = tells(collecting, cursor);
  const widest = tellsHeaders ? Math.min(state.rangeBlocks, limits.maximumToldBlocks) : state.rangeBlocks;
  const range = nextRange(cursor.nextBlock, headToRead(collecting, tellsHeaders), widest);
  if (range === undefined) return tellHeads(collecting, state, tip);
  const read = await ports.chains.readRange(chain, {
    ...{ range, emitters: [...emitters], maximumTransactions: limits.maximumTransactions },
    ...{ everyHeader: tellsHeaders, mayChange: range.to > heads.finalised },
  });
  if (!read.ok) {
    const { code, message } = read.failure;
    if (code === 'RANGE_TOO_WIDE') {
      return step(collecting, { ...state, rangeBlocks: narrower(range) }, { hasMore: true });
    }
    return refused(collecting, state, range, { code, message });
  }
  const { first } = read.value;
  if (cursor.previousHash !== undefined && first.parentHash !== cursor.previousHash) {
    const message = `block ${first.number} names ${first.parentHash} as its parent, but the block collected before it is ${cursor.previousHash}`;
    return refused(collecting, state, range, { code: 'PARENT_HASH_MISMATCH', message });
  }
  return append(collecting, state, { cursor, range, tellsHeaders, reading: read.value });
}

async function append(
  collecting: Collecting,
  { unsettledReads: _, ...state }: CollectorState,
  read: {
    readonly cursor: CollectorCursor;
    readonly range: BlockRange;
    readonly tellsHeaders: boolean;
    readonly reading: RangeReading;
  },
): Promise<Stepped> {
  const { ports, chain, limits, heads } = collecting;
  const { cursor, range, tellsHeaders, reading } = read;
  const { last, headers, transactions } = reading;
  const told = blockRecords(collecting, reading, tellsHeaders);
  if (!told.ok) return told;
  const isFirst = cursor.previousHash === undefined;
  const records = tellsHeaders ? told.value : [...told.value, readingRecord(collecting, reading, isFirst)];
  if (records.length > 0) await ports.eventLog.append(CHAIN_LOGS, records);
  const moved = await moveCursor(ports, chain, cursor, {
    nextBlock: last.number + 1n,
    previousHash: last.hash,
    ...(tellsHeaders ? { recent: remembered(cursor, headers, heads.finalised) } : {}),
  });
  const rangeBlocks = last.number < range.to ? narrower(range) : wider(range, state.rangeBlocks, limits);
  const toldHeads = tellsHeaders ? { toldHeads: heads } : {};
  const hasMore =
    last.number < headToRead(collecting, tellsHeaders) || tellsHeaders !== tells(collecting, moved);
  return step(
    collecting,
    { ...state, ...toldHeads, cursor: moved, rangeBlocks },
    { hasMore, transactions: transactions.length },
  );
}

/** Tells that the heads have moved although no block has come. */
async function tellHeads(
  collecting: Collecting,
  { unsettledReads: _, ...state }: CollectorState,
  tip: BlockHeader | undefined,
): Promise<Stepped> {
  const { ports, heads } = collecting;
  if (tip === undefined || isTold(state.toldHeads, heads)) return step(collecting, state, { hasMore: false });
  await ports.eventLog.append(CHAIN_LOGS, [headerRecord(collecting, tip)]);
  return step(collecting, { ...state, toldHeads: heads }, { hasMore: false });
}

function isTold(told: ChainHeads | undefined, heads: ChainHeads): boolean {
  return told?.safe === heads.safe && told.finalised === heads.finalised;
}

/** Headers are told from the finalised head on; once begun, of every block, since a missing one would be a gap. */
function tells({ limits, heads }: Collecting, cursor: CollectorCursor | undefined): boolean {
  if (cursor?.recent !== undefined) return true;
  return limits.readTo !== 'finalised' && cursor !== undefined && cursor.nextBlock >= heads.finalised;
}

function headToRead({ limits, heads }: Collecting, tellsHeaders: boolean): bigint {
  const head = heads[limits.readTo];
  return tellsHeaders || limits.readTo === 'finalised' ? head : heads.finalised - 1n;
}

function refused(
  collecting: Collecting,
  state: CollectorState,
  range: BlockRange,
  failure: Failure<HaltCode>,
): Stepped {
  if (range.to > collecting.heads.finalised) return unsettled(collecting, state, failure);
  return fail(failure.code, failure.message);
}

/** While a chain changes branches its answers contradict one another; only when that goes on it is worth a halt. */
function unsettled(collecting: Collecting, state: CollectorState, failure: Failure<HaltCode>): Stepped {
  const unsettledReads = (state.unsettledReads ?? 0) + 1;
  if (failure.code === 'RECORD_TOO_LARGE' || unsettledReads > UNSETTLED_PATIENCE_READS) {
    return fail(failure.code, failure.message);
  }
  return step(collecting, { ...state, unsettledReads }, { hasMore: false });
}

function step(
  { heads }: Collecting,
  state: CollectorState,
  done: Pick<CollectStep, 'hasMore'> & Partial<CollectStep>,
): Stepped {
  return ok({ transactions: 0, ...done, state, heads });
}

/** Where the cursor stands now: at `to`, or where another collector has put it meanwhile. */
async function moveCursor(
  { cursors }: CollectLogsPorts,
  chain: ChainId,
  from: CollectorCursor | undefined,
  to: CollectorCursor,
): Promise<CollectorCursor | undefined> {
  return (await cursors.advance(chain, from, to)) ? to : cursors.cursor(chain);
}
