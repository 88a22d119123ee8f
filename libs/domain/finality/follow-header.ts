import type { Hash } from '@causeway/domain/units';
import { mergeHeads, type BlockSpan } from './block-finality.js';
import { canonicalAt, isJoined, lowestOf, switchTo, type BranchSwitch } from './chain-window.js';
import {
  groundOf,
  type BlockHeader,
  type ChainWindow,
  type FollowedChain,
  type HeaderReport,
  type KnownBlock,
} from './followed-chain.js';

/** The canonical chain goes on, perhaps on another branch than before. */
export interface ChainMove extends BranchSwitch {
  readonly kind: 'moved';
  readonly chain: FollowedChain;
  /** The header's block, when it is new to the window. */
  readonly added?: KnownBlock;
}

/** What a header means for the chain it is told of. */
export type HeaderOutcome =
  | ChainMove
  /** A block that is canonical already. */
  | { readonly kind: 'known'; readonly chain: FollowedChain }
  /** Its ancestors down to the canonical chain are not all known. */
  | {
      readonly kind: 'gapped';
      readonly chain: FollowedChain;
      readonly missing: BlockSpan;
      readonly added?: KnownBlock;
    }
  /** It was read before what is known of the chain, or lies below all that is remembered. */
  | { readonly kind: 'stale' }
  /** It takes back a final block: the chain is believed no more. */
  | { readonly kind: 'contradicted'; readonly chain: FollowedChain; readonly reason: string }
  /** Nothing of the chain is believed any more. */
  | { readonly kind: 'halted' }
  /** Its number does not follow its parent's. */
  | { readonly kind: 'misnumbered'; readonly parent: bigint };

/**
 * Begins to follow a chain at a header. What lies below the first header told is taken for final, so the block
 * under it is the ground.
 */
export function beginToFollow({ chain, header, heads }: HeaderReport): {
  readonly chain: FollowedChain;
  readonly blocks: readonly KnownBlock[];
} {
  const start = header.number - 1n;
  const { hash, parentHash, number } = header;
  const under: KnownBlock = { number: start, hash: parentHash, parentHash, isCanonical: true };
  const first: KnownBlock = { number, hash, parentHash, isCanonical: true };
  return {
    chain: {
      chain,
      status: 'following',
      heads: mergeHeads(undefined, heads, number),
      start,
      tip: { number, hash },
      reorgs: 0,
    },
    blocks: [under, first],
  };
}

/**
 * Whether following a header takes all blocks from the ground up. When the block is known to be canonical, or comes
 * next on a chain without a gap, it takes that block alone.
 */
export function needsWindow(
  chain: FollowedChain,
  known: KnownBlock | undefined,
  header: BlockHeader,
): boolean {
  return chain.status !== 'contradicted' && known?.isCanonical !== true && !isNext(chain, header);
}

/**
 * Follows a header. The branch whose header was told last is canonical, as far as it is joined to the ground: the
 * node that told it knows the chain's rules. A header whose ancestors are missing waits, and becomes the tip once
 * they are told. A branch that leaves the canonical chain below the ground is refused.
 *
 * `window` holds all blocks from the ground up, or what `needsWindow` asks for.
 */
export function followHeader(chain: FollowedChain, window: ChainWindow, report: HeaderReport): HeaderOutcome {
  if (chain.status === 'contradicted') return { kind: 'halted' };
  const { number, hash, parentHash } = report.header;
  const known = window.get(hash);
  if (known?.isCanonical === true) {
    return { kind: 'known', chain: hash === chain.tip.hash ? withHeads(chain, report) : chain };
  }
  const added: KnownBlock = { number, hash, parentHash, isCanonical: false };
  const addition = known === undefined ? { added } : {};
  if (isNext(chain, report.header)) {
    const next = withHeads({ ...chain, tip: { number, hash } }, report);
    return { kind: 'moved', chain: next, orphaned: [], adopted: [added], ...addition };
  }
  const ground = groundOf(chain);
  if (report.heads.finalised < chain.heads.finalised || number < ground) return { kind: 'stale' };
  const parent = window.get(parentHash);
  if (parent !== undefined && parent.number + 1n !== number) {
    return { kind: 'misnumbered', parent: parent.number };
  }
  if (number === ground) return contradicted(chain, window, hash);
  const grown: ChainWindow = known === undefined ? new Map([...window, [hash, added]]) : window;
  if (isJoined(grown, hash)) return { ...moveTo(chain, grown, report), ...addition };
  const lowest = lowestOf(grown, hash) ?? added;
  if (lowest.number <= ground + 1n) return contradicted(chain, window, lowest.parentHash);
  const wanted = wantedAfter(chain, window, report.header);
  const missing = missingBelow(chain, grown, wanted);
  return { kind: 'gapped', chain: { ...chain, status: 'gapped', wanted, missing }, missing, ...addition };
}

/** Moves to a header that is joined to the ground, or beyond it to what was waiting for it. */
function moveTo(chain: FollowedChain, window: ChainWindow, report: HeaderReport): ChainMove {
  const { wanted, missing: _missing, ...rest } = chain;
  const isWantedJoined = wanted !== undefined && isJoined(window, wanted);
  const target = window.get(isWantedJoined ? wanted : report.header.hash);
  if (target === undefined) throw new Error(`${report.header.hash} is not in the window it was put into`);
  const change = switchTo(window, target.hash);
  const reorgs = chain.reorgs + (change.orphaned.length > 0 ? 1 : 0);
  const { number, hash } = target;
  const moved = withHeads({ ...rest, status: 'following', tip: { number, hash }, reorgs }, report);
  const waiting = wanted === undefined || isWantedJoined ? undefined : window.get(wanted);
  const isOvertaken = waiting === undefined || waiting.number <= number;
  if (isOvertaken) return { kind: 'moved', chain: moved, ...change };
  const missing = missingBelow(moved, window, waiting.hash);
  return { kind: 'moved', chain: { ...moved, status: 'gapped', wanted: waiting.hash, missing }, ...change };
}

/** The block to wait for: the highest one told, and of several that are as high the last. */
function wantedAfter({ wanted }: FollowedChain, window: ChainWindow, { number, hash }: BlockHeader): Hash {
  const waiting = wanted === undefined ? undefined : window.get(wanted);
  return waiting === undefined || number >= waiting.number ? hash : waiting.hash;
}

/** What lacks below a block that is waited for: at least the parent of its oldest known ancestor. */
function missingBelow({ tip }: FollowedChain, window: ChainWindow, wanted: Hash): BlockSpan {
  const lowest = lowestOf(window, wanted);
  if (lowest === undefined) throw new Error(`${wanted} is waited for and canonical`);
  const to = lowest.number - 1n;
  return { from: tip.number < to ? tip.number + 1n : to, to };
}

function contradicted(chain: FollowedChain, window: ChainWindow, other: Hash): HeaderOutcome {
  const { wanted: _wanted, missing: _missing, ...rest } = chain;
  const ground = groundOf(chain);
  const ours = canonicalAt(window, ground)?.hash ?? 'unknown';
  const reason = `block ${ground} was final as ${ours} and is told to be ${other}`;
  return {
    kind: 'contradicted',
    chain: { ...rest, status: 'contradicted', contradiction: reason },
    reason,
  };
}

function isNext({ status, tip }: FollowedChain, { number, parentHash }: BlockHeader): boolean {
  return status === 'following' && parentHash === tip.hash && number === tip.number + 1n;
}

function withHeads(chain: FollowedChain, { header, heads }: HeaderReport): FollowedChain {
  return { ...chain, heads: mergeHeads(chain.heads, heads, header.number) };
}
