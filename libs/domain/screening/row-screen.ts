import {
  ACCOUNT_STATE,
  ENTRY_FIGURES,
  entryCountIn,
  entryOf,
  figuresPlace,
  NO_BUCKET,
  RECORD,
  rowCountIn,
  sidesPlace,
  stateIn,
  type AccountColumns,
} from './account-columns.js';
import { errorShare, halfBelow } from './float-bound.js';
import type { SlotGrid } from './slot-grid.js';
import type { TriggerLists } from './trigger-lists.js';

/** Far more than rounding makes of a distance or a deviation, of which none is counted in less than millionths of a value. */
const REACH_SLACK = 1e-9;

/** How many of some accounts are clear, and how many are not. */
export interface Partition {
  readonly clear: number;
  readonly unclear: number;
}

/**
 * How far deviation from the base may go until a value can have come the distance to the nearest trigger: its way from
 * where it was when triggers were placed is at most its deviation then and its deviation now.
 */
function reachOf(distance: number, deviation: number): number {
  return halfBelow(distance * (1 - REACH_SLACK) - deviation * (1 + REACH_SLACK) - REACH_SLACK);
}

/** Entries up to which the share of error is looked up. */
const TABULATED = 256;
const MOST_ROWS = 256;
/** A cache line holds 64 bytes, i.e. 16 words; an account of six entries lies on four or five. */
const WORDS_PER_LINE = 16;
const WARMED_LINES = 4;
/** Accounts whose memory is asked for at once; together they fit into the nearest cache. */
export const WARMED = 128;

/**
 * Computes rows in binary64 and places triggers by what they leave. Loops are written out and columns held in locals,
 * because this is what a move spends its time on.
 */
export class RowScreen {
  private readonly errorShares = Float64Array.from({ length: TABULATED }, (_, count) => errorShare(count));
  /** By how many spreads all slots may move against each row of the account looked at last. */
  private readonly rooms = new Float64Array(MOST_ROWS);
  private readonly magnitudes = new Float64Array(MOST_ROWS);
  private readonly sensitivities = new Float64Array(MOST_ROWS);
  private rowCount = 0;
  /** Kept so that reads which are made for their own sake are not left out. */
  protected warmed = 0;

  constructor(
    private readonly columns: AccountColumns,
    private readonly grid: SlotGrid,
    private readonly lists: TriggerLists,
  ) {}

  /**
   * Whether an account is clear for sure: all values lie in its box and all its rows are above what they may be off by.
   * Never for an account without rows.
   */
  isClear(account: number): boolean {
    return this.isRecordClear(this.columns.starts[account]!);
  }

  private isRecordClear(record: number): boolean {
    const { words, numbers, halves, sides } = this.columns;
    const counts = words[2 * record + RECORD.counts]!;
    this.rowCount = rowCountIn(counts);
    if (this.rowCount !== 1) return this.rowCount > 0 && this.areRowsClear(record);
    const { sidedValues, sidedScales } = this.grid;
    const count = entryCountIn(counts);
    const first = sidesPlace(record, counts);
    let place = figuresPlace(record, counts);
    let surplus = numbers[place++]!;
    let magnitude = Math.abs(surplus);
    let sensitivity = 0;
    for (let side = first; side < first + count; side += 1, place += ENTRY_FIGURES + 1) {
      const slotSide = sides[side]!;
      const value = sidedValues[slotSide]!;
      if (!(value > halves[2 * place]!)) return false;
      const coefficient = numbers[place + 1]!;
      const clamp = halves[2 * place + 1]!;
      // A branch that is nearly always the same is quicker than a minimum that minds NaN, which the edge has refused.
      const term = coefficient * (value < clamp ? value : clamp);
      surplus += term;
      magnitude += Math.abs(term);
      sensitivity += coefficient * sidedScales[slotSide]!;
    }
    const room = surplus - this.shareOf(count) * magnitude;
    this.rooms[0] = room / sensitivity;
    // Not `room <= 0`, because NaN is not clear.
    return room > 0;
  }

