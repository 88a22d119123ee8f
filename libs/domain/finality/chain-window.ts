import type { Hash } from '@causeway/domain/units';
import type { ChainWindow, KnownBlock } from './followed-chain.js';

/** How one branch gives way to another. */
export interface BranchSwitch {
  /** Canonical blocks that are so no longer, the newest first. */
  readonly orphaned: readonly KnownBlock[];
  /** Blocks that have become canonical, the oldest first. */
  readonly adopted: readonly KnownBlock[];
}

/** The oldest known ancestor of a block that is not canonical, or the block itself; undefined for a canonical one. */
export function lowestOf(window: ChainWindow, hash: Hash): KnownBlock | undefined {
  return branchOf(window, hash).at(-1);
}

/** Whether a block of the window is canonical or descends from one that is. */
export function isJoined(window: ChainWindow, hash: Hash): boolean {
  const lowest = lowestOf(window, hash);
  return window.has(lowest === undefined ? hash : lowest.parentHash);
}

/** What it means that a joined block becomes the tip. @throws when it is not joined */
export function switchTo(window: ChainWindow, target: Hash): BranchSwitch {
  const adopted = [...branchOf(window, target)].reverse();
  const ancestor = window.get(adopted[0]?.parentHash ?? target);
  if (ancestor === undefined) throw new Error(`${target} is not joined to the canonical chain`);
  const orphaned = [...window.values()]
    .filter(({ isCanonical, number }) => isCanonical && number > ancestor.number)
    .sort((a, b) => (a.number > b.number ? -1 : 1));
  return { orphaned, adopted };
}

/** The canonical block of a number. */
export function canonicalAt(window: ChainWindow, number: bigint): KnownBlock | undefined {
  return [...window.values()].find((block) => block.isCanonical && block.number === number);
}

/** The block and its ancestors that are known and not canonical, the newest first. */
function branchOf(window: ChainWindow, hash: Hash): readonly KnownBlock[] {
  const branch: KnownBlock[] = [];
  let block = window.get(hash);
  while (block !== undefined && !block.isCanonical) {
    branch.push(block);
    block = window.get(block.parentHash);
  }
  return branch;
}
