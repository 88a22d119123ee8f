import type { BlockSpan } from '@causeway/domain/finality';
import type { ChainId, Hash } from '@causeway/domain/units';

/** A block that has been collected, by which a chain is found to have taken another branch. */
export interface CollectedBlock {
  readonly number: bigint;
  readonly hash: Hash;
}

/** How far a chain has been collected. */
export interface CollectorCursor {
  /** The first block that has not been collected. */
  readonly nextBlock: bigint;
  /** The hash of the block before it, which the next block must name as its parent; absent before the first. */
  readonly previousHash?: Hash;
  /**
   * Consecutive blocks up to the one before `nextBlock`, the first of them final when it was collected; absent until
   * headers of the chain are told.
   */
  readonly recent?: readonly CollectedBlock[];
}

/** Where collectors keep how far they have come. */
export interface CollectorStore {
  /** The cursor of a chain; undefined before it was first collected. */
  cursor(chain: ChainId): Promise<CollectorCursor | undefined>;
  /**
   * Moves the cursor that stands at `from`, or starts it where there is none and `from` is undefined.
   * @returns false when it stands elsewhere, because another collector has moved it
   */
  advance(chain: ChainId, from: CollectorCursor | undefined, to: CollectorCursor): Promise<boolean>;
  /** The blocks that whoever follows the chain lacks and asks to be told; undefined while there are none. */
  wantedBlocks(chain: ChainId): Promise<BlockSpan | undefined>;
}
