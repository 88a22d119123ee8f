import type { Latency } from '@causeway/domain/network';
import type { LiquidityEdge } from './edges/liquidity-edge.js';

const NO_TIME: Latency = { lowerQuartileSeconds: 0, medianSeconds: 0, upperQuartileSeconds: 0 };

/**
 * How long a route takes whose edges are in an order of execution: a leg begins when all that it starts from has
 * arrived, so the slowest way through counts, separately for each quartile. The sum of upper quartiles is cautious.
 */
export function latencyOfRoute(edges: readonly LiquidityEdge[]): Latency {
  const arrival = new Map<string, Latency>();
  let last = NO_TIME;
  for (const { from, to, latency } of edges) {
    const arrived = added(arrival.get(from) ?? NO_TIME, latency);
    arrival.set(to, later(arrival.get(to) ?? NO_TIME, arrived));
    last = later(last, arrived);
  }
  return last;
}

/** The edges of the slowest way through a route, by upper quartiles. */
export function slowestWay(edges: readonly LiquidityEdge[]): readonly LiquidityEdge[] {
  const ways = new Map<string, { readonly seconds: number; readonly edges: readonly LiquidityEdge[] }>();
  let slowest: { readonly seconds: number; readonly edges: readonly LiquidityEdge[] } = {
    seconds: 0,
    edges: [],
  };
  for (const edge of edges) {
    const before = ways.get(edge.from) ?? { seconds: 0, edges: [] };
    const way = {
      seconds: before.seconds + edge.latency.upperQuartileSeconds,
      edges: [...before.edges, edge],
    };
    const known = ways.get(edge.to);
    if (known === undefined || way.seconds > known.seconds) ways.set(edge.to, way);
    if (way.seconds >= slowest.seconds) slowest = way;
  }
  return slowest.edges;
}

function added(a: Latency, b: Latency): Latency {
  return {
    lowerQuartileSeconds: a.lowerQuartileSeconds + b.lowerQuartileSeconds,
    medianSeconds: a.medianSeconds + b.medianSeconds,
    upperQuartileSeconds: a.upperQuartileSeconds + b.upperQuartileSeconds,
  };
}

function later(a: Latency, b: Latency): Latency {
  return {
    lowerQuartileSeconds: Math.max(a.lowerQuartileSeconds, b.lowerQuartileSeconds),
    medianSeconds: Math.max(a.medianSeconds, b.medianSeconds),
    upperQuartileSeconds: Math.max(a.upperQuartileSeconds, b.upperQuartileSeconds),
  };
}
