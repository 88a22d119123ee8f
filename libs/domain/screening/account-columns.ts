import { floatAbove, floatBelow, floatOf, halfAbove, halfBelow, isWithinFloatBound } from './float-bound.js';
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

/** Places of an account's header: where its entries and its numbers start, its counts and state, its mark. */
export const HEADER = { length: 4, entryStart: 0, numberStart: 1, counts: 2, mark: 3 } as const;
/** Numbers of an entry before its coefficients: the edge and the clamp, in the two halves of one. */
export const ENTRY_FIGURES = 1;

const ROW_SHIFT = 16;
const STATE_SHIFT = 24;

/**
 * Folded accounts in columns. An account is a header, a run of entries and a run of numbers. An entry watches a slot to
 * one side, below (0) or above (1), and has a coefficient in each row that is never of the sign of the other side; a slot
 * that matters to both sides has two entries. The numbers of an account are the constants of its rows and then, entry by
 * entry: the edge, i.e. the value on the watched side at which the rows cease to hold, the clamp, i.e. the value on the
 * other side beyond which rows are taken at it, and the coefficient in each row. All of these are sided, i.e. negated where
 * an entry watches above: then edges are always below, and coefficients never negative. Edge and clamp are binary32,
 * rounded into the box; `halves` is the view by which they are read. What is read together lies together, because a move reads few accounts far from each other.
 *
 * Indices are valid by construction here and in what works on the columns, hence the `!`.
 */
export class AccountColumns {
  headers = new Int32Array(0);
  /** 2 × slot + side. */
  slotSides = new Uint16Array(0);
  owners = new Int32Array(0);
  next = new Int32Array(0);
  previous = new Int32Array(0);
  buckets = new Uint16Array(0);
  numbers = new Float64Array(0);
  /** The same memory as `numbers`: two for each of them. */
  halves = new Float32Array(0);

  private readonly entrySegments = new Segments();
  private readonly numberSegments = new Segments();
  /** One more than the largest account. */
  accountCount = 0;

  /** What the columns take up. */
  get byteLength(): number {
    const { headers, slotSides, owners, next, previous, buckets, numbers } = this;
    const columns = [headers, slotSides, owners, next, previous, buckets, numbers];
    return columns.reduce((bytes, column) => bytes + column.byteLength, 0);
  }

  /** What is to be done about an account: one of `ACCOUNT_STATE`. */
  stateOf(account: number): number {
    return account < this.accountCount
      ? this.headers[account * HEADER.length + HEADER.counts]! >>> STATE_SHIFT
      : 0;
  }

  setState(account: number, state: number): void {
    const place = account * HEADER.length + HEADER.counts;
    this.headers[place] = (this.headers[place]! & ((1 << STATE_SHIFT) - 1)) | (state << STATE_SHIFT);
  }

  /** Marks an account with a number; false when it had that one already. */
  mark(account: number, mark: number): boolean {
    const place = account * HEADER.length + HEADER.mark;
    if (this.headers[place] === mark) return false;
    this.headers[place] = mark;
    return true;
  }

  clearMarks(): void {
    for (let account = 0; account < this.accountCount; account += 1) this.mark(account, 0);
  }

  entryStartOf(account: number): number {
    return this.headers[account * HEADER.length + HEADER.entryStart]!;
  }

  entryCountOf(account: number): number {
    return entryCountIn(this.headers[account * HEADER.length + HEADER.counts]!);
  }

  /** Writes an account, whose entries must be in no list. */
  put(account: number, folded: FoldedAccount): void {
    this.reserveAccounts(account + 1);
    const entries = entriesOf(folded);
    this.resize(account, entries.length, folded.rows.length);
    const start = this.entryStartOf(account);
    let place = this.headers[account * HEADER.length + HEADER.numberStart]!;
    for (const row of folded.rows) this.numbers[place++] = floatOf(row.constant);
    for (const [index, entry] of entries.entries()) {
      this.slotSides[start + index] = entry.slotSide;
      this.owners[start + index] = account;
      this.buckets[start + index] = NO_BUCKET;
      this.halves[2 * place] = entry.edge;
      this.halves[2 * place + 1] = entry.clamp;
      place += ENTRY_FIGURES;
      for (const row of folded.rows) this.numbers[place++] = coefficientOf(row, entry);
    }
  }

