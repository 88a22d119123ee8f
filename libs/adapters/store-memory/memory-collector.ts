import type { CollectorCursor, CollectorStore } from '@causeway/application/ports';
import type { ChainId } from '@causeway/domain/units';

/** How far the chains have been collected, in memory. */
export class MemoryCollector implements CollectorStore {
  private readonly cursors = new Map<ChainId, CollectorCursor>();

  cursor(chain: ChainId): Promise<CollectorCursor | undefined> {
    return Promise.resolve(this.cursors.get(chain));
  }

  advance(chain: ChainId, from: bigint | undefined, to: CollectorCursor): Promise<boolean> {
    const isThere = this.cursors.get(chain)?.nextBlock === from;
    if (isThere) this.cursors.set(chain, to);
    return Promise.resolve(isThere);
  }
}
