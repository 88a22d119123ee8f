import type { ChainId, Hash } from '@causeway/domain/units';

/** How far a chain has been collected. */
export interface CollectorCursor {
  /** The first block that has not been collected. */
  readonly nextBlock: bigint;
  /** The hash of the block before it, which the next block must name as its parent; absent before the first. */
  readonly previousHash?: Hash;
}

/** Where collectors keep how far they have come. */
export interface CollectorStore {
  /** The cursor of a chain; undefined before it was first collected. */
  cursor(chain: ChainId): Promise<CollectorCursor | undefined>;
  /**
   * Moves the cursor that stands at the block `from`, or starts it where there is none and `from` is undefined.
   * @returns false when it stands elsewhere, because another collector has moved it
   */
  advance(chain: ChainId, from: bigint | undefined, to: CollectorCursor): Promise<boolean>;
}