  /** Writes to `out` the accounts that a deviation of the grid does not rule out; how many. */
  collectWithin(deviation: number, out: Int32Array): number {
    const { reaches, accountCount } = this.columns;
    let found = 0;
    for (let account = 0; account < accountCount; account += 1) {
      // No branch, which would be guessed wrong as often as not.
      out[found] = account;
      found += reaches[account]! > deviation ? 0 : 1;
    }
    return found;
  }

  /** Counts all reaches from a new base, which has this deviation from the present one. */
  lowerReaches(deviation: number): void {
    const { reaches, accountCount } = this.columns;
    for (let account = 0; account < accountCount; account += 1) {
      if (reaches[account]! > deviation) reaches[account] = reachOf(reaches[account]!, deviation);
    }
  }

  /**
   * Looks at some accounts, those left out that are not watched. Writes the clear ones to the front of the same list, and
   * those that are not to `unclear`.
   *
   * @returns how many are clear
   */
  partition(accounts: Int32Array, count: number, unclear: Int32Array, unclearFrom: number): Partition {
    const { starts, words } = this.columns;
    let clearCount = 0;
    let unclearEnd = unclearFrom;
    for (let index = 0; index < count; index += 1) {
      if (index % WARMED === 0) this.warmAccounts(accounts, index, Math.min(index + WARMED, count));
      const account = accounts[index]!;
      const record = starts[account]!;
      if (record < 0) continue;
      const state = stateIn(words[2 * record + RECORD.counts]!);
      if (state !== ACCOUNT_STATE.boxed && state !== ACCOUNT_STATE.unboxed) continue;
      if (this.isAboveZero(record)) accounts[clearCount++] = account;
      else unclear[unclearEnd++] = account;
    }
    return { clear: clearCount, unclear: unclearEnd - unclearFrom };
  }

  /** `isClear` of the account of a record, which leaves no room behind, for which it would have to compute more. */
  isAboveZero(record: number): boolean {
    const { words, numbers, halves, sides } = this.columns;
    const { sidedValues } = this.grid;
    const counts = words[2 * record + RECORD.counts]!;
    const count = entryCountIn(counts);
    if (rowCountIn(counts) !== 1) return this.isRecordClear(record);
    const first = sidesPlace(record, counts);
    let place = figuresPlace(record, counts);
    let surplus = numbers[place++]!;
    let magnitude = Math.abs(surplus);
    for (let side = first; side < first + count; side += 1, place += ENTRY_FIGURES + 1) {
      const value = sidedValues[sides[side]!]!;
      if (!(value > halves[2 * place]!)) return false;
      const clamp = halves[2 * place + 1]!;
      const term = numbers[place + 1]! * (value < clamp ? value : clamp);
      surplus += term;
      magnitude += Math.abs(term);
    }
    return surplus - this.shareOf(count) * magnitude > 0;
  }

  /**
   * Reads a little of everything that looking at some records will read. They lie far from each other, and these reads,
   * unlike those of whole looks, are short and independent, so that memory answers many at a time.
   */
  warm(records: Int32Array, from: number, to: number): void {
    const { words } = this.columns;
    let sum = 0;
    for (let index = from; index < to; index += 1) {
      const start = 2 * records[index]!;
      for (let line = 0; line < WARMED_LINES; line += 1) sum ^= words[start + line * WORDS_PER_LINE]!;
    }
    this.warmed = sum;
  }

  /** The same of some accounts. */
  private warmAccounts(accounts: Int32Array, from: number, to: number): void {
    const { starts, words } = this.columns;
    let sum = 0;
    for (let index = from; index < to; index += 1) {
      const start = 2 * Math.max(starts[accounts[index]!]!, 0);
      for (let line = 0; line < WARMED_LINES; line += 1) sum ^= words[start + line * WORDS_PER_LINE]!;
    }
    this.warmed = sum;
  }

  /** By how many spreads all slots may move against the account that was last found clear. */
  room(): number {
    let room = Infinity;
    for (let row = 0; row < this.rowCount; row += 1) room = Math.min(room, this.rooms[row]!);
    return room;
  }

