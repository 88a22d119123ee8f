import { grownLength } from './segments.js';
import type { Slot } from './folded-account.js';

/** Width of a slot's grid in spreads: from about 0.61 below the value it was laid around to as much above. */
const GRID_WIDTH = 1.2288;

/** How a slot moves. Any positive spread is correct; a fitting one makes accounts be looked at more seldom. */
export interface SlotSpread {
  /** Whether the spread is a share of the value, as of a price, or in the slot's own unit, as of an index or time. */
  readonly kind: 'share' | 'absolute';
  /** What the slot moves by in comparison with others; 1 for an ordinary price. */
  readonly spread: number;
}

/**
 * The values of all slots, and over each a grid of equal buckets, in which triggers are found. A bucket number grows
 * with the value: subtraction, multiplication by a positive number and rounding down are monotonic in binary64 too. So a
 * value whose bucket lies above that of a trigger lies above the trigger.
 */
export class SlotGrid {
  private readonly spreads: SlotSpread[] = [];
  /** The latest values; NaN while there is none. */
  values = new Float64Array(0);
  /** By how much each slot moves, in its own unit. */
  scales = new Float64Array(0);
  /** The bucket of the latest value. */
  private buckets = new Int32Array(0);
  /** The buckets between which the last move went. */
  readonly moved = { from: 0, to: 0 };
  private origins = new Float64Array(0);
  private inverses = new Float64Array(0);

  constructor(readonly bucketCount: number) {}

  get slotCount(): number {
    return this.spreads.length;
  }

  /** Adds a slot with a value or NaN; its number. */
  add(spread: SlotSpread, value: number): Slot {
    if (!(spread.spread > 0))
      throw new RangeError(`a slot must have a spread above zero, not ${spread.spread}`);
    const slot = this.spreads.push(spread) - 1;
    const length = grownLength(this.values.length, this.spreads.length);
    if (length > this.values.length) this.grow(length);
    this.values[slot] = value;
    this.layOut(slot);
    return slot;
  }

  /** The bucket of a value: below zero, or not below `bucketCount`, when it lies outside of the grid. */
  bucketOf(slot: Slot, value: number): number {
    return Math.floor((value - this.origins[slot]!) * this.inverses[slot]!);
  }

  /**
   * Sets the latest value of a slot, or NaN, and lays its grid anew when the value is beyond it. `moved` tells from which
   * bucket to which, when both are of the same grid.
   */
  move(slot: Slot, value: number): 'within' | 'beyond' | 'unknown' {
    const before = this.values[slot]!;
    this.values[slot] = value;
    const bucket = this.bucketOf(slot, value);
    if (bucket >= 0 && bucket < this.bucketCount && !Number.isNaN(before)) {
      this.moved.from = this.buckets[slot]!;
      this.moved.to = bucket;
      this.buckets[slot] = bucket;
      return 'within';
    }
    this.layOut(slot);
    return Number.isNaN(before) || Number.isNaN(value) ? 'unknown' : 'beyond';
  }

  private layOut(slot: Slot): void {
    const value = this.values[slot]!;
    const { kind, spread } = this.spreads[slot]!;
    const scale = kind === 'share' ? Math.abs(value) * spread : spread;
    const usable = scale > 0 && Number.isFinite(scale) ? scale : 1;
    const width = usable * GRID_WIDTH;
    this.scales[slot] = usable;
    this.origins[slot] = (Number.isNaN(value) ? 0 : value) - width / 2;
    this.inverses[slot] = this.bucketCount / width;
    this.buckets[slot] = Number.isNaN(value) ? 0 : this.bucketOf(slot, value);
  }

  private grow(length: number): void {
    this.values = copied(this.values, new Float64Array(length));
    this.scales = copied(this.scales, new Float64Array(length));
    this.origins = copied(this.origins, new Float64Array(length));
    this.inverses = copied(this.inverses, new Float64Array(length));
    this.buckets = copied(this.buckets, new Int32Array(length));
  }
}

/** The larger array with the numbers of the smaller one at its front. */
export function copied<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
