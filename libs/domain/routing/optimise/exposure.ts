import { bridgeOfEdge } from '../edges/liquidity-edge.js';
import type { ExposureCap } from '../liquidity-graph.js';
import type { PricedExposure } from './certificate.js';
import { ratioOf } from './edge-curve.js';
import type { ExecutedLeg } from './execute-plan.js';
import type { Problem } from './problem.js';

/** A cap on what goes over a bridge, with what a base unit of each of its edges' inputs counts. */
export interface Exposure {
  readonly maximumInput: bigint;
  /** Base units of the request's input asset for one of the edge's, in units of 2^-64, rounded up. */
  readonly weights: ReadonlyMap<number, bigint>;
}

const WEIGHT_BITS = 64n;

/** The caps in terms of a problem, whose scales say what reaches each asset at the best marginal rates. */
export function exposuresIn(problem: Problem, caps: readonly ExposureCap[]): readonly Exposure[] {
  const { graph, scale, source } = problem;
  return caps.map(({ bridge, maximumInput }) => {
    const weights = new Map<number, bigint>();
    for (const edge of problem.edges) {
      if (bridgeOfEdge(graph.edges[edge]!) !== bridge) continue;
      const weight = (scale[source]! / scale[graph.from[edge]!]!) * 2 ** 64;
      weights.set(edge, BigInt(Math.ceil(weight)));
    }
    return { maximumInput, weights };
  });
}

/** Base units of the request's input asset that legs bring over the bridge, rounded up. */
export function exposureUp(legs: readonly ExecutedLeg[], { weights }: Exposure): bigint {
  const weighed = legs.reduce((sum, { edge, input }) => sum + input * (weights.get(edge) ?? 0n), 0n);
  return (weighed + (1n << WEIGHT_BITS) - 1n) >> WEIGHT_BITS;
}

/** Ceilings in proportion to what the legs took, which bring the exposure down to its cap. */
export function ceilingsFor(
  legs: readonly ExecutedLeg[],
  exposure: Exposure,
): readonly (readonly [edge: number, ceiling: bigint])[] {
  const taken = exposureUp(legs, exposure);
  return legs
    .filter(({ edge }) => exposure.weights.has(edge))
    .map(({ edge, input }) => [edge, (input * exposure.maximumInput) / taken]);
}

/**
 * What a unit of exposure is worth: what the edges that are held at their ceilings earn at these prices, for each unit
 * that they count, in the mean. Any price makes a bound; this one makes a close one.
 */
export function priceOfExposure(
  problem: Problem,
  price: Float64Array,
  legs: readonly ExecutedLeg[],
  exposure: Exposure,
): PricedExposure {
  const { graph, scale, target, amount } = problem;
  let earned = 0;
  let counted = 0;
  for (const { edge, input, output } of legs) {
    const weight = exposure.weights.get(edge);
    if (weight === undefined) continue;
    const head = graph.to[edge]!;
    const worth = head === target ? 1 : price[head]!;
    const share = ratioOf(input, 1n) / scale[graph.from[edge]!]!;
    const net = ratioOf(output + graph.curves[edge]!.fixedCost, 1n) / scale[head]!;
    earned += worth * net - price[graph.from[edge]!]! * share;
    counted += (ratioOf(input, 1n) * ratioOf(weight, 1n)) / 2 ** 64 / ratioOf(amount, 1n);
  }
  return { ...exposure, price: counted > 0 ? Math.max(0, earned / counted) : 0 };
}