  /** Places the triggers of the account that was last found clear. */
  placeTriggers(account: number): void {
    const { starts, words, halves, sides } = this.columns;
    const { sidedValues, sidedScales, bucketCount } = this.grid;
    const record = starts[account]!;
    const counts = words[2 * record + RECORD.counts]!;
    const count = entryCountIn(counts);
    const firstSide = sidesPlace(record, counts);
    const stride = ENTRY_FIGURES + this.rowCount;
    let place = figuresPlace(record, counts) + this.rowCount;
    let nearest = Infinity;
    for (let index = 0; index < count; index += 1, place += stride) {
      const entry = entryOf(record, index);
      const slotSide = sides[firstSide + index]!;
      const reach = this.roomAt(place + ENTRY_FIGURES) * sidedScales[slotSide]!;
      const from = Math.min(sidedValues[slotSide]!, halves[2 * place + 1]!);
      const trigger = Math.max(from - reach, halves[2 * place]!);
      if (trigger === -Infinity) {
        this.lists.place(entry, slotSide, NO_BUCKET);
        continue;
      }
      const slot = slotSide >> 1;
      const isBelow = (slotSide & 1) === 0;
      const bucket = this.grid.bucketOf(slot, isBelow ? trigger : -trigger);
      if (bucket < 0 || bucket >= bucketCount) {
        this.lists.place(entry, slotSide, this.lists.beyond);
        continue;
      }
      if (!this.isNearEnough(entry, bucket, this.grid.latestBucketOf(slot), isBelow)) {
        this.lists.place(entry, slotSide, bucket);
      }
      nearest = Math.min(nearest, this.grid.distanceTo(slot, this.lists.bucketOf(entry), isBelow));
    }
    this.columns.reaches[account] = reachOf(nearest, this.grid.deviation());
  }

  /** Whether a trigger may stay where it is: not beyond where it may be, and not much nearer to the value. */
  private isNearEnough(entry: number, bucket: number, latest: number, isBelow: boolean): boolean {
    const present = this.lists.bucketOf(entry);
    if (present >= this.lists.beyond) return false;
    const allowed = isBelow ? latest - bucket : bucket - latest;
    const distance = isBelow ? latest - present : present - latest;
    return distance <= allowed && 2 * distance >= allowed;
  }

  /** The least room of the rows that an entry has a part in; its coefficients start at a place. */
  private roomAt(place: number): number {
    const { numbers } = this.columns;
    let room = Infinity;
    for (let row = 0; row < this.rowCount; row += 1) {
      const rowRoom = this.rooms[row]!;
      if (rowRoom < room && numbers[place + row] !== 0) room = rowRoom;
    }
    return room;
  }

  /** The same as `isClear` for any number of rows. */
  private areRowsClear(record: number): boolean {
    const { words, numbers, halves, sides } = this.columns;
    const { sidedValues, sidedScales } = this.grid;
    const { rowCount, rooms, magnitudes, sensitivities } = this;
    const counts = words[2 * record + RECORD.counts]!;
    const count = entryCountIn(counts);
    const first = sidesPlace(record, counts);
    let place = figuresPlace(record, counts);
    for (let row = 0; row < rowCount; row += 1) {
      const constant = numbers[place++]!;
      rooms[row] = constant;
      magnitudes[row] = Math.abs(constant);
      sensitivities[row] = 0;
    }
    for (let side = first; side < first + count; side += 1) {
      const slotSide = sides[side]!;
      const sided = sidedValues[slotSide]!;
      if (!(sided > halves[2 * place]!)) return false;
      const value = Math.min(sided, halves[2 * place + 1]!);
      place += ENTRY_FIGURES;
      const scale = sidedScales[slotSide]!;
      for (let row = 0; row < rowCount; row += 1) {
        const coefficient = numbers[place++]!;
        const term = coefficient * value;
        rooms[row]! += term;
        magnitudes[row]! += Math.abs(term);
        sensitivities[row]! += coefficient * scale;
      }
    }
    const share = this.shareOf(count);
    for (let row = 0; row < rowCount; row += 1) {
      const room = rooms[row]! - share * magnitudes[row]!;
      if (!(room > 0)) return false;
      rooms[row] = room / sensitivities[row]!;
    }
    return true;
  }

  private shareOf(count: number): number {
    return count < TABULATED ? this.errorShares[count]! : errorShare(count);
  }
}
