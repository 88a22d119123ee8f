import { chainOfAsset, fail, ok, type Result } from '@causeway/domain/units';
import type { Latency } from '@causeway/domain/network';
import type {
  ConstantProductEdge,
  LinearBridgeEdge,
  LiquidityEdge,
  LiquidityGraph,
  WrappingEdge,
} from './liquidity-graph.js';

export type GraphCode = 'INVALID_EDGE' | 'DUPLICATE_EDGE';

/**
 * A graph of validated edges, in the order of their ids, so that the order in which they were found changes nothing.
 * Fails with the path of the first offending field, e.g. `edges[3].capacity`.
 */
export function buildGraph(
  version: string,
  edges: readonly LiquidityEdge[],
): Result<LiquidityGraph, GraphCode> {
  const ids = new Set<string>();
  for (const [at, edge] of edges.entries()) {
    if (ids.has(edge.id))
      return fail('DUPLICATE_EDGE', `"${edge.id}" is the id of two edges`, `edges[${at}].id`);
    ids.add(edge.id);
    const problem = edgeProblem(edge);
    if (problem !== undefined) {
      return fail('INVALID_EDGE', `${edge.id}: ${problem.message}`, `edges[${at}].${problem.field}`);
    }
  }
  return ok({ version, edges: [...edges].sort((a, b) => (a.id < b.id ? -1 : 1)) });
}

interface Problem {
  readonly field: string;
  readonly message: string;
}

function edgeProblem(edge: LiquidityEdge): Problem | undefined {
  if (edge.from === edge.to) return { field: 'to', message: 'leads back to the asset it comes from' };
  if (edge.minimumInput < 0n) return { field: 'minimumInput', message: 'is below 0' };
  if (edge.fixedCost < 0n) return { field: 'fixedCost', message: 'is below 0' };
  if (edge.capacity < edge.minimumInput) {
    return { field: 'capacity', message: `is below the minimum input of ${edge.minimumInput}` };
  }
  if (!isLatency(edge.latency)) {
    return { field: 'latency', message: 'quartiles are not finite, from 0 and in ascending order' };
  }
  switch (edge.kind) {
    case 'constant-product':
      return feeProblem(edge.feeMillionths) ?? reserveProblem(edge) ?? layerProblem(edge);
    case 'linear-bridge':
      return feeProblem(edge.feeMillionths) ?? bridgeProblem(edge);
    case 'wrapping':
      return layerProblem(edge);
  }
}

function feeProblem(feeMillionths: bigint): Problem | undefined {
  if (feeMillionths >= 0n && feeMillionths < 1_000_000n) return undefined;
  return { field: 'feeMillionths', message: 'is not from 0 to 999999' };
}

function reserveProblem(edge: ConstantProductEdge): Problem | undefined {
  if (edge.reserveIn <= 0n) return { field: 'reserveIn', message: 'is not above 0' };
  if (edge.reserveOut <= 0n) return { field: 'reserveOut', message: 'is not above 0' };
  return undefined;
}

function layerProblem(edge: ConstantProductEdge | WrappingEdge): Problem | undefined {
  if (chainOfAsset(edge.from) !== edge.chain) return { field: 'from', message: `is not on ${edge.chain}` };
  if (chainOfAsset(edge.to) !== edge.chain) return { field: 'to', message: `is not on ${edge.chain}` };
  return undefined;
}

function bridgeProblem(edge: LinearBridgeEdge): Problem | undefined {
  if (edge.rateNumerator <= 0n) return { field: 'rateNumerator', message: 'is not above 0' };
  if (edge.rateDenominator <= 0n) return { field: 'rateDenominator', message: 'is not above 0' };
  if (chainOfAsset(edge.from) === chainOfAsset(edge.to)) {
    return { field: 'to', message: 'is on the same layer, but a bridge leads to another one' };
  }
  return undefined;
}

function isLatency({ lowerQuartileSeconds, medianSeconds, upperQuartileSeconds }: Latency): boolean {
  return (
    lowerQuartileSeconds >= 0 &&
    lowerQuartileSeconds <= medianSeconds &&
    medianSeconds <= upperQuartileSeconds &&
    Number.isFinite(upperQuartileSeconds)
  );
}
