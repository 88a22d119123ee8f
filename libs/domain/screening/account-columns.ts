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

/** Places of the words with which a record begins, and the numbers that they take up. */
export const RECORD = { counts: 0, mark: 1, account: 2, numbers: 2 } as const;
/** Places of the words of an entry, and the numbers that they take up. */
export const LINK = { next: 0, previous: 1, owner: 2, bucket: 3, words: 4, numbers: 2 } as const;
/** Numbers of an entry before its coefficients: the edge and the clamp, in the two halves of one. */
export const ENTRY_FIGURES = 1;

const ROW_SHIFT = 16;
const STATE_SHIFT = 24;
const SIDES_PER_NUMBER = 4;
const NO_RECORD = -1;
/** Of an account that no deviation rules out. */
export const NO_REACH = -1;

/**
 * Folded accounts in columns. An account is a record and a run of entries. An entry watches a slot to one side, below (0)
 * or above (1), and has a coefficient in each row that is never of the sign of the other side; a slot that matters to both
 * sides has two entries.
 *
 * A record is a run of `numbers`, which `words`, `halves` and `sides` are views of: counts and state, a mark, the account;
 * of each entry the next and the previous one in its list, its record and its bucket; the constants of the rows; entry
 * by entry the edge, i.e. the value on the watched side at
 * which the rows cease to hold, the clamp, i.e. the value on the other side beyond which rows are taken at it, and the
 * coefficient in each row; and then for each entry 2 × slot + side. Edges, clamps and coefficients are sided, i.e. negated
 * where an entry watches above: then edges are always below, and coefficients never negative. Edge and clamp are binary32,
 * rounded into the box.
 *
 * What is read together lies together, on as few pages as can be, because a move reads few accounts far from each other.
 * Indices are valid by construction here and in what works on the columns, hence the `!`.
 */
export class AccountColumns {
  /** Where the record of each account starts. */
  starts = new Int32Array(0);
  /**
   * How far each account lets the deviation of the grid go before it must be looked at: up to there none of its triggers
   * is reached. Negative for those to be looked at in any case.
   */
  reaches = new Float32Array(0);
  numbers = new Float64Array(0);
  words = new Int32Array(0);
  halves = new Float32Array(0);
  sides = new Uint16Array(0);

  private readonly segments = new Segments();
  /** One more than the largest account. */
  accountCount = 0;

  /** What the columns take up. */
  get byteLength(): number {
    return this.starts.byteLength + this.reaches.byteLength + this.numbers.byteLength;
  }

  /** What is to be done about an account: one of `ACCOUNT_STATE`. */
  stateOf(account: number): number {
    if (account >= this.accountCount) return ACCOUNT_STATE.absent;
    const record = this.starts[account]!;
    return record === NO_RECORD ? ACCOUNT_STATE.absent : stateIn(this.words[2 * record + RECORD.counts]!);
  }

  /** Sets the state of an account that is there. */
  setState(account: number, state: number): void {
    this.setStateIn(this.starts[account]!, account, state);
  }

  /** The same where the account's record is known. */
  setStateIn(record: number, account: number, state: number): void {
    if (state !== ACCOUNT_STATE.boxed) this.reaches[account] = NO_REACH;
    const place = 2 * record + RECORD.counts;
    this.words[place] = (this.words[place]! & ((1 << STATE_SHIFT) - 1)) | (state << STATE_SHIFT);
  }

  /**
   * Writes to `out` the records that some entries belong to, each marked with a number, but for those that have that mark
   * already.
   *
   * @returns the end of what is in `out` now
   */
  markOwners(entries: Int32Array, count: number, mark: number, out: Int32Array, outFrom: number): number {
    const { words } = this;
    let end = outFrom;
    for (let index = 0; index < count; index += 1) {
      const record = words[entries[index]! + LINK.owner]!;
      const place = 2 * record + RECORD.mark;
      if (words[place] === mark) continue;
      words[place] = mark;
      out[end++] = record;
    }
    return end;
  }

  /** The record that an entry belongs to, marked with a number; undefined when it had that mark already. */
  markOwner(entry: number, mark: number): number | undefined {
    const record = this.words[entry + LINK.owner]!;
    const place = 2 * record + RECORD.mark;
    if (this.words[place] === mark) return undefined;
    this.words[place] = mark;
    return record;
  }

  /** The state of the account that a record is of. */
  stateIn(record: number): number {
    return stateIn(this.words[2 * record + RECORD.counts]!);
  }

  /** The account that a record is of. */
  accountIn(record: number): number {
    return this.words[2 * record + RECORD.account]!;
  }

