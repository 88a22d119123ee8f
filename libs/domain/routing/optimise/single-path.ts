import { findBestPath, type PathLeg } from '../best-path.js';
import type { LiquidityEdge } from '../edges/liquidity-edge.js';
import { floatUp, ratioOf, type EdgeCurve } from './edge-curve.js';
import type { ExecutedLeg } from './execute-plan.js';
import type { Problem } from './problem.js';

/** Legs of the paths that are looked at. */
const MAXIMUM_LEGS = 6;
/** Room for the rounding of the float tests, each of some tens of operations. */
const TEST_MARGIN = 1 + 2 ** -40;

/** What a path must meet. */
export interface PathLimits {
  readonly maximumLegs?: number;
  readonly deadlineSeconds?: number;
}

/**
 * The single path of up to six legs that yields the most, where that is more than `least` base units, in exact integers:
 * so no answer is below the best single path. Undefined where no path yields more.
 *
 * Floats rule out, with a margin, edges over which no path can yield so much, and nothing else; what is left is
 * searched exactly (`best-path.ts`). When the answer so far is near its bound, hardly an edge is left.
 */
export function pathAbove(
  problem: Problem,
  least: bigint,
  { maximumLegs = MAXIMUM_LEGS, deadlineSeconds = Infinity }: PathLimits,
): readonly ExecutedLeg[] | undefined {
  const { graph, source, target, amount } = problem;
  const legs = Math.min(maximumLegs, MAXIMUM_LEGS);
  const promising = promisingEdges(problem, ratioOf(least, 1n), legs);
  if (promising.length === 0) return undefined;
  const placeOf = new Map<string, number>();
  const edges = Array.from(promising, (edge) => {
    const known = graph.edges[edge]!;
    placeOf.set(known.id, edge);
    return withCeiling(known, problem.ceilings.get(edge));
  });
  const { best } = findBestPath(edges, {
    from: graph.assets[source]!,
    to: graph.assets[target]!,
    amount,
    maximumLegs: legs,
    deadlineSeconds,
  });
  if (best === undefined || (best.at(-1)?.output ?? 0n) <= least) return undefined;
  return best.map(({ edge, input, output }: PathLeg) => ({ edge: placeOf.get(edge.id)!, input, output }));
}

function withCeiling(edge: LiquidityEdge, ceiling: bigint | undefined): LiquidityEdge {
  return ceiling === undefined || ceiling >= edge.capacity ? edge : { ...edge, capacity: ceiling };
}

/** The edges over which a path may yield more than `least` base units, by floats that err upwards. */
function promisingEdges(problem: Problem, least: number, legs: number): Int32Array {
  const { graph, scale } = problem;
  const rates = graph.steepest.slice();
  let found = edgesAbove(problem, problem.edges, rates, scale, least, legs);
  for (const meanRateUp of [meanRateOfPieces, meanRateOfLines]) {
    if (found.edges.length === 0 || least === 0) break;
    // A path that yields more has at each asset at least what comes to that at the best rates.
    for (const edge of found.edges) {
      const worth = found.worth[graph.from[edge]!]!;
      const input = Math.min((least - found.spare) / (worth * TEST_MARGIN), graph.capacity[edge]!);
      if (input >= 1) rates[edge] = Math.min(rates[edge]!, meanRateUp(graph.curves[edge]!, input));
    }
    const reached = mostReached(problem, found.edges, rates, legs);
    found = edgesAbove(problem, found.edges, rates, reached, least, legs);
  }
  return found.edges;
}

interface Promising {
  readonly edges: Int32Array;
  /** Base units of the target that a unit of each asset can come to. */
  readonly worth: Float64Array;
  /** Base units of the target that lines over the curves may begin above 0, in all. */
  readonly spare: number;
}

/** Those of the edges over which a path may yield more than `least`, at these rates of what can reach each asset. */
function edgesAbove(
  problem: Problem,
  edges: Int32Array,
  rates: Float64Array,
  reached: Float64Array,
  least: number,
  legs: number,
): Promising {
  const { from, to, offset } = problem.graph;
  const worth = new Float64Array(reached.length);
  worth[problem.target] = 1;
  for (let step = 0, changed = true; changed && step < legs; step += 1) {
    changed = false;
    for (let place = 0; place < edges.length; place += 1) {
      const edge = edges[place]!;
      const value = rates[edge]! * worth[to[edge]!]!;
      if (value > worth[from[edge]!]!) {
        worth[from[edge]!] = value;
        changed = true;
      }
    }
  }
  let spare = 0;
  for (let place = 0; place < edges.length; place += 1) {
    const edge = edges[place]!;
    spare += offset[edge]! * worth[to[edge]!]!;
  }
  const above = new Int32Array(edges.length);
  let count = 0;
  for (let place = 0; place < edges.length; place += 1) {
    const edge = edges[place]!;
    const output = mostFrom(problem, edge, rates[edge]!, reached[from[edge]!]!);
    if (output > 0 && (output * worth[to[edge]!]! + spare) * TEST_MARGIN >= least) {
      above[count] = edge;
      count += 1;
    }
  }
  return { edges: above.subarray(0, count), worth, spare };
}

/** Base units of each asset that no path over the edges exceeds at it. */
function mostReached(problem: Problem, edges: Int32Array, rates: Float64Array, legs: number): Float64Array {
  const { from, to, assets } = problem.graph;
  const reached = new Float64Array(assets.length);
  reached[problem.source] = ratioOf(problem.amount, 1n) * TEST_MARGIN;
  for (let step = 0, changed = true; changed && step < legs; step += 1) {
    changed = false;
    for (let place = 0; place < edges.length; place += 1) {
      const edge = edges[place]!;
      const output = mostFrom(problem, edge, rates[edge]!, reached[from[edge]!]!);
      if (output > reached[to[edge]!]!) {
        reached[to[edge]!] = output;
        changed = true;
      }
    }
  }
  return reached;
}

/** Not below what the edge yields for as much of `input` as it takes, at this rate and after its cost. */
function mostFrom({ graph }: Problem, edge: number, rate: number, input: number): number {
  if (input === 0) return 0;
  const taken = Math.min(input, graph.capacity[edge]!);
  return (taken * rate + graph.offset[edge]!) * TEST_MARGIN - graph.fixedCost[edge]! / TEST_MARGIN;
}

/** Not below the mean rate of a curve over any input from this one on, which falls; by its pieces. */
function meanRateOfPieces({ pieces, isFitted }: EdgeCurve, input: number): number {
  if (isFitted) return Infinity;
  let left = input;
  let output = 0;
  for (const piece of pieces) {
    if (!('rate' in piece)) return Infinity;
    const taken = Math.min(left, piece.length);
    output += (piece.rate * taken) / (1 + taken / piece.depth);
    left -= taken;
    if (!(left > 0)) break;
  }
  return (output / input) * TEST_MARGIN;
}

/** The same by the lines over a curve, which take longer, where its pieces are not the curve itself. */
function meanRateOfLines(curve: EdgeCurve, input: number): number {
  if (!curve.isFitted) return Infinity;
  const from = BigInt(Math.floor(input));
  const { at, outputUp, slopeUp, slopeDown } = curve.supportAt(from);
  const beside = from > at ? slopeUp : slopeDown;
  const moved = ratioOf((from - at) * beside.numerator, beside.denominator);
  return ((floatUp(outputUp) + moved) / ratioOf(from, 1n)) * TEST_MARGIN;
}
