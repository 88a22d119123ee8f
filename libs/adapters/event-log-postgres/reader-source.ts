import { checkReadOffset, FatalError, type ReadRequest } from '@causeway/application/ports';
import { partitionBounds } from './fetch-records.js';
import { cursorAt, type Cursor, type PartitionSource } from './partition-source.js';
import type { Pool } from 'pg';

/** The partitions of a reader that keeps its cursors itself. */
export class ReaderSource implements PartitionSource {
  readonly startsAtOldest = false;
  readonly #cursors: readonly Cursor[];

  private constructor(cursors: readonly Cursor[]) {
    this.#cursors = cursors;
  }

  /** @throws FatalError when an offset is not there to be read */
  static async open(pool: Pool, { topic, from }: ReadRequest): Promise<ReaderSource> {
    const bounds = await partitionBounds(pool, topic);
    if (bounds.size === 0) throw new FatalError(`topic ${topic} does not exist; ensure it first`);
    const cursors = [...from].map(([partition, next]) => cursorAt({ topic, partition }, next));
    for (const cursor of cursors) checkReadOffset(cursor, cursor.next, bounds.get(cursor.partition));
    return new ReaderSource(cursors);
  }

  cursors(): readonly Cursor[] {
    return this.#cursors;
  }

  begin(): boolean {
    return true;
  }

  async handled(cursor: Cursor, next: bigint): Promise<void> {
    cursor.next = next;
  }

  end(): void {
    // Nobody else is waiting for the partition.
  }

  async leave(): Promise<void> {
    // There is no group to leave.
  }
}
