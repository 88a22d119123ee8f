import type { BlockSpan } from '@causeway/domain/finality';
import type { ChainId, Hash } from '@causeway/domain/units';

/** What an operator should hear of a chain. */
export type ChainNotice =
  | { readonly kind: 'reorganised'; readonly chain: ChainId; readonly depth: number; readonly undone: number }
  | { readonly kind: 'gapped'; readonly chain: ChainId; readonly missing: BlockSpan }
  | { readonly kind: 'gap-closed'; readonly chain: ChainId; readonly tip: Hash }
  | { readonly kind: 'contradicted'; readonly chain: ChainId; readonly reason: string };

/** What a batch of records did. */
export interface IngestOutcome {
  readonly applied: number;
  readonly duplicates: number;
  /** Kept as dead letters. */
  readonly refused: number;
  /** Emitted by no known contract: anyone can write such logs, so they are counted and nothing else. */
  readonly untrusted: number;
  /** Events whose block is not canonical yet; absent when there are none. */
  readonly waiting?: number;
  /** What is worth telling of the chains; absent when there is nothing. */
  readonly notices?: readonly ChainNotice[];
}

/** Counts what records do while they are decided. */
export class OutcomeCount {
  applied = 0;
  duplicates = 0;
  refused = 0;
  untrusted = 0;
  waiting = 0;
  readonly notices: ChainNotice[] = [];

  outcome(): IngestOutcome {
    const { applied, duplicates, refused, untrusted, waiting, notices } = this;
    return {
      ...{ applied, duplicates, refused, untrusted },
      ...(waiting === 0 ? {} : { waiting }),
      ...(notices.length === 0 ? {} : { notices }),
    };
  }

  /** Adds what other records did. */
  add(other: IngestOutcome): void {
    this.applied += other.applied;
    this.duplicates += other.duplicates;
    this.refused += other.refused;
    this.untrusted += other.untrusted;
    this.waiting += other.waiting ?? 0;
    this.notices.push(...(other.notices ?? []));
  }
}
