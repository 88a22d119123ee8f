import {
  changeableSpans,
  groundOf,
  type ChainHeads,
  type FollowedChain,
  type KnownBlock,
} from '@causeway/domain/finality';
import type { ChainId, Hash } from '@causeway/domain/units';
import type { AppliedLog, ChainKeys, ChainSnapshot, ChainWrite, Leg } from '@causeway/application/ports';

/** The followed chains in memory. */
export class MemoryChains {
  private readonly chains = new Map<ChainId, ChainSnapshot>();

  get isEmpty(): boolean {
    return this.chains.size === 0;
  }

  /** Every followed chain. */
  all(): readonly FollowedChain[] {
    return [...this.chains.values()].map(({ followed }) => followed);
  }

  heads(): ReadonlyMap<ChainId, ChainHeads> {
    return new Map(this.all().map(({ chain, heads }) => [chain, heads]));
  }

  snapshot(keys: readonly ChainKeys[]): ReadonlyMap<ChainId, ChainSnapshot> {
    return new Map(
      keys.flatMap(({ chain, blocks: wanted }): readonly (readonly [ChainId, ChainSnapshot])[] => {
        const known = this.chains.get(chain);
        if (known === undefined) return [];
        if (wanted === 'all') return [[chain, known]];
        const blocks = new Map<Hash, KnownBlock>();
        for (const hash of wanted) {
          const block = known.blocks.get(hash);
          if (block !== undefined) blocks.set(hash, block);
        }
        return [[chain, { ...known, blocks }]];
      }),
    );
  }

  /** The legs among the logs whose finality the told heads may change. */
  legs(keys: readonly ChainKeys[], logs: Iterable<AppliedLog>): readonly Leg[] {
    const spansOf = new Map(
      keys.flatMap(({ chain, told }) => {
        const followed = this.chains.get(chain)?.followed;
        return followed === undefined
          ? []
          : [[chain, changeableSpans(followed.heads, told, followed.start)] as const];
      }),
    );
    return [...logs].flatMap(({ id, chain, blockNumber, legOf }): readonly Leg[] => {
      const isConcerned = (spansOf.get(chain) ?? []).some(
        ({ from, to }) => from <= blockNumber && blockNumber <= to,
      );
      return legOf === undefined || !isConcerned ? [] : [{ log: id, transfer: legOf, chain, blockNumber }];
    });
  }

  /** Writes chains in their new state, and forgets the blocks that cannot be orphaned any more. */
  write(writes: readonly ChainWrite[]): void {
    for (const { followed, blocks: changed, applied } of writes) {
      const blocks = new Map(this.chains.get(followed.chain)?.blocks);
      for (const block of changed) blocks.set(block.hash, block);
      const ground = groundOf(followed);
      for (const { hash, number } of [...blocks.values()]) if (number < ground) blocks.delete(hash);
      this.chains.set(followed.chain, { followed, blocks, applied });
    }
  }
}
