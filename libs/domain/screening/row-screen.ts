import {
  ACCOUNT_STATE,
  ENTRY_FIGURES,
  entryCountIn,
  HEADER,
  NO_BUCKET,
  rowCountIn,
  type AccountColumns,
} from './account-columns.js';
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
  private readonly magnitudes = new Float64Array(MOST_ROWS);
  private readonly sensitivities = new Float64Array(MOST_ROWS);
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
    const { headers, numbers, slotSides } = this.columns;
    const header = account * HEADER.length;
    const counts = headers[header + HEADER.counts]!;
    this.rowCount = rowCountIn(counts);
    if (this.rowCount !== 1) return this.rowCount > 0 && this.areRowsClear(account);
    const { values, scales } = this.grid;
    const first = headers[header + HEADER.entryStart]!;
    const count = entryCountIn(counts);
    let place = headers[header + HEADER.numberStart]!;
    let surplus = numbers[place++]!;
    let magnitude = Math.abs(surplus);
    let sensitivity = 0;
    for (let entry = first; entry < first + count; entry += 1, place += ENTRY_FIGURES + 1) {
      const slotSide = slotSides[entry]!;
      const slot = slotSide >> 1;
      const isBelow = (slotSide & 1) === 0;
      let value = values[slot]!;
      const edge = numbers[place]!;
      if (!(isBelow ? value > edge : value < edge)) return false;
      const clamp = numbers[place + 1]!;
      if (isBelow ? value > clamp : value < clamp) value = clamp;
      const coefficient = numbers[place + 2]!;
      const term = coefficient * value;
      surplus += term;
      magnitude += Math.abs(term);
      sensitivity += Math.abs(coefficient) * scales[slot]!;
    }
    const room = surplus - this.shareOf(count) * magnitude;
    this.rooms[0] = room / sensitivity;
    // Not `room <= 0`, because NaN is not clear.
    return room > 0;
  }

  /** Adds to `out` the accounts of a range that are watched and not clear; how many. */
  collectUnclear(from: number, to: number, out: Int32Array, outFrom: number): number {
    let found = outFrom;
    for (let account = from; account < to; account += 1) {
      const state = this.columns.stateOf(account);
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
    const { headers, numbers, slotSides } = this.columns;
    const { values, scales, bucketCount } = this.grid;
    const header = account * HEADER.length;
    const first = headers[header + HEADER.entryStart]!;
    const count = entryCountIn(headers[header + HEADER.counts]!);
    const stride = ENTRY_FIGURES + this.rowCount;
    let place = headers[header + HEADER.numberStart]! + this.rowCount;
    for (let entry = first; entry < first + count; entry += 1, place += stride) {
      const slotSide = slotSides[entry]!;
      const slot = slotSide >> 1;
      const isBelow = (slotSide & 1) === 0;
      const reach = this.roomAt(place + ENTRY_FIGURES) * scales[slot]!;
      const edge = numbers[place]!;
      const clamp = numbers[place + 1]!;
      const value = values[slot]!;
      const from = isBelow ? Math.min(value, clamp) : Math.max(value, clamp);
      const trigger = isBelow ? Math.max(from - reach, edge) : Math.min(from + reach, edge);
      if (!Number.isFinite(trigger)) {
        this.lists.place(entry, NO_BUCKET);
        continue;
      }
      const bucket = this.grid.bucketOf(slot, trigger);
      const isOutside = bucket < 0 || bucket >= bucketCount;
      this.lists.place(entry, isOutside ? this.lists.beyond : bucket);
    }
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
  private areRowsClear(account: number): boolean {
    const { headers, numbers, slotSides } = this.columns;
    const { values, scales } = this.grid;
    const { rowCount, rooms, magnitudes, sensitivities } = this;
    const header = account * HEADER.length;
    const first = headers[header + HEADER.entryStart]!;
    const count = entryCountIn(headers[header + HEADER.counts]!);
    let place = headers[header + HEADER.numberStart]!;
    for (let row = 0; row < rowCount; row += 1) {
      const constant = numbers[place++]!;
      rooms[row] = constant;
      magnitudes[row] = Math.abs(constant);
      sensitivities[row] = 0;
    }
    for (let entry = first; entry < first + count; entry += 1) {
      const slotSide = slotSides[entry]!;
      const slot = slotSide >> 1;
      const isBelow = (slotSide & 1) === 0;
      let value = values[slot]!;
      const edge = numbers[place++]!;
      const clamp = numbers[place++]!;
      if (!(isBelow ? value > edge : value < edge)) return false;
      if (isBelow ? value > clamp : value < clamp) value = clamp;
      const scale = scales[slot]!;
      for (let row = 0; row < rowCount; row += 1) {
        const coefficient = numbers[place++]!;
        const term = coefficient * value;
        rooms[row]! += term;
        magnitudes[row]! += Math.abs(term);
        sensitivities[row]! += Math.abs(coefficient) * scale;
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
