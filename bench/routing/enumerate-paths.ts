import { edgeOutput, type LiquidityEdge, type LiquidityGraph } from '@causeway/domain/routing';
import type { AssetId } from '@causeway/domain/units';

interface PartialPath {
  readonly visited: readonly AssetId[];
  readonly amount: bigint;
}

/**
 * The largest output of any path of up to `maximumLegs` legs that visits no asset twice: breadth first, every path
 * followed, nothing dropped. Undefined when there is none.
 */
export function enumerateBestOutput(
  graph: LiquidityGraph,
  from: AssetId,
  to: AssetId,
  amount: bigint,
  maximumLegs: number,
): bigint | undefined {
  const outgoing = new Map<AssetId, LiquidityEdge[]>();
  for (const edge of graph.edges) {
    const known = outgoing.get(edge.from);
    if (known === undefined) outgoing.set(edge.from, [edge]);
    else known.push(edge);
  }
  let best: bigint | undefined;
  let frontier: PartialPath[] = [{ visited: [from], amount }];
  for (let leg = 1; leg <= maximumLegs; leg += 1) {
    const next: PartialPath[] = [];
    for (const path of frontier) {
      for (const edge of outgoing.get(path.visited.at(-1) ?? from) ?? []) {
        if (path.visited.includes(edge.to)) continue;
        const output = edgeOutput(edge, path.amount);
        if (!output.ok) continue;
        if (edge.to !== to) next.push({ visited: [...path.visited, edge.to], amount: output.value });
        else if (best === undefined || output.value > best) best = output.value;
      }
    }
    frontier = next;
  }
  return best;
}
