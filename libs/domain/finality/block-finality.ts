/**
 * How settled a block is: told by its chain's node (`latest`, `safe`, `finalised`), or, on a rollup, with its state
 * final on the layer that it settles on (`settled`). Each includes those before it.
 */
export type BlockFinality = 'latest' | 'safe' | 'finalised' | 'settled';

/** The newest blocks of a chain, by how settled they are. */
export interface ChainHeads {
  readonly latest: bigint;
  readonly safe: bigint;
  /** The newest block that its chain's rules will never take back; on a rollup, one whose batch is final there. */
  readonly finalised: bigint;
  /** The newest block whose state is final on the settlement layer; absent where nobody tells. */
  readonly settled?: bigint;
}

const ORDER: readonly BlockFinality[] = ['latest', 'safe', 'finalised', 'settled'];

/** The less settled of two. */
export function weakerFinality(a: BlockFinality, b: BlockFinality): BlockFinality {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}

/** A range of blocks, both ends included. */
export interface BlockSpan {
  readonly from: bigint;
  readonly to: bigint;
}

/** How settled a block of the chain with these heads is. */
export function finalityOf(number: bigint, heads: ChainHeads): BlockFinality {
  if (heads.settled !== undefined && number <= heads.settled) return 'settled';
  if (number <= heads.finalised) return 'finalised';
  return number <= heads.safe ? 'safe' : 'latest';
}

/**
 * The heads after a node told them anew with a block of its chain. Of blocks above that one it is not known on which
 * branch the node has them, so the heads go no higher. The latest word counts, since the safe head can go back; but
 * the finalised head cannot, and a word of an older finalised head was spoken before.
 */
export function mergeHeads(known: ChainHeads | undefined, told: ChainHeads, number: bigint): ChainHeads {
  const finalised = smaller(told.finalised, number);
  if (known !== undefined && finalised < known.finalised) return known;
  const settled = told.settled === undefined ? known?.settled : smaller(told.settled, number);
  const heads = { latest: told.latest, safe: smaller(told.safe, number), finalised };
  return settled === undefined ? heads : { ...heads, settled };
}

/** The blocks above `start` whose finality differs between two states of the heads, ascending and disjoint. */
export function changedSpans(before: ChainHeads, after: ChainHeads, start: bigint): readonly BlockSpan[] {
  return disjoint(rawSpans(before, after, start));
}

/**
 * The blocks above `start` whose finality may change while the heads are told anew, each time with a block of the
 * given number, whether or not each word of it counts.
 */
export function changeableSpans(
  heads: ChainHeads,
  told: readonly { readonly heads: ChainHeads; readonly number: bigint }[],
  start: bigint,
): readonly BlockSpan[] {
  const spans: BlockSpan[] = [];
  let before = heads;
  for (const { heads: next, number } of told) {
    const after = mergeHeads(before, next, number);
    spans.push(...rawSpans(before, after, start));
    before = after;
  }
  return disjoint(spans);
}

function rawSpans(before: ChainHeads, after: ChainHeads, start: bigint): readonly BlockSpan[] {
  const pairs: readonly (readonly [bigint, bigint])[] = [
    [before.settled ?? start, after.settled ?? start],
    [before.finalised, after.finalised],
    [before.safe, after.safe],
  ];
  return pairs
    .map(([a, b]) => ({ from: larger(smaller(a, b), start) + 1n, to: larger(a, b) }))
    .filter(({ from, to }) => from <= to);
}

function disjoint(spans: readonly BlockSpan[]): readonly BlockSpan[] {
  const joined: BlockSpan[] = [];
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to + 1n) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, to: larger(last.to, span.to) };
  }
  return joined;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
