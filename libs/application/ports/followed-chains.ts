import type { ChainHeads, FollowedChain, KnownBlock } from '@causeway/domain/finality';
import type { ChainId, Hash, LogId, TransferId } from '@causeway/domain/units';

/** What of a chain a decision needs to see. */
export interface ChainKeys {
  readonly chain: ChainId;
  /** The blocks to look up; `all` is every block from the ground up. */
  readonly blocks: readonly Hash[] | 'all';
  /** The blocks whose events may have been waiting for them. */
  readonly adopting: readonly Hash[];
  /** The heads as the headers tell them, each with the number of its header. */
  readonly told: readonly { readonly heads: ChainHeads; readonly number: bigint }[];
}

/** A followed chain, and those of its blocks that were asked for. */
export interface ChainSnapshot {
  readonly followed: FollowedChain;
  readonly blocks: ReadonlyMap<Hash, KnownBlock>;
  /** The place of the newest record that was applied: one that comes again is dropped. */
  readonly applied: RecordPlace;
}

/** Where a record lies in the event log. */
export interface RecordPlace {
  readonly partition: number;
  readonly offset: bigint;
}

/** A log that is a leg of a transfer, and where it lies. */
export interface Leg {
  readonly log: LogId;
  readonly transfer: TransferId;
  readonly chain: ChainId;
  readonly blockNumber: bigint;
}

/** A followed chain in its new state. */
export interface ChainWrite {
  readonly followed: FollowedChain;
  /** Blocks that are new, or have become canonical or ceased to be. */
  readonly blocks: readonly KnownBlock[];
  readonly applied: RecordPlace;
}
