import type { ChainId, Hash, UnixMilliseconds } from '@causeway/domain/units';
import type { BlockSpan, ChainHeads } from './block-finality.js';

/** What a block's header says of its place in the chain. */
export interface BlockHeader {
  readonly number: bigint;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly time: UnixMilliseconds;
}

/** A header as it was read from a chain, and the chain's heads at that moment. */
export interface HeaderReport {
  readonly chain: ChainId;
  readonly header: BlockHeader;
  readonly heads: ChainHeads;
}

/** A block of a followed chain, on its canonical branch or on another. */
export interface KnownBlock {
  readonly number: bigint;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly isCanonical: boolean;
}

/**
 * Whether a chain goes on as it should (`following`), waits for blocks nobody has told (`gapped`), or has taken back
 * what it called final (`contradicted`), after which nothing of it is believed any more.
 */
export type ChainStatus = 'following' | 'gapped' | 'contradicted';

/** A chain as its headers have told it. */
export interface FollowedChain {
  readonly chain: ChainId;
  readonly status: ChainStatus;
  /** As they were told, but none above the block they were told with, save the latest. */
  readonly heads: ChainHeads;
  /** The number of the block below the first one told. */
  readonly start: bigint;
  /** The newest canonical block that is joined to the ground. */
  readonly tip: { readonly number: bigint; readonly hash: Hash };
  /** How often blocks were orphaned; names the compensations. */
  readonly reorgs: number;
  /** The newest block told that is not joined to the ground, while there is one. */
  readonly wanted?: Hash;
  /** The blocks that lack between the two. */
  readonly missing?: BlockSpan;
  /** Why the chain is not believed any more. */
  readonly contradiction?: string;
}

/** The blocks of a chain from its ground up, on all branches, by hash. */
export type ChainWindow = ReadonlyMap<Hash, KnownBlock>;

/** The newest block that cannot be taken back any more; older ones are not remembered. */
export function groundOf({ heads, start }: Pick<FollowedChain, 'heads' | 'start'>): bigint {
  return heads.finalised > start ? heads.finalised : start;
}
