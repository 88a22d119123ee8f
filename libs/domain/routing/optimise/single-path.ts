import { ratioOf, type HyperbolicPiece } from './edge-curve.js';
import type { FlowPlan } from './flow-plan.js';
import type { Problem } from './problem.js';

/** Legs of the paths that are looked at. */
const MAXIMUM_LEGS = 6;

/**
 * The plan of the best single path of up to six legs by floats: of the amounts that arrive at each asset by as many
 * legs, the largest is carried on. Undefined when no path takes the whole amount.
 */
export function bestSinglePath(problem: Problem, maximumLegs = MAXIMUM_LEGS): FlowPlan | undefined {
  const { graph, source, target, amount } = problem;
  const size = graph.assets.length;
  let amounts = new Float64Array(size);
  amounts[source] = ratioOf(amount, 1n);
  const via: Int32Array[] = [];
  let best = 0;
  let bestLegs = 0;
  for (let legs = 1; legs <= Math.min(maximumLegs, MAXIMUM_LEGS); legs += 1) {
    const next = new Float64Array(size);
    const by = new Int32Array(size).fill(-1);
    for (const edge of problem.edges) {
      const arriving = amounts[graph.from[edge]!]!;
      if (!(arriving > 0) || arriving > roomOf(problem, edge) || arriving < graph.minimum[edge]!) continue;
      const output = outputOf(problem, edge, arriving) - graph.fixedCost[edge]!;
      const head = graph.to[edge]!;
      if (!(output > next[head]!) || hasVisited(problem, via, graph.from[edge]!, head)) continue;
      next[head] = output;
      by[head] = edge;
    }
    via.push(by);
    if (next[target]! > best) {
      best = next[target]!;
      bestLegs = legs;
    }
    amounts = next;
  }
  if (bestLegs === 0) return undefined;
  const edges = wayBack(problem, via.slice(0, bestLegs), target);
  return { edges, input: edges.map(() => 1) };
}

function roomOf({ graph, ceilings }: Problem, edge: number): number {
  const ceiling = ceilings.get(edge);
  return ceiling === undefined ? graph.capacity[edge]! : ratioOf(ceiling, 1n);
}

function hasVisited({ graph }: Problem, via: readonly Int32Array[], from: number, asset: number): boolean {
  let at = from;
  for (let leg = via.length - 1; at !== asset; leg -= 1) {
    if (leg < 0) return false;
    at = graph.from[via[leg]![at]!]!;
  }
  return true;
}

function wayBack({ graph }: Problem, via: readonly Int32Array[], target: number): number[] {
  const edges: number[] = [];
  let at = target;
  for (let leg = via.length - 1; leg >= 0; leg -= 1) {
    const edge = via[leg]![at]!;
    edges.push(edge);
    at = graph.from[edge]!;
  }
  return edges.reverse();
}

/** Output of an edge by floats, before its cost. */
function outputOf({ graph }: Problem, edge: number, input: number): number {
  let left = input;
  let output = 0;
  for (const piece of graph.curves[edge]!.pieces) {
    const taken = Math.min(left, piece.length);
    output += 'rate' in piece ? hyperbolic(piece, taken) : piece.output(taken);
    left -= taken;
    if (!(left > 0)) break;
  }
  return output;
}

function hyperbolic({ rate, depth }: HyperbolicPiece, input: number): number {
  return (rate * input) / (1 + input / depth);
}
