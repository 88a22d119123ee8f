import { LINK, NO_BUCKET, type AccountColumns } from './account-columns.js';
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

  /** The entry after one in its list, or -1. */
  after(entry: number): number {
    return this.columns.words[entry + LINK.next]!;
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
    const { words } = this.columns;
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
      const successor = words[out[place]! + LINK.next]!;
      if (successor < 0) continue;
      if (end >= most) return undefined;
      out[end++] = successor;
    }
    return end;
  }

  /** The bucket that an entry is in. */
  bucketOf(entry: number): number {
    return this.columns.words[entry + LINK.bucket]!;
  }

  /** Moves an entry of a slot and side to a bucket; `NO_BUCKET` takes it out of its list. */
  place(entry: number, slotSide: number, bucket: number): void {
    const { words } = this.columns;
    const old = words[entry + LINK.bucket]!;
    if (old === bucket) return;
    const lists = slotSide * this.listCount;
    if (old !== NO_BUCKET) {
      const after = words[entry + LINK.next]!;
      const before = words[entry + LINK.previous]!;
      if (before >= 0) words[before + LINK.next] = after;
      else this.heads[lists + old] = after;
      if (after >= 0) words[after + LINK.previous] = before;
    }
    words[entry + LINK.bucket] = bucket;
    if (bucket === NO_BUCKET) return;
    const head = this.heads[lists + bucket]!;
    words[entry + LINK.next] = head;
    words[entry + LINK.previous] = -1;
    if (head >= 0) words[head + LINK.previous] = entry;
    this.heads[lists + bucket] = entry;
  }
}
