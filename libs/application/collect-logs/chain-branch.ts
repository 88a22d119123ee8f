import type { CollectedBlock, CollectorCursor } from '@causeway/application/ports';
import type { BlockHeader } from '@causeway/domain/finality';
import { fail, ok, type Result } from '@causeway/domain/units';
import type { Collecting, HaltCode } from './collector-state.js';

/** How what was collected stands to the chain as it is now. */
export type Branch =
  /** It is all in the chain. `tip` is the header of the last block of it, unless the endpoints are behind it. */
  | { readonly kind: 'same'; readonly tip?: BlockHeader }
  /** The chain has left it after a block. */
  | { readonly kind: 'left'; readonly fork: CollectedBlock };

/**
 * Whether the chain still holds the blocks that were collected above its finalised head. The last one of them that the
 * endpoints can have is asked for; when it is another, the last one that is the same is searched by halving, because
 * all blocks below one that is the same are the same.
 */
export async function branchOf(
  { ports, chain, heads }: Collecting,
  { recent = [] }: CollectorCursor,
): Promise<Result<Branch, HaltCode>> {
  const visible = recent.filter(({ number }) => number <= heads.latest);
  const last = visible.at(-1);
  if (last === undefined) return ok({ kind: 'same' });
  const now = await ports.chains.header(chain, last.number);
  if (!now.ok) return now;
  if (now.value.hash === last.hash) {
    return ok(visible.length === recent.length ? { kind: 'same', tip: now.value } : { kind: 'same' });
  }
  let [same, other] = [-1, visible.length - 1];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    const block = blockAt(visible, middle);
    const answered = await ports.chains.header(chain, block.number);
    if (!answered.ok) return answered;
    if (answered.value.hash === block.hash) same = middle;
    else other = middle;
  }
  if (same >= 0) return ok({ kind: 'left', fork: blockAt(visible, same) });
  const ground = blockAt(visible, 0);
  return fail(
    'FINAL_BLOCK_CHANGED',
    `block ${ground.number} was final as ${ground.hash}, and the chain has left it`,
  );
}

/** The cursor after going back to the last block that the chain still holds. */
export function rewound({ recent = [] }: CollectorCursor, fork: CollectedBlock): CollectorCursor {
  return {
    nextBlock: fork.number + 1n,
    previousHash: fork.hash,
    recent: recent.filter(({ number }) => number <= fork.number),
  };
}

/** The collected blocks that must be remembered: those that can be taken back, and the final one below them. */
export function remembered(
  { recent = [] }: CollectorCursor,
  headers: readonly BlockHeader[],
  finalised: bigint,
): readonly CollectedBlock[] {
  const all = [...recent, ...headers.map(({ number, hash }) => ({ number, hash }))];
  const last = all.at(-1)?.number ?? finalised;
  const lowest = finalised < last ? finalised : last;
  return all.filter(({ number }) => number >= lowest);
}

function blockAt(blocks: readonly CollectedBlock[], index: number): CollectedBlock {
  const block = blocks[index];
  if (block === undefined) throw new Error(`no collected block at ${index}`);
  return block;
}
