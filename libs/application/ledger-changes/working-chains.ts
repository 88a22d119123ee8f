import {
  finalityOf,
  groundOf,
  type BlockFinality,
  type ChainHeads,
  type FollowedChain,
  type KnownBlock,
} from '@causeway/domain/finality';
import type { ChainId, Hash } from '@causeway/domain/units';
import type { AppliedLog, ChainSnapshot, ChainWrite, RecordPlace } from '@causeway/application/ports';

/** What is to be done with a log, by the block that it lies in. */
export type LogStanding = 'canonical' | 'waiting' | 'unknown';

interface WorkingChain {
  followed: FollowedChain;
  applied: RecordPlace;
  readonly blocks: Map<Hash, KnownBlock>;
  readonly changedBlocks: Map<Hash, KnownBlock>;
}

/** The followed chains that one decision works on. */
export class WorkingChains {
  private readonly chains: Map<ChainId, WorkingChain>;
  private readonly changed = new Set<ChainId>();

  constructor(snapshots: ReadonlyMap<ChainId, ChainSnapshot>) {
    this.chains = new Map(
      [...snapshots].map(([chain, { followed, blocks, applied }]) => [
        chain,
        { followed, applied, blocks: new Map(blocks), changedBlocks: new Map() },
      ]),
    );
  }

  followed(chain: ChainId): FollowedChain | undefined {
    return this.chains.get(chain)?.followed;
  }

  block(chain: ChainId, hash: Hash): KnownBlock | undefined {
    return this.chains.get(chain)?.blocks.get(hash);
  }

  blocks(chain: ChainId): ReadonlyMap<Hash, KnownBlock> {
    return this.chains.get(chain)?.blocks ?? new Map<Hash, KnownBlock>();
  }

  /** Whether a record of a followed chain was applied before. The records of a chain lie on one partition, in order. */
  isRepeated(chain: ChainId, { partition, offset }: RecordPlace): boolean {
    const applied = this.chains.get(chain)?.applied;
    return applied?.partition === partition && offset <= applied.offset;
  }

  /** Notes that a record of a chain has been applied, if the chain is followed. */
  markApplied(chain: ChainId, { partition, offset }: RecordPlace): void {
    const working = this.chains.get(chain);
    if (working === undefined) return;
    working.applied = { partition, offset };
    this.changed.add(chain);
  }

  /** Stores the new state of a chain, with the blocks that changed. */
  put(followed: FollowedChain, blocks: readonly KnownBlock[], place: RecordPlace): void {
    const { chain } = followed;
    const working = this.chains.get(chain) ?? {
      ...{ followed, applied: place },
      ...{ blocks: new Map<Hash, KnownBlock>(), changedBlocks: new Map<Hash, KnownBlock>() },
    };
    working.followed = followed;
    for (const block of blocks) {
      working.blocks.set(block.hash, block);
      working.changedBlocks.set(block.hash, block);
    }
    this.chains.set(chain, working);
    this.changed.add(chain);
  }

  /**
   * Whether a log may take effect. What lies below all that is remembered is believed when its record says that it
   * is final; a log whose block has fallen behind the finalised head without having been canonical is not known.
   */
  standing(log: AppliedLog, told: BlockFinality | undefined): LogStanding {
    const followed = this.followed(log.chain);
    if (followed === undefined || this.block(log.chain, log.blockHash)?.isCanonical === true) {
      return 'canonical';
    }
    if (log.blockNumber > groundOf(followed)) return 'waiting';
    return told === 'finalised' || told === 'settled' ? 'canonical' : 'unknown';
  }

  /** How settled a log's block is by the heads of its chain; what its record told, where the chain is not followed. */
  finality(log: AppliedLog, told: BlockFinality | undefined): BlockFinality | undefined {
    const heads = this.heads(log.chain);
    return heads === undefined ? told : finalityOf(log.blockNumber, heads);
  }

  heads(chain: ChainId): ChainHeads | undefined {
    return this.followed(chain)?.heads;
  }

  changes(): readonly ChainWrite[] {
    return [...this.changed].flatMap((chain) => {
      const working = this.chains.get(chain);
      if (working === undefined) return [];
      const { followed, applied, changedBlocks } = working;
      return [{ followed, applied, blocks: [...changedBlocks.values()] }];
    });
  }
}
