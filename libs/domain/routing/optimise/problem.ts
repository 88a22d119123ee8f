import { ratioOf } from './edge-curve.js';
import type { CompiledGraph } from './compiled-graph.js';

/** A request over the columns of a graph: what is to be maximised, and over which edges. */
export interface Problem {
  readonly graph: CompiledGraph;
  readonly source: number;
  readonly target: number;
  readonly amount: bigint;
  /** Edges that may carry anything: allowed, reachable from the source with their minimum, and leading to the target. */
  readonly edges: Int32Array;
  /**
   * Base units of each asset that cannot be exceeded at it by any route of simple paths: the amount times the
   * steepest rate of any way there. The optimiser works in multiples of it, so that all its numbers are about 1.
   */
  readonly scale: Float64Array;
  /** Base units that no edge's input needs to exceed: its capacity or the scale of where it starts. */
  readonly limit: Float64Array;
  /** Base units that single edges must not exceed, below their capacities. */
  readonly ceilings: ReadonlyMap<number, bigint>;
}

/** What shapes a problem besides its ends, amount and edges. */
export interface ProblemOptions {
  /**
   * A share by which limits exceed what can reach an edge: without any, what a limit is worth and what the input is
   * worth cannot be told apart.
   */
  readonly headroom?: number;
  readonly ceilings?: ReadonlyMap<number, bigint>;
}

/** Room for the rounding of the one product in each step of a way. */
const STEP_MARGIN = 1 + 2 ** -50;
const CIRCLE_MARGIN = 1 + 2 ** -47;
/** Room for the improvements left out on a way of up to some thousands of steps. */
const WAY_MARGIN = 1 + 2 ** -34;

/**
 * The problem of bringing `amount` base units from one asset to another over the edges that `isAllowed` names.
 * Undefined when nothing leads there.
 */
export function problemOf(
  graph: CompiledGraph,
  source: number,
  target: number,
  amount: bigint,
  isAllowed: (edge: number) => boolean,
  { headroom = 0, ceilings = new Map() }: ProblemOptions = {},
): Problem | undefined {
  const { from, to, capacity, minimum } = graph;
  const useful: number[] = [];
  for (let edge = 0; edge < from.length; edge += 1) {
    // What reached the target stays, and nothing needs to come back to the source.
    if (from[edge] !== target && to[edge] !== source && capacity[edge]! > 0 && isAllowed(edge)) {
      useful.push(edge);
    }
  }
  const scale = steepestWays(graph, useful, source, ratioOf(amount, 1n) * STEP_MARGIN);
  const leads = leadsTo(graph, useful, target);
  const onWays = useful.filter((edge) => scale[from[edge]!]! > 0 && leads[to[edge]!] === 1);
  if (!(scale[target]! > 0)) return undefined;
  const limit = new Float64Array(from.length);
  for (const edge of onWays) limit[edge] = Math.min(capacity[edge]!, scale[from[edge]!]! * (1 + headroom));
  for (const [edge, ceiling] of ceilings)
    limit[edge] = Math.min(limit[edge]!, ratioOf(ceiling, 1n) * STEP_MARGIN);
  // Where no more can come than an edge refuses as too little, it carries nothing.
  const edges = onWays.filter((edge) => minimum[edge]! <= limit[edge]! * STEP_MARGIN);
  return { graph, source, target, amount, edges: Int32Array.from(edges), scale, limit, ceilings };
}

/**
 * Amounts by which no simple path can exceed: Bellman-Ford over ways of as many steps as there are assets, so that
 * it ends where a circle gains. Each step rounds up.
 */
function steepestWays(
  { from, to, steepest, offset, assets }: CompiledGraph,
  edges: readonly number[],
  source: number,
  amount: number,
): Float64Array {
  const scale = new Float64Array(assets.length);
  scale[source] = amount;
  let active = new Uint8Array(assets.length);
  active[source] = 1;
  for (let step = 1, changed = true; changed && step < assets.length; step += 1) {
    changed = false;
    const next = new Uint8Array(assets.length);
    for (const edge of edges) {
      const tail = from[edge]!;
      if (active[tail] === 0) continue;
      const head = to[edge]!;
      const reached = (scale[tail]! * steepest[edge]! + offset[edge]!) * STEP_MARGIN;
      // What is within the margins of a circle that neither gains nor loses would go round for ever.
      if (reached > scale[head]! * CIRCLE_MARGIN) {
        scale[head] = reached;
        next[head] = 1;
        // One that comes later in this step goes on from what was just reached.
        active[head] = 1;
        changed = true;
      }
    }
    active = next;
  }
  return scale.map((reached) => reached * WAY_MARGIN);
}

function leadsTo({ from, to, assets }: CompiledGraph, edges: readonly number[], target: number): Uint8Array {
  const leads = new Uint8Array(assets.length);
  leads[target] = 1;
  for (let changed = true; changed;) {
    changed = false;
    for (const edge of edges) {
      if (leads[to[edge]!] === 1 && leads[from[edge]!] === 0) {
        leads[from[edge]!] = 1;
        changed = true;
      }
    }
  }
  return leads;
}
