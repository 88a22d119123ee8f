import { evmChain, fromUnixSeconds, type Hash } from '@causeway/domain/units';
import {
  beginToFollow,
  followHeader,
  type BlockHeader,
  type ChainHeads,
  type FollowedChain,
  type HeaderOutcome,
  type KnownBlock,
} from './index.js';

/** Made-up chains for tests: a block's hash is its height and a letter for its branch, as in `101a`. */

export const CHAIN = evmChain(10);

/** The header of a block such as `101b` on top of another. */
export function headerOf(name: string, parent: string): BlockHeader {
  const number = BigInt(name.slice(0, -1));
  return { number, hash: hashOf(name), parentHash: hashOf(parent), time: fromUnixSeconds(1_000) };
}

/** The hash of the block that a name stands for. */
export function hashOf(name: string): Hash {
  return `0x${name}` as Hash;
}

/** A chain that is told header by header. */
export class ToldChain {
  chain: FollowedChain;
  window: ReadonlyMap<Hash, KnownBlock>;

  constructor(first: string, parent: string, finalised: bigint) {
    const begun = beginToFollow({
      ...{ chain: CHAIN, header: headerOf(first, parent), heads: headsAt(finalised) },
    });
    this.chain = begun.chain;
    this.window = new Map(begun.blocks.map((block) => [block.hash, block]));
  }

  /** Tells a header and keeps what it changed. */
  tell(name: string, parent: string, finalised = this.chain.heads.finalised): HeaderOutcome {
    const report = { chain: CHAIN, header: headerOf(name, parent), heads: headsAt(finalised) };
    const outcome = followHeader(this.chain, this.window, report);
    if ('chain' in outcome) this.chain = outcome.chain;
    const window = new Map(this.window);
    if ('added' in outcome && outcome.added !== undefined) window.set(outcome.added.hash, outcome.added);
    if (outcome.kind === 'moved') {
      for (const block of outcome.orphaned) window.set(block.hash, { ...block, isCanonical: false });
      for (const block of outcome.adopted) window.set(block.hash, { ...block, isCanonical: true });
    }
    this.window = window;
    return outcome;
  }

  /** The canonical blocks, the oldest first. */
  canonical(): readonly string[] {
    return [...this.window.values()]
      .filter(({ isCanonical }) => isCanonical)
      .sort((a, b) => (a.number < b.number ? -1 : 1))
      .map(({ hash }) => hash.slice(2));
  }
}

function headsAt(finalised: bigint): ChainHeads {
  return { latest: finalised + 50n, safe: finalised, finalised };
}
