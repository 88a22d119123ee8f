import { CHAIN_LOGS, type CollectorCursor } from '@causeway/application/ports';
import type { BlockSpan } from '@causeway/domain/finality';
import { fail, ok, type Result } from '@causeway/domain/units';
import { blockRecords } from './block-records.js';
import { narrower, nextRange } from './block-range.js';
import type { Backfill, Collecting, CollectorState, HaltCode } from './collector-state.js';

/** Steps to wait for what was told to be applied, before it is told again. */
const PATIENCE_STEPS = 20;
/** Beyond this many attempts everything that can be taken back has been told. */
const MAXIMUM_DOUBLINGS = 20;

/** The state after looking for blocks to tell again, and how many of them and their transactions were told. */
export interface Filled {
  readonly state: CollectorState;
  readonly told?: { readonly blocks: number; readonly transactions: number };
}

/**
 * Tells the next of the blocks that whoever follows the chain lacks, out of the turn of the cursor, which stays. A
 * follower that still asks after that, or for blocks below, is told from deeper down, twice as deep each time: it may
 * be on a branch that the chain has left.
 */
export async function fillGap(
  collecting: Collecting,
  { backfill: before, ...state }: CollectorState,
  cursor: CollectorCursor,
): Promise<Result<Filled, HaltCode>> {
  const { ports, chain, heads, limits } = collecting;
  const wanted = await ports.cursors.wantedBlocks(chain);
  // What lies ahead of the cursor will be told in its turn.
  if (wanted === undefined || wanted.from >= cursor.nextBlock) return ok({ state });
  const backfill = nextBackfill(before, wanted);
  const to = wanted.to < cursor.nextBlock ? wanted.to : cursor.nextBlock - 1n;
  const range = nextRange(backfill.next, to, Math.min(state.rangeBlocks, limits.maximumToldBlocks));
  if (range === undefined) {
    return ok({ state: { ...state, backfill: { ...backfill, rested: backfill.rested + 1 } } });
  }
  const read = await ports.chains.readRange(chain, {
    ...{ range, emitters: [...collecting.emitters], maximumTransactions: limits.maximumTransactions },
    ...{ everyHeader: true, mayChange: range.to > heads.finalised },
  });
  if (!read.ok) {
    const { code, message } = read.failure;
    if (code !== 'RANGE_TOO_WIDE') return fail(code, message);
    const rangeBlocks = narrower(range);
    return ok({ state: { ...state, backfill, rangeBlocks }, told: { blocks: 0, transactions: 0 } });
  }
  const records = blockRecords(collecting, read.value, true);
  if (!records.ok) return records;
  await ports.eventLog.append(CHAIN_LOGS, records.value);
  const { headers, transactions, last } = read.value;
  return ok({
    state: { ...state, toldHeads: heads, backfill: { ...backfill, next: last.number + 1n } },
    told: { blocks: headers.length, transactions: transactions.length },
  });
}

function nextBackfill(before: Backfill | undefined, wanted: BlockSpan): Backfill {
  if (before === undefined || wanted.from > before.wanted.to) {
    return { wanted, next: wanted.from, attempt: 0, rested: 0 };
  }
  const isProgress = wanted.to >= before.wanted.to && wanted.from >= before.wanted.from;
  if (isProgress && before.rested < PATIENCE_STEPS) {
    return wanted.from > before.wanted.from ? { ...before, wanted, rested: 0 } : before;
  }
  const attempt = Math.min(before.attempt + 1, MAXIMUM_DOUBLINGS);
  const deeper = wanted.from - (1n << BigInt(attempt));
  return { wanted, next: deeper > 0n ? deeper : 0n, attempt, rested: 0 };
}
