import { grownLength } from './segments.js';
import type { Slot } from './folded-account.js';

/** Width of a slot's grid in spreads: from about 0.61 below the value it was laid around to as much above. */
const GRID_WIDTH = 1.2288;

/** A slot and a side are numbered in 16 bits. */
const MOST_SLOTS = 0x7fff;

/** Slots that move by less than this share of their value in comparison with others are not measured by `deviation`. */
const LEAST_MEASURED_SPREAD = 1e-6;

/** How a slot moves. Any positive spread is correct; a fitting one makes accounts be looked at more seldom. */
export interface SlotSpread {
  /** Whether the spread is a share of the value, as of a price, or in the slot's own unit, as of an index or time. */
  readonly kind: 'share' | 'absolute';
  /** What the slot moves by in comparison with others; 1 for an ordinary price. */
  readonly spread: number;
}

/** Where a move went: from bucket to bucket of one grid, beyond the grid, or from or to no value. */
export interface SlotWay {
  readonly slot: Slot;
  readonly kind: 'within' | 'beyond' | 'unknown';
  readonly from: number;
  readonly to: number;
}

/**
 * The values of all slots, and over each a grid of equal buckets, in which triggers are found. A bucket number grows
 * with the value: subtraction, multiplication by a positive number and rounding down are monotonic in binary64 too. So a
 * value whose bucket lies above that of a trigger lies above the trigger.
 */
export class SlotGrid {
  private readonly spreads: SlotSpread[] = [];
  /** By slot and side: the latest value at 2 × slot, and the same negated beside it; NaN while there is none. */
  sidedValues = new Float64Array(0);
  /** By slot and side: by how much the slot moves, in its own unit. */
  sidedScales = new Float64Array(0);
  /** The bucket of the latest value. */
  private buckets = new Int32Array(0);
  private origins = new Float64Array(0);
  private inverses = new Float64Array(0);
  /** The values that `deviation` is measured from, and 1 / the spread there; 0 for a slot that is not measured. */
  private bases = new Float64Array(0);
  private baseInverses = new Float64Array(0);
  private latestDeviation: number | undefined = 0;

  constructor(readonly bucketCount: number) {}

  get slotCount(): number {
    return this.spreads.length;
  }

  /** Adds a slot with a value or NaN; its number. */
  add(spread: SlotSpread, value: number): Slot {
    if (!(spread.spread > 0))
      throw new RangeError(`a slot must have a spread above zero, not ${spread.spread}`);
    if (this.spreads.length === MOST_SLOTS)
      throw new RangeError(`more than ${MOST_SLOTS} slots have no numbers`);
    const slot = this.spreads.push(spread) - 1;
    const length = grownLength(this.origins.length, this.spreads.length);
    if (length > this.origins.length) this.grow(length);
    this.setValue(slot, value);
    this.layOut(slot);
    this.measureFromLatest(slot);
    return slot;
  }

  /** The bucket of a value: below zero, or not below `bucketCount`, when it lies outside of the grid. */
  bucketOf(slot: Slot, value: number): number {
    return Math.floor((value - this.origins[slot]!) * this.inverses[slot]!);
  }

  /** The bucket of the latest value. */
  latestBucketOf(slot: Slot): number {
    return this.buckets[slot]!;
  }

  /**
   * By how many spreads, those at the common base, the slot of largest move has moved since the base. All accounts can be
   * held against this one number, where the way of each of their slots would be many.
   */
  deviation(): number {
    if (this.latestDeviation !== undefined) return this.latestDeviation;
    let most = 0;
    for (let slot = 0; slot < this.spreads.length; slot += 1) most = Math.max(most, this.deviationOf(slot));
    this.latestDeviation = most;
    return most;
  }

  /** Measures deviation from the latest values on. */
  rebase(): void {
    for (let slot = 0; slot < this.spreads.length; slot += 1) this.measureFromLatest(slot);
    this.latestDeviation = 0;
  }

  /** How far the latest value is from where it enters a bucket, in the unit of `deviation`; 0 where that is none. */
  distanceTo(slot: Slot, bucket: number, isBelow: boolean): number {
    const edge = this.origins[slot]! + (isBelow ? bucket + 1 : bucket) / this.inverses[slot]!;
    const value = this.sidedValues[2 * slot]!;
    return (isBelow ? value - edge : edge - value) * this.baseInverses[slot]!;
  }

  /** Sets the latest value of a slot, or NaN, and lays its grid anew when the value is beyond it. */
  move(slot: Slot, value: number): SlotWay {
    const before = this.sidedValues[2 * slot]!;
    const from = this.buckets[slot]!;
    this.setValue(slot, value);
    this.latestDeviation = undefined;
    if (Number.isNaN(before)) this.measureFromLatest(slot);
    const to = this.bucketOf(slot, value);
    if (to >= 0 && to < this.bucketCount && !Number.isNaN(before)) {
      this.buckets[slot] = to;
      return { slot, kind: 'within', from, to };
    }
    this.layOut(slot);
    return { slot, kind: Number.isNaN(before) || Number.isNaN(value) ? 'unknown' : 'beyond', from: 0, to: 0 };
  }

  private layOut(slot: Slot): void {
    const value = this.sidedValues[2 * slot]!;
    const { kind, spread } = this.spreads[slot]!;
    const scale = kind === 'share' ? Math.abs(value) * spread : spread;
    const usable = scale > 0 && Number.isFinite(scale) ? scale : 1;
    const width = usable * GRID_WIDTH;
    this.sidedScales[2 * slot] = usable;
    this.sidedScales[2 * slot + 1] = usable;
    this.origins[slot] = (Number.isNaN(value) ? 0 : value) - width / 2;
    this.inverses[slot] = this.bucketCount / width;
    this.buckets[slot] = Number.isNaN(value) ? 0 : this.bucketOf(slot, value);
  }

  private deviationOf(slot: Slot): number {
    const way = Math.abs(this.sidedValues[2 * slot]! - this.bases[slot]!) * this.baseInverses[slot]!;
    // Whatever has a slot without a value is looked at anyway.
    return Number.isNaN(way) ? 0 : way;
  }

  private measureFromLatest(slot: Slot): void {
    const value = this.sidedValues[2 * slot]!;
    const { kind, spread } = this.spreads[slot]!;
    const scale = Math.abs(value) * spread;
    const isMeasured =
      kind === 'share' && spread >= LEAST_MEASURED_SPREAD && scale > 0 && Number.isFinite(scale);
    this.bases[slot] = value;
    this.baseInverses[slot] = isMeasured ? 1 / scale : 0;
  }

  private setValue(slot: Slot, value: number): void {
    this.sidedValues[2 * slot] = value;
    this.sidedValues[2 * slot + 1] = -value;
  }

  private grow(length: number): void {
    this.sidedValues = copied(this.sidedValues, new Float64Array(2 * length));
    this.sidedScales = copied(this.sidedScales, new Float64Array(2 * length));
    this.origins = copied(this.origins, new Float64Array(length));
    this.inverses = copied(this.inverses, new Float64Array(length));
    this.bases = copied(this.bases, new Float64Array(length));
    this.baseInverses = copied(this.baseInverses, new Float64Array(length));
    this.buckets = copied(this.buckets, new Int32Array(length));
  }
}

/** The larger array with the numbers of the smaller one at its front. */
export function copied<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
