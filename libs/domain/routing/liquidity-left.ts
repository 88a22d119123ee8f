import { constantProductOutput } from './edges/constant-product.js';
import { stretchesAhead, type ConcentratedLiquidityEdge } from './edges/concentrated-liquidity.js';
import { poolOfEdge, type LiquidityEdge } from './edges/liquidity-edge.js';
import { sqrtPriceStep } from './edges/sqrt-price-step.js';
import { LARGEST_TICK, SMALLEST_TICK, sqrtPriceAtTick } from './edges/tick-math.js';
import { weightedPoolOutput } from './edges/weighted-pool.js';
import type { LiquidityGraph } from './liquidity-graph.js';
import { sha256 } from './sha-256.js';

/**
 * What a graph has left once `used` base units (by edge id, from 0) have gone into its edges: bridges, relayers and
 * inventory less of their capacity; constant-product, concentrated and weighted pools at the reserves or the price after the
 * trade; nothing of other venues, nor of other edges of a pool that was used, because what they would pay is not known
 * exactly. So no edge of it pays more than the real one would afterwards.
 */
export function liquidityLeft(graph: LiquidityGraph, used: ReadonlyMap<string, bigint>): LiquidityGraph {
  const charges = [...used].filter(([, input]) => input > 0n).sort(([a], [b]) => (a < b ? -1 : 1));
  if (charges.length === 0) return graph;
  const charged = new Map(charges);
  const pools = new Set(
    graph.edges.flatMap((edge) => (charged.has(edge.id) ? (poolOfEdge(edge) ?? []) : [])),
  );
  const edges = graph.edges.flatMap((edge): readonly LiquidityEdge[] => {
    const input = charged.get(edge.id);
    const pool = poolOfEdge(edge);
    if (input === undefined) return pool !== undefined && pools.has(pool) ? [] : [edge];
    const left = edgeAfter(edge, input);
    return left === undefined || left.capacity <= 0n || left.capacity < left.minimumInput ? [] : [left];
  });
  const digest = sha256(JSON.stringify(charges.map(([edge, input]) => [edge, input.toString()])));
  return { version: `${graph.version}-${digest.slice(0, 16)}`, edges };
}

function edgeAfter(edge: LiquidityEdge, input: bigint): LiquidityEdge | undefined {
  const left = { ...edge, capacity: edge.capacity - input };
  switch (left.kind) {
    case 'canonical-bridge':
    case 'inventory':
    case 'linear-bridge':
    case 'message-bridge':
    case 'mint-burn-bridge':
    case 'relayer':
    case 'wrapping':
      return left;
    case 'constant-product': {
      const reserveOut = left.reserveOut - constantProductOutput(left, input);
      return { ...left, reserveIn: left.reserveIn + input, reserveOut };
    }
    case 'weighted-pool': {
      const balanceOut = left.balanceOut - weightedPoolOutput(left, input);
      return { ...left, balanceIn: left.balanceIn + input, balanceOut };
    }
    case 'concentrated-liquidity':
      return concentratedAfter(left, input);
    case 'cryptoswap':
    case 'order-book':
    case 'stableswap':
      return undefined;
  }
}

/** The pool at the price at which the input ends; undefined where that is at a tick, or beyond the last one. */
function concentratedAfter(
  pool: ConcentratedLiquidityEdge,
  input: bigint,
): ConcentratedLiquidityEdge | undefined {
  let spent = 0n;
  for (const { sqrtPrice, target, liquidity } of stretchesAhead(pool)) {
    const step = sqrtPriceStep(sqrtPrice, target, liquidity, input - spent, pool.feeMillionths);
    if (step.sqrtPrice !== target) {
      return { ...pool, sqrtPrice: step.sqrtPrice, liquidity, tick: tickAtSqrtPrice(step.sqrtPrice) };
    }
    spent += step.input + step.fee;
  }
  return undefined;
}

/** The last tick whose price is at or below a square-root price within the range of ticks. */
function tickAtSqrtPrice(sqrtPrice: bigint): number {
  let [low, high] = [SMALLEST_TICK, LARGEST_TICK];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sqrtPriceAtTick(middle) <= sqrtPrice) low = middle;
    else high = middle - 1;
  }
  return low;
}
