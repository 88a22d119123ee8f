import type { BlockRange } from '@causeway/application/ports';

/** How many blocks are asked for at once. */
export interface RangeLimits {
  readonly firstBlocks: number;
  readonly maximumBlocks: number;
}

/** The next range of at most `blocks` blocks up to `head`; undefined when the head has been reached. */
export function nextRange(nextBlock: bigint, head: bigint, blocks: number): BlockRange | undefined {
  if (nextBlock > head) return undefined;
  const to = nextBlock + BigInt(blocks) - 1n;
  return { from: nextBlock, to: to < head ? to : head };
}

/** Half of a range that was refused; the port refuses no single block. */
export function narrower(range: BlockRange): number {
  return Math.max(1, Math.floor(blocksIn(range) / 2));
}

/**
 * A quarter more than what was answered, so that at a provider's limit few questions are wasted; but a range cut
 * short by the head says nothing about the limit.
 */
export function wider(range: BlockRange, blocks: number, limits: RangeLimits): number {
  if (blocksIn(range) < blocks) return blocks;
  return Math.min(limits.maximumBlocks, blocks + Math.ceil(blocks / 4));
}

function blocksIn({ from, to }: BlockRange): number {
  return Number(to - from) + 1;
}
