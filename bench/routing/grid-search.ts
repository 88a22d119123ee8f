import { edgeOutput, type LiquidityEdge, type LiquidityGraph } from '@causeway/domain/routing';
import type { AssetId } from '@causeway/domain/units';

/** Shares of the amount are multiples of this many percent, as in Uniswap's smart-order-router. */
const STEP_PERCENT = 5;
const STEPS = 100 / STEP_PERCENT;
const MAXIMUM_SPLITS = 7;
const MAXIMUM_LEGS = 4;
/** Paths that are quoted at every share. */
const PATHS = 30;

type Path = readonly LiquidityEdge[];

/**
 * The best output of a search on a grid of shares: the paths that yield most for one share are quoted at every share,
 * and shares are combined breadth first, up to seven paths, none of which uses a pool of another. A reimplementation
 * of the published method (Uniswap/smart-order-router `best-swap-route.ts`), over this network's exact edges.
 */
export function gridSplitOutput(graph: LiquidityGraph, from: AssetId, to: AssetId, amount: bigint): bigint {
  const share = (amount * BigInt(STEP_PERCENT)) / 100n;
  const paths = pathsBetween(graph, from, to)
    .map((path) => ({ path, output: outputOf(path, share) }))
    .sort((a, b) => (b.output > a.output ? 1 : -1))
    .slice(0, PATHS)
    .map(({ path }) => path);
  const quotes = paths.map((path) =>
    Array.from({ length: STEPS + 1 }, (_, steps) => outputOf(path, (amount * BigInt(steps)) / BigInt(STEPS))),
  );
  return combine(paths, quotes);
}

interface Partial {
  readonly left: number;
  readonly output: bigint;
  readonly used: ReadonlySet<string>;
}

function combine(paths: readonly Path[], quotes: readonly (readonly bigint[])[]): bigint {
  let best = 0n;
  let frontier: Partial[] = [{ left: STEPS, output: 0n, used: new Set() }];
  for (let splits = 1; splits <= MAXIMUM_SPLITS && frontier.length > 0; splits += 1) {
    const next = new Map<number, Partial>();
    for (const partial of frontier) {
      for (let steps = 1; steps <= partial.left; steps += 1) {
        const added = bestUnused(paths, quotes, steps, partial);
        if (added === undefined) continue;
        if (added.left === 0) best = added.output > best ? added.output : best;
        else if (added.output > (next.get(added.left)?.output ?? 0n)) next.set(added.left, added);
      }
    }
    frontier = [...next.values()];
  }
  return best;
}

function bestUnused(
  paths: readonly Path[],
  quotes: readonly (readonly bigint[])[],
  steps: number,
  { left, output, used }: Partial,
): Partial | undefined {
  let chosen = -1;
  let most = 0n;
  for (const [at, path] of paths.entries()) {
    const quote = quotes[at]?.[steps] ?? 0n;
    if (quote > most && !path.some(({ id }) => used.has(id))) {
      chosen = at;
      most = quote;
    }
  }
  const path = paths[chosen];
  if (path === undefined) return undefined;
  return {
    left: left - steps,
    output: output + most,
    used: new Set([...used, ...path.map(({ id }) => id)]),
  };
}

function outputOf(path: Path, amount: bigint): bigint {
  let at = amount;
  for (const edge of path) {
    const output = edgeOutput(edge, at);
    if (!output.ok) return 0n;
    at = output.value;
  }
  return at;
}

function pathsBetween({ edges }: LiquidityGraph, from: AssetId, to: AssetId): readonly Path[] {
  const outgoing = new Map<AssetId, LiquidityEdge[]>();
  for (const edge of edges) outgoing.set(edge.from, [...(outgoing.get(edge.from) ?? []), edge]);
  const found: Path[] = [];
  const walk = (path: Path, visited: readonly AssetId[]): void => {
    const last = visited.at(-1) ?? from;
    for (const edge of outgoing.get(last) ?? []) {
      if (visited.includes(edge.to)) continue;
      if (edge.to === to) found.push([...path, edge]);
      else if (path.length + 1 < MAXIMUM_LEGS) walk([...path, edge], [...visited, edge.to]);
    }
  };
  walk([], [from]);
  return found;
}
