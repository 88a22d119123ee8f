import { NO_BUCKET, type AccountColumns } from './account-columns.js';
import { grownLength } from './segments.js';

/**
 * Lists of entries by slot, side and bucket, linked through the columns. Two more lists stand beside the buckets of each
 * slot and side: of triggers beyond the grid, and of open accounts, which every move of the slot concerns.
 */
export class TriggerLists {
  private heads = new Int32Array(0);
  readonly beyond: number;
  readonly open: number;
  private readonly listCount: number;

  constructor(
    private readonly columns: AccountColumns,
    bucketCount: number,
  ) {
    this.beyond = bucketCount;
    this.open = bucketCount + 1;
    this.listCount = bucketCount + 2;
    if (this.listCount >= NO_BUCKET)
      throw new RangeError(`${bucketCount} buckets are more than 16 bits can number`);
  }

  get byteLength(): number {
    return this.heads.byteLength;
  }

  /** Makes lists for the first `slotCount` slots. */
  reserveSlots(slotCount: number): void {
    const needed = slotCount * 2 * this.listCount;
    if (needed <= this.heads.length) return;
    const slots = grownLength(this.heads.length / (2 * this.listCount), slotCount);
    const heads = new Int32Array(slots * 2 * this.listCount).fill(-1);
    heads.set(this.heads);
    this.heads = heads;
  }

  /** The first entry of a list, or -1. */
  first(slotSide: number, bucket: number): number {
    return this.heads[slotSide * this.listCount + bucket]!;
  }

  /**
   * Adds to `out` the entries of the lists of a range of buckets; how many, or undefined when there are more than `most`.
   * All lists are followed at once, one entry of each after another, so that the processor need not wait for one entry to
   * arrive from memory before it asks for that of the next list.
   */
  gather(
    slotSide: number,
    fromBucket: number,
    toBucket: number,
    out: Int32Array,
    most: number,
  ): number | undefined {
    const { next } = this.columns;
    const first = slotSide * this.listCount;
    let end = 0;
    for (let list = first + fromBucket; list <= first + toBucket; list += 1) {
      const head = this.heads[list]!;
      if (head < 0) continue;
      if (end >= most) return undefined;
      out[end++] = head;
    }
    // What stands from here to the end has not been asked for its successor.
    for (let place = 0; place < end; place += 1) {
      const successor = next[out[place]!]!;
      if (successor < 0) continue;
      if (end >= most) return undefined;
      out[end++] = successor;
    }
    return end;
  }

  /** Moves an entry to a bucket; `NO_BUCKET` takes it out of its list. */
  place(entry: number, bucket: number): void {
    const { buckets, next, previous, slotSides } = this.columns;
    const old = buckets[entry]!;
    if (old === bucket) return;
    const lists = slotSides[entry]! * this.listCount;
    if (old !== NO_BUCKET) {
      const after = next[entry]!;
      const before = previous[entry]!;
      if (before >= 0) next[before] = after;
      else this.heads[lists + old] = after;
      if (after >= 0) previous[after] = before;
    }
    buckets[entry] = bucket;
    if (bucket === NO_BUCKET) return;
    const head = this.heads[lists + bucket]!;
    next[entry] = head;
    previous[entry] = -1;
    if (head >= 0) previous[head] = entry;
    this.heads[lists + bucket] = entry;
  }
}
