import { ACCOUNT_STATE, NO_BUCKET, type AccountColumns } from './account-columns.js';
import { errorShare } from './float-bound.js';
import type { SlotGrid } from './slot-grid.js';
import type { TriggerLists } from './trigger-lists.js';

/** Entries up to which the share of error is looked up. */
const TABULATED = 256;
const MOST_ROWS = 256;

/**
 * Computes rows in binary64 and places triggers by what they leave. Loops are written out and columns held in locals,
 * because this is what a move spends its time on.
 */
export class RowScreen {
  private readonly errorShares = Float64Array.from({ length: TABULATED }, (_, count) => errorShare(count));
  /** By how many spreads all slots may move against each row of the account looked at last. */
  private readonly rooms = new Float64Array(MOST_ROWS);
  private rowCount = 0;

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
    const { entryStarts, entryCounts, rowCounts, numberStarts, numbers, slotSides, clamps } = this.columns;
    const { values, scales } = this.grid;
    const start = entryStarts[account]!;
    const count = entryCounts[account]!;
    const rowCount = rowCounts[account]!;
    if (rowCount === 0 || !this.isInBox(start, start + count)) return false;
    const share = count < TABULATED ? this.errorShares[count]! : errorShare(count);
    const constants = numberStarts[account]!;
    let place = constants + rowCount;
    for (let row = 0; row < rowCount; row += 1) {
      let surplus = numbers[constants + row]!;
      let magnitude = Math.abs(surplus);
      let sensitivity = 0;
      for (let entry = start; entry < start + count; entry += 1, place += 1) {
        const slotSide = slotSides[entry]!;
        const slot = slotSide >> 1;
        const clamp = clamps[entry]!;
        let value = values[slot]!;
        if ((slotSide & 1) === 0 ? value > clamp : value < clamp) value = clamp;
        const coefficient = numbers[place]!;
        const term = coefficient * value;
        surplus += term;
        magnitude += Math.abs(term);
        sensitivity += Math.abs(coefficient) * scales[slot]!;
      }
      const room = surplus - share * magnitude;
      // Written so that NaN is not clear.
      if (!(room > 0)) return false;
      this.rooms[row] = room / sensitivity;
    }
    this.rowCount = rowCount;
    return true;
  }

  /** Adds to `out` the accounts of a range that are watched and not clear; how many. */
  collectUnclear(from: number, to: number, out: Int32Array, outFrom: number): number {
    const { states } = this.columns;
    let found = outFrom;
    for (let account = from; account < to; account += 1) {
      const state = states[account]!;
      if (state !== ACCOUNT_STATE.boxed && state !== ACCOUNT_STATE.unboxed) continue;
      if (!this.isClear(account)) out[found++] = account;
    }
    return found - outFrom;
  }

  /** By how many spreads all slots may move against the account that was last found clear. */
  room(): number {
    let room = Infinity;
    for (let row = 0; row < this.rowCount; row += 1) room = Math.min(room, this.rooms[row]!);
    return room;
  }

  /** Places the triggers of the account that was last found clear. */
  placeTriggers(account: number): void {
    const { entryStarts, entryCounts, slotSides, edges, clamps } = this.columns;
    const { values, scales, bucketCount } = this.grid;
    const start = entryStarts[account]!;
    const count = entryCounts[account]!;
    for (let index = 0; index < count; index += 1) {
      const entry = start + index;
      const slotSide = slotSides[entry]!;
      const slot = slotSide >> 1;
      const isBelow = (slotSide & 1) === 0;
      const reach = this.roomOf(account, index, count) * scales[slot]!;
      const clamp = clamps[entry]!;
      const value = values[slot]!;
      const from = isBelow ? Math.min(value, clamp) : Math.max(value, clamp);
      const trigger = isBelow ? Math.max(from - reach, edges[entry]!) : Math.min(from + reach, edges[entry]!);
      if (!Number.isFinite(trigger)) {
        this.lists.place(entry, NO_BUCKET);
        continue;
      }
      const bucket = this.grid.bucketOf(slot, trigger);
      const isOutside = bucket < 0 || bucket >= bucketCount;
      this.lists.place(entry, isOutside ? this.lists.beyond : bucket);
    }
  }

  /** The least room of the rows that an entry has a part in. */
  private roomOf(account: number, index: number, count: number): number {
    const { numberStarts, rowCounts, numbers } = this.columns;
    const rowCount = rowCounts[account]!;
    let place = numberStarts[account]! + rowCount + index;
    let room = Infinity;
    for (let row = 0; row < rowCount; row += 1, place += count) {
      const rowRoom = this.rooms[row]!;
      if (rowRoom < room && numbers[place] !== 0) room = rowRoom;
    }
    return room;
  }

  private isInBox(from: number, to: number): boolean {
    const { slotSides, edges } = this.columns;
    const { values } = this.grid;
    for (let entry = from; entry < to; entry += 1) {
      const slotSide = slotSides[entry]!;
      const value = values[slotSide >> 1]!;
      const edge = edges[entry]!;
      if (!((slotSide & 1) === 0 ? value > edge : value < edge)) return false;
    }
    return true;
  }
}
