import type { CollectorCursor, CollectorStore } from '@causeway/application/ports';
import type { BlockSpan, FollowedChain } from '@causeway/domain/finality';
import type { ChainId } from '@causeway/domain/units';

/** How far the chains have been collected, in memory. */
export class MemoryCollector implements CollectorStore {
  private readonly cursors = new Map<ChainId, CollectorCursor>();

  /** @param followed the chains as those who follow them know them */
  constructor(private readonly followed: () => readonly FollowedChain[]) {}

  cursor(chain: ChainId): Promise<CollectorCursor | undefined> {
    return Promise.resolve(this.cursors.get(chain));
  }

  advance(chain: ChainId, from: CollectorCursor | undefined, to: CollectorCursor): Promise<boolean> {
    const now = this.cursors.get(chain);
    const isThere = now?.nextBlock === from?.nextBlock && now?.previousHash === from?.previousHash;
    if (isThere) this.cursors.set(chain, to);
    return Promise.resolve(isThere);
  }

  wantedBlocks(chain: ChainId): Promise<BlockSpan | undefined> {
    const gapped = this.followed().find((known) => known.chain === chain && known.status === 'gapped');
    return Promise.resolve(gapped?.missing);
  }
}
