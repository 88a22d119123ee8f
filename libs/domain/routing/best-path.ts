import type { AssetId } from '@causeway/domain/units';
import { edgeOutput, unlimitedOutput, type EdgeCode } from './edge-amounts.js';
import type { LiquidityEdge } from './edges/liquidity-edge.js';

/** What the search is to find, over edges that all are allowed. */
export interface PathGoal {
  readonly from: AssetId;
  readonly to: AssetId;
  readonly amount: bigint;
  readonly maximumLegs: number;
  readonly deadlineSeconds: number;
}

/** A leg of a path that was found. */
export interface PathLeg {
  readonly edge: LiquidityEdge;
  readonly input: bigint;
  readonly output: bigint;
}

/** The best path, or how edges on the way to the goal refused the amount. */
export interface PathSearch {
  readonly best?: readonly PathLeg[];
  readonly refusals: ReadonlySet<EdgeCode>;
}

/** The end of a partial path. */
interface Label {
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly upperQuartileSeconds: number;
  readonly visited: readonly AssetId[];
  readonly legs: readonly PathLeg[];
}

/**
 * Finds the path with the largest exact output; among equals the one with the lower upper-quartile latency, then
 * with fewer legs. A path visits no asset twice: that uses no edge and no pool twice, whose reserves the path itself
 * would have moved.
 *
 * Label setting by number of legs. A label is dropped only for one that is as good in amount, latency and legs and
 * can go everywhere the other can, so deadlines and capacities are met exactly rather than greedily. `edges` must be
 * in a fixed order for ties to be broken the same way each time.
 */
export function findBestPath(edges: readonly LiquidityEdge[], goal: PathGoal): PathSearch {
  const map = mapOfEdges(edges, goal);
  const refusals = new Set<EdgeCode>();
  const kept = new Map<AssetId, Label[]>();
  let frontier: Label[] = [
    { asset: goal.from, amount: goal.amount, upperQuartileSeconds: 0, visited: [goal.from], legs: [] },
  ];
  let best: Label | undefined;
  for (let remaining = goal.maximumLegs; remaining > 0 && frontier.length > 0; remaining -= 1) {
    const next: Label[] = [];
    for (const label of frontier) {
      // A label that came first may have been displaced by a better one of the same number of legs.
      if (label.legs.length > 0 && kept.get(label.asset)?.includes(label) !== true) continue;
      for (const edge of map.outgoing(label.asset, remaining)) {
        const extended = extend(label, edge, goal, refusals);
        if (extended === undefined) continue;
        if (edge.to === goal.to) best = better(best, extended);
        else if (keepUndominated(kept, extended, remaining - 1, map)) next.push(extended);
      }
    }
    frontier = next;
  }
  return best === undefined ? { refusals } : { best: best.legs, refusals };
}

function extend(
  label: Label,
  edge: LiquidityEdge,
  goal: PathGoal,
  refusals: Set<EdgeCode>,
): Label | undefined {
  if (label.visited.includes(edge.to)) return undefined;
  const upperQuartileSeconds = label.upperQuartileSeconds + edge.latency.upperQuartileSeconds;
  if (upperQuartileSeconds > goal.deadlineSeconds) return undefined;
  const output = edgeOutput(edge, label.amount);
  if (!output.ok) {
    refusals.add(output.failure.code);
    return undefined;
  }
  return {
    asset: edge.to,
    amount: output.value,
    upperQuartileSeconds,
    visited: [...label.visited, edge.to],
    legs: [...label.legs, { edge, input: label.amount, output: output.value }],
  };
}

function better(a: Label | undefined, b: Label): Label {
  if (a === undefined) return b;
  if (a.amount !== b.amount) return a.amount > b.amount ? a : b;
  // The label found first has no more legs, because legs are tried in ascending number.
  return a.upperQuartileSeconds <= b.upperQuartileSeconds ? a : b;
}

/** Adds a label to those of its asset unless one of them dominates it; drops those of as many legs it dominates. */
function keepUndominated(
  kept: Map<AssetId, Label[]>,
  label: Label,
  remaining: number,
  map: EdgeMap,
): boolean {
  const rivals = kept.get(label.asset) ?? [];
  if (rivals.some((rival) => dominates(rival, label, remaining, map))) return false;
  const survivors = rivals.filter(
    (rival) => rival.legs.length < label.legs.length || !dominates(label, rival, remaining, map),
  );
  kept.set(label.asset, [...survivors, label]);
  return true;
}

