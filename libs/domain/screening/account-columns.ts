import { floatAbove, floatBelow, isWithinFloatBound, floatOf } from './float-bound.js';
import type { FoldedAccount, FoldedRow, Slot, SlotBox } from './folded-account.js';
import { grownLength, Segments } from './segments.js';
import { copied } from './slot-grid.js';

/** What is to be done about an account when prices move. */
export const ACCOUNT_STATE = {
  absent: 0,
  /** Clear as long as all values lie inside of its triggers. */
  boxed: 1,
  /** Clear at the latest values; its triggers are outdated, so it is looked at at every move until it has new ones. */
  unboxed: 2,
  /** Not ruled out: to be evaluated at every move of one of its slots. */
  open: 3,
} as const;

/** No bucket: an entry that is in no list. */
export const NO_BUCKET = 0xffff;

/**
 * Folded accounts in columns. An account is a run of entries and of numbers. An entry watches a slot to one side, below
 * (0) or above (1), and has a coefficient in each row that is never of the sign of the other side; a slot that matters to
 * both sides has two entries. The numbers of an account are the constants of its rows, then row by row the coefficients
 * of its entries.
 *
 * Indices are valid by construction here and in what works on the columns, hence the `!`.
 */
export class AccountColumns {
  states = new Uint8Array(0);
  entryStarts = new Int32Array(0);
  entryCounts = new Uint16Array(0);
  rowCounts = new Uint8Array(0);
  numberStarts = new Int32Array(0);

  /** 2 × slot + side. */
  slotSides = new Uint16Array(0);
  /** The value on the watched side at which the rows cease to hold. */
  edges = new Float64Array(0);
  /** The value on the other side beyond which rows are taken at it. */
  clamps = new Float64Array(0);
  owners = new Int32Array(0);
  next = new Int32Array(0);
  previous = new Int32Array(0);
  buckets = new Uint16Array(0);

  numbers = new Float64Array(0);

  private readonly entrySegments = new Segments();
  private readonly numberSegments = new Segments();
  /** One more than the largest account. */
  accountCount = 0;

  /** What the columns take up. */
  get byteLength(): number {
    return this.columns().reduce((bytes, column) => bytes + column.byteLength, 0);
  }

  /** Writes an account, whose entries must be in no list. */
  put(account: number, folded: FoldedAccount): void {
    this.reserveAccounts(account + 1);
    const entries = entriesOf(folded);
    this.resize(account, entries.length, folded.rows.length);
    const start = this.entryStarts[account]!;
    for (const [index, entry] of entries.entries()) {
      this.slotSides[start + index] = entry.slotSide;
      this.edges[start + index] = entry.edge;
      this.clamps[start + index] = entry.clamp;
      this.owners[start + index] = account;
      this.buckets[start + index] = NO_BUCKET;
    }
    let place = this.numberStarts[account]!;
    for (const row of folded.rows) this.numbers[place++] = floatOf(row.constant);
    for (const row of folded.rows) {
      for (const entry of entries) this.numbers[place++] = coefficientOf(row, entry);
    }
  }

  /** Forgets an account, whose entries must be in no list. */
  remove(account: number): void {
    if (account >= this.accountCount) return;
    this.resize(account, 0, 0);
    this.states[account] = ACCOUNT_STATE.absent;
  }

  private reserveAccounts(count: number): void {
    if (count <= this.accountCount) return;
    this.accountCount = count;
    const length = grownLength(this.states.length, count);
    if (length === this.states.length) return;
    this.states = copied(this.states, new Uint8Array(length));
    this.entryStarts = copied(this.entryStarts, new Int32Array(length));
    this.entryCounts = copied(this.entryCounts, new Uint16Array(length));
    this.rowCounts = copied(this.rowCounts, new Uint8Array(length));
    this.numberStarts = copied(this.numberStarts, new Int32Array(length));
  }

