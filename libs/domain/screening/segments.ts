/**
 * Places in a column for runs of numbers that belong together. Freed runs are given out again to those of the same
 * length, of which there are few.
 */
export class Segments {
  private readonly freeByLength = new Map<number, number[]>();
  private end = 0;

  /** The length that a column must have. */
  get length(): number {
    return this.end;
  }

  /** The first place of a run. */
  take(length: number): number {
    const free = this.freeByLength.get(length)?.pop();
    if (free !== undefined) return free;
    const start = this.end;
    this.end += length;
    return start;
  }

  give(start: number, length: number): void {
    if (length === 0) return;
    const free = this.freeByLength.get(length);
    if (free === undefined) this.freeByLength.set(length, [start]);
    else free.push(start);
  }
}

/** The length to which a column grows that must hold `needed`: by a sixteenth, so that little stands empty. */
export function grownLength(present: number, needed: number): number {
  return needed <= present ? present : Math.max(needed, present + (present >> 4), 16);
}
