import { fail, ok, type Result } from '@causeway/domain/units';
import type { Latency } from '@causeway/domain/network';
import { firstProblem } from './edges/edge-checks.js';
import { gasCostUp } from './edges/edge-facts.js';
import type { EdgeProblem } from './edges/edge-kind.js';
import { kindOf, type LiquidityEdge } from './edges/liquidity-edge.js';
import type { LiquidityGraph } from './liquidity-graph.js';

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

function edgeProblem(edge: LiquidityEdge): EdgeProblem | undefined {
  if (edge.from === edge.to) return { field: 'to', message: 'leads back to the asset it comes from' };
  if (edge.minimumInput < 0n) return { field: 'minimumInput', message: 'is below 0' };
  if (edge.capacity < edge.minimumInput) {
    return { field: 'capacity', message: `is below the minimum input of ${edge.minimumInput}` };
  }
  if (!isLatency(edge.latency)) {
    return { field: 'latency', message: 'quartiles are not finite, from 0 and in ascending order' };
  }
  if (edge.validForSeconds !== undefined && !(edge.validForSeconds >= 0)) {
    return { field: 'validForSeconds', message: 'is not a number of seconds from 0' };
  }
  return firstProblem(costProblem(edge), kindOf(edge).problemOf(edge));
}

function costProblem({ fixedCost, gas }: LiquidityEdge): EdgeProblem | undefined {
  if (fixedCost < 0n) return { field: 'fixedCost', message: 'is below 0' };
  if (gas === undefined) return undefined;
  if (gas.units < 0n) return { field: 'gas.units', message: 'is below 0' };
  if (gas.unitPrice < 0n) return { field: 'gas.unitPrice', message: 'is below 0' };
  if (gas.rateNumerator < 0n) return { field: 'gas.rateNumerator', message: 'is below 0' };
  if (gas.rateDenominator <= 0n) return { field: 'gas.rateDenominator', message: 'is not above 0' };
  const cost = gasCostUp(gas);
  if (cost === fixedCost) return undefined;
  return { field: 'fixedCost', message: `is not the ${cost} that its gas costs` };
}

function isLatency({ lowerQuartileSeconds, medianSeconds, upperQuartileSeconds }: Latency): boolean {
  return (
    lowerQuartileSeconds >= 0 &&
    lowerQuartileSeconds <= medianSeconds &&
    medianSeconds <= upperQuartileSeconds &&
    Number.isFinite(upperQuartileSeconds)
  );
}