  private resize(account: number, entryCount: number, rowCount: number): void {
    const oldEntries = this.entryCounts[account]!;
    const oldNumbers = this.rowCounts[account]! * (oldEntries + 1);
    const numbers = rowCount * (entryCount + 1);
    if (entryCount !== oldEntries) {
      this.entrySegments.give(this.entryStarts[account]!, oldEntries);
      this.entryStarts[account] = this.entrySegments.take(entryCount);
      this.entryCounts[account] = entryCount;
      this.reserveEntries(this.entrySegments.length);
    }
    if (numbers !== oldNumbers) {
      this.numberSegments.give(this.numberStarts[account]!, oldNumbers);
      this.numberStarts[account] = this.numberSegments.take(numbers);
      this.reserveNumbers(this.numberSegments.length);
    }
    this.rowCounts[account] = rowCount;
  }

  private reserveEntries(count: number): void {
    const length = grownLength(this.owners.length, count);
    if (length === this.owners.length) return;
    this.slotSides = copied(this.slotSides, new Uint16Array(length));
    this.edges = copied(this.edges, new Float64Array(length));
    this.clamps = copied(this.clamps, new Float64Array(length));
    this.owners = copied(this.owners, new Int32Array(length));
    this.next = copied(this.next, new Int32Array(length));
    this.previous = copied(this.previous, new Int32Array(length));
    this.buckets = copied(this.buckets, new Uint16Array(length));
  }

  private reserveNumbers(count: number): void {
    const length = grownLength(this.numbers.length, count);
    if (length > this.numbers.length) this.numbers = copied(this.numbers, new Float64Array(length));
  }

  private columns() {
    const { states, entryStarts, entryCounts, rowCounts, numberStarts, numbers } = this;
    const { slotSides, edges, clamps, owners, next, previous, buckets } = this;
    const entries = [slotSides, edges, clamps, owners, next, previous, buckets];
    return [states, entryStarts, entryCounts, rowCounts, numberStarts, numbers, ...entries];
  }
}

/** Whether all figures of a folded account are such that the error bound holds for them. */
export function isScreenable({ slots, rows }: FoldedAccount): boolean {
  return (
    slots.length < 0x7fff &&
    rows.length < 0x100 &&
    rows.every((row) => isWithinFloatBound(row.constant) && row.coefficients.every(isWithinFloatBound)) &&
    slots.every(({ lower, upper }) =>
      [lower, upper].every((edge) => edge === undefined || isWithinFloatBound(edge)),
    )
  );
}

interface Entry {
  readonly slotSide: number;
  readonly place: number;
  readonly edge: number;
  readonly clamp: number;
}

function entriesOf({ slots, rows }: FoldedAccount): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [place, box] of slots.entries()) {
    const isAbove = watches(box, place, rows, 1);
    // Every slot has an entry, by which an account that is not ruled out is found when the slot moves.
    if (!isAbove || watches(box, place, rows, 0)) entries.push(entryBelow(box, place));
    if (isAbove) entries.push(entryAbove(box, place));
  }
  return entries;
}

function watches(box: SlotBox, place: number, rows: readonly FoldedRow[], side: 0 | 1): boolean {
  const [edge, isOpen] = side === 0 ? [box.lower, box.isOpenBelow] : [box.upper, box.isOpenAbove];
  if (edge !== undefined && isOpen !== true) return true;
  return rows.some(({ coefficients }) => {
    const coefficient = coefficients[place]!;
    return side === 0 ? coefficient.gt(0) : coefficient.lt(0);
  });
}

function entryBelow({ slot, lower, upper }: SlotBox, place: number): Entry {
  return {
    slotSide: slotSide(slot, 0),
    place,
    edge: lower === undefined ? -Infinity : floatAbove(lower),
    clamp: upper === undefined ? Infinity : floatBelow(upper),
  };
}

function entryAbove({ slot, lower, upper }: SlotBox, place: number): Entry {
  return {
    slotSide: slotSide(slot, 1),
    place,
    edge: upper === undefined ? Infinity : floatBelow(upper),
    clamp: lower === undefined ? -Infinity : floatAbove(lower),
  };
}

function slotSide(slot: Slot, side: 0 | 1): number {
  return 2 * slot + side;
}

/** The part of a coefficient that makes the row fall to the side that the entry watches. */
function coefficientOf(row: FoldedRow, { place, slotSide }: Entry): number {
  const coefficient = floatOf(row.coefficients[place]!);
  return (slotSide & 1) === 0 ? Math.max(coefficient, 0) : Math.min(coefficient, 0);
}