  clearMarks(): void {
    for (let account = 0; account < this.accountCount; account += 1) {
      const record = this.starts[account]!;
      if (record !== NO_RECORD) this.words[2 * record + RECORD.mark] = 0;
    }
  }

  /** Calls back with each entry of an account and its slot and side. */
  eachEntry(account: number, visit: (entry: number, slotSide: number) => void): void {
    const record = this.starts[account]!;
    if (record === NO_RECORD) return;
    const counts = this.words[2 * record + RECORD.counts]!;
    const sides = sidesPlace(record, counts);
    for (let index = 0; index < entryCountIn(counts); index += 1)
      visit(entryOf(record, index), this.sides[sides + index]!);
  }

  /** Writes an account, whose entries must be in no list. Its state is for the caller to set. */
  put(account: number, folded: FoldedAccount): void {
    this.reserveAccounts(account + 1);
    const entries = entriesOf(folded);
    const counts = entries.length | (folded.rows.length << ROW_SHIFT);
    const record = this.recordFor(account, counts);
    let place = figuresPlace(record, counts);
    for (const row of folded.rows) this.numbers[place++] = floatOf(row.constant);
    const sides = sidesPlace(record, counts);
    for (const [index, entry] of entries.entries()) {
      this.sides[sides + index] = entry.slotSide;
      this.words[entryOf(record, index) + LINK.owner] = record;
      this.words[entryOf(record, index) + LINK.bucket] = NO_BUCKET;
      this.halves[2 * place] = entry.edge;
      this.halves[2 * place + 1] = entry.clamp;
      place += ENTRY_FIGURES;
      for (const row of folded.rows) this.numbers[place++] = coefficientOf(row, entry);
    }
  }

  /** Forgets an account, whose entries must be in no list. */
  remove(account: number): void {
    const record = this.starts[account]!;
    const counts = this.words[2 * record + RECORD.counts]!;
    this.segments.give(record, recordLength(counts));
    this.starts[account] = NO_RECORD;
    this.reaches[account] = NO_REACH;
  }

  private reserveAccounts(count: number): void {
    if (count <= this.accountCount) return;
    const length = grownLength(this.starts.length, count);
    if (length > this.starts.length) {
      this.starts = copied(this.starts, new Int32Array(length));
      this.reaches = copied(this.reaches, new Float32Array(length));
    }
    this.starts.fill(NO_RECORD, this.accountCount, count);
    this.reaches.fill(NO_REACH, this.accountCount, count);
    this.accountCount = count;
  }

  /** A record of the given counts for an account, the one it has where that is of the same size. */
  private recordFor(account: number, counts: number): number {
    const known = this.starts[account]!;
    if (known !== NO_RECORD) {
      const old = this.words[2 * known + RECORD.counts]!;
      const isSame = entryCountIn(old) === entryCountIn(counts) && rowCountIn(old) === rowCountIn(counts);
      if (isSame) return known;
      this.remove(account);
    }
    const record = this.segments.take(recordLength(counts));
    this.reserveNumbers(this.segments.length);
    this.starts[account] = record;
    this.words[2 * record + RECORD.counts] = counts;
    this.words[2 * record + RECORD.mark] = 0;
    this.words[2 * record + RECORD.account] = account;
    return record;
  }

  private reserveNumbers(count: number): void {
    const length = grownLength(this.numbers.length, count);
    if (length === this.numbers.length) return;
    this.numbers = copied(this.numbers, new Float64Array(length));
    this.words = new Int32Array(this.numbers.buffer);
    this.halves = new Float32Array(this.numbers.buffer);
    this.sides = new Uint16Array(this.numbers.buffer);
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

/** An entry: where its words are. */
export function entryOf(record: number, index: number): number {
  return 2 * (record + RECORD.numbers) + LINK.words * index;
}

/** Where in `numbers` the constants of a record's rows start, and after them the figures of its entries. */
export function figuresPlace(record: number, counts: number): number {
  return record + RECORD.numbers + LINK.numbers * entryCountIn(counts);
}

/** Where in `sides` those of a record's entries start. */
export function sidesPlace(record: number, counts: number): number {
  return SIDES_PER_NUMBER * (record + figuresLength(counts));
}

function figuresLength(counts: number): number {
  const rows = rowCountIn(counts);
  return RECORD.numbers + rows + entryCountIn(counts) * (LINK.numbers + ENTRY_FIGURES + rows);
}

function recordLength(counts: number): number {
  return figuresLength(counts) + Math.ceil(entryCountIn(counts) / SIDES_PER_NUMBER);
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