/** Whether `a`, with no more legs than `b`, ends at least as well as `b` whatever is appended to both. */
function dominates(a: Label, b: Label, remaining: number, map: EdgeMap): boolean {
  if (a.amount < b.amount || a.upperQuartileSeconds > b.upperQuartileSeconds) return false;
  // More is worse where a capacity ahead may refuse it.
  if (a.amount > b.amount && map.capacityMayBind(a.asset, remaining)) return false;
  return a.visited.every((asset) => b.visited.includes(asset) || !map.reachesGoal(asset, remaining - 1));
}

/** What is known about the edges before the search. */
interface EdgeMap {
  /** Edges from an asset that can still be part of a path of `remaining` more legs. */
  readonly outgoing: (asset: AssetId, remaining: number) => readonly LiquidityEdge[];
  readonly reachesGoal: (asset: AssetId, remaining: number) => boolean;
  /** Whether some edge within `remaining` legs from an asset has a capacity that an amount might exceed. */
  readonly capacityMayBind: (asset: AssetId, remaining: number) => boolean;
}

function mapOfEdges(edges: readonly LiquidityEdge[], goal: PathGoal): EdgeMap {
  const byAsset = new Map<AssetId, LiquidityEdge[]>();
  for (const edge of edges) byAsset.set(edge.from, [...(byAsset.get(edge.from) ?? []), edge]);
  const distance = legsToGoal(edges, goal);
  const reachesGoal = (asset: AssetId, remaining: number) => (distance.get(asset) ?? Infinity) <= remaining;
  const outgoing = (asset: AssetId, remaining: number) =>
    (byAsset.get(asset) ?? []).filter((edge) => reachesGoal(edge.to, remaining - 1));
  const binding = bindingCapacities(edges, goal, outgoing);
  return {
    outgoing,
    reachesGoal,
    capacityMayBind: (asset, remaining) => binding[remaining]?.has(asset) === true,
  };
}

/** The least number of legs from each asset to the goal. */
function legsToGoal(edges: readonly LiquidityEdge[], goal: PathGoal): ReadonlyMap<AssetId, number> {
  const distance = new Map<AssetId, number>([[goal.to, 0]]);
  for (let legs = 1; legs <= goal.maximumLegs; legs += 1) {
    const reached = edges.filter((edge) => distance.get(edge.to) === legs - 1 && !distance.has(edge.from));
    for (const edge of reached) distance.set(edge.from, legs);
  }
  return distance;
}

/** For each number of remaining legs, the assets ahead of which some capacity may bind. */
function bindingCapacities(
  edges: readonly LiquidityEdge[],
  goal: PathGoal,
  outgoing: EdgeMap['outgoing'],
): readonly ReadonlySet<AssetId>[] {
  const largest = largestAmounts(edges, goal);
  const assets = new Set(edges.map((edge) => edge.from));
  const binding: Set<AssetId>[] = [new Set()];
  for (let remaining = 1; remaining <= goal.maximumLegs; remaining += 1) {
    const before = binding[remaining - 1] ?? new Set();
    const mayBind = (edge: LiquidityEdge) =>
      edge.capacity < (largest.get(edge.from) ?? 0n) || before.has(edge.to);
    binding.push(new Set([...assets].filter((asset) => outgoing(asset, remaining).some(mayBind))));
  }
  return binding;
}

/** An upper bound on the amount that any path can bring to each asset, as if no edge had limits. */
function largestAmounts(edges: readonly LiquidityEdge[], goal: PathGoal): ReadonlyMap<AssetId, bigint> {
  const largest = new Map<AssetId, bigint>([[goal.from, goal.amount]]);
  for (let legs = 1; legs < goal.maximumLegs; legs += 1) {
    for (const edge of edges) {
      const amount = largest.get(edge.from);
      if (amount === undefined) continue;
      const output = unlimitedOutput(edge, amount);
      if (output > (largest.get(edge.to) ?? 0n)) largest.set(edge.to, output);
    }
  }
  return largest;
}