  /** Forgets an account, whose entries must be in no list. */
  remove(account: number): void {
    this.resize(account, 0, 0);
    this.setState(account, ACCOUNT_STATE.absent);
  }

  private reserveAccounts(count: number): void {
    if (count <= this.accountCount) return;
    this.accountCount = count;
    const length = grownLength(this.headers.length, count * HEADER.length);
    if (length > this.headers.length) this.headers = copied(this.headers, new Int32Array(length));
  }

  private resize(account: number, entryCount: number, rowCount: number): void {
    const header = account * HEADER.length;
    const counts = this.headers[header + HEADER.counts]!;
    const oldEntries = entryCountIn(counts);
    const oldNumbers = numberCount(oldEntries, rowCountIn(counts));
    const numbers = numberCount(entryCount, rowCount);
    if (entryCount !== oldEntries) {
      this.entrySegments.give(this.headers[header + HEADER.entryStart]!, oldEntries);
      this.headers[header + HEADER.entryStart] = this.entrySegments.take(entryCount);
      this.reserveEntries(this.entrySegments.length);
    }
    if (numbers !== oldNumbers) {
      this.numberSegments.give(this.headers[header + HEADER.numberStart]!, oldNumbers);
      this.headers[header + HEADER.numberStart] = this.numberSegments.take(numbers);
      this.reserveNumbers(this.numberSegments.length);
    }
    const state = stateIn(counts);
    this.headers[header + HEADER.counts] = entryCount | (rowCount << ROW_SHIFT) | (state << STATE_SHIFT);
  }

  private reserveEntries(count: number): void {
    const length = grownLength(this.owners.length, count);
    if (length === this.owners.length) return;
    this.slotSides = copied(this.slotSides, new Uint16Array(length));
    this.owners = copied(this.owners, new Int32Array(length));
    this.next = copied(this.next, new Int32Array(length));
    this.previous = copied(this.previous, new Int32Array(length));
    this.buckets = copied(this.buckets, new Uint16Array(length));
  }

  private reserveNumbers(count: number): void {
    const length = grownLength(this.numbers.length, count);
    if (length === this.numbers.length) return;
    this.numbers = copied(this.numbers, new Float64Array(length));
    this.halves = new Float32Array(this.numbers.buffer);
  }
}

/** The state in an account's counts. */
export function stateIn(counts: number): number {
  return counts >>> STATE_SHIFT;
}

/** The number of entries in an account's counts. */
export function entryCountIn(counts: number): number {
  return counts & 0xffff;
}

/** The number of rows in an account's counts. */
export function rowCountIn(counts: number): number {
  return (counts >>> ROW_SHIFT) & 0xff;
}

function numberCount(entryCount: number, rowCount: number): number {
  return rowCount + entryCount * (ENTRY_FIGURES + rowCount);
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
    edge: lower === undefined ? -Infinity : halfAbove(floatAbove(lower)),
    clamp: upper === undefined ? Infinity : halfBelow(floatBelow(upper)),
  };
}

function entryAbove({ slot, lower, upper }: SlotBox, place: number): Entry {
  return {
    slotSide: slotSide(slot, 1),
    place,
    edge: upper === undefined ? -Infinity : halfAbove(-floatBelow(upper)),
    clamp: lower === undefined ? Infinity : halfBelow(-floatAbove(lower)),
  };
}

function slotSide(slot: Slot, side: 0 | 1): number {
  return 2 * slot + side;
}

/** The part of a coefficient that makes the row fall to the side that the entry watches, sided. */
function coefficientOf(row: FoldedRow, { place, slotSide }: Entry): number {
  const coefficient = floatOf(row.coefficients[place]!);
  return Math.max((slotSide & 1) === 0 ? coefficient : -coefficient, 0);
}
