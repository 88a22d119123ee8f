import type { AssetId } from '@causeway/domain/units';
import type { LiquidityEdge } from '../edges/liquidity-edge.js';
import type { LiquidityGraph } from '../liquidity-graph.js';
import { curveOfEdge } from './curve-of-edge.js';
import { ratioOf, type EdgeCurve } from './edge-curve.js';

/** A graph in columns, computed once for each graph; edges and assets are named by their place. */
export interface CompiledGraph {
  readonly edges: readonly LiquidityEdge[];
  readonly assets: readonly AssetId[];
  readonly placeOf: ReadonlyMap<AssetId, number>;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly curves: readonly EdgeCurve[];
  /** Not below the slope of the edge at input 0. */
  readonly steepest: Float64Array;
  /** Base units that the edge may pay beyond its steepest rate. */
  readonly offset: Float64Array;
  /** Base units, not below the edge's capacity. */
  readonly capacity: Float64Array;
  readonly minimum: Float64Array;
  readonly fixedCost: Float64Array;
  /** Edges out of each asset: `outgoing[outgoingFrom[asset]]` to before `outgoing[outgoingFrom[asset + 1]]`. */
  readonly outgoing: Int32Array;
  readonly outgoingFrom: Int32Array;
}

const compiled = new WeakMap<LiquidityGraph, CompiledGraph>();

/** The columns of a graph, kept for as long as the graph is. */
export function compileGraph(graph: LiquidityGraph): CompiledGraph {
  const known = compiled.get(graph);
  if (known !== undefined) return known;
  const fresh = columnsOf(graph.edges);
  compiled.set(graph, fresh);
  return fresh;
}

/** Room for the rounding of a conversion from an integer to a float. */
const CONVERSION_MARGIN = 1 + 2 ** -50;

function columnsOf(all: readonly LiquidityEdge[]): CompiledGraph {
  const curved = all.flatMap((edge) => {
    const curve = curveOfEdge(edge);
    return curve === undefined ? [] : [{ edge, curve }];
  });
  const edges = curved.map(({ edge }) => edge);
  const curves = curved.map(({ curve }) => curve);
  const assets = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort();
  const placeOf = new Map(assets.map((asset, place) => [asset, place]));
  const place = (asset: AssetId) => placeOf.get(asset) ?? -1;
  const from = Int32Array.from(edges, (edge) => place(edge.from));
  return {
    edges,
    assets,
    placeOf,
    from,
    to: Int32Array.from(edges, (edge) => place(edge.to)),
    curves,
    steepest: Float64Array.from(curves, ({ steepestRate }) => steepestRate),
    offset: Float64Array.from(curves, ({ offsetUp }) => ratioOf(offsetUp ?? 0n, 1n) * CONVERSION_MARGIN),
    capacity: Float64Array.from(edges, ({ capacity }) => ratioOf(capacity, 1n) * CONVERSION_MARGIN),
    minimum: Float64Array.from(edges, ({ minimumInput }) => ratioOf(minimumInput, 1n)),
    fixedCost: Float64Array.from(curves, ({ fixedCost }) => ratioOf(fixedCost, 1n)),
    ...groupedBy(from, assets.length),
  };
}

function groupedBy(from: Int32Array, groups: number): Pick<CompiledGraph, 'outgoing' | 'outgoingFrom'> {
  const outgoingFrom = new Int32Array(groups + 1);
  for (const group of from) outgoingFrom[group + 1]! += 1;
  for (let group = 0; group < groups; group += 1) outgoingFrom[group + 1]! += outgoingFrom[group]!;
  const next = outgoingFrom.slice();
  const outgoing = new Int32Array(from.length);
  for (const [edge, group] of from.entries()) {
    outgoing[next[group]!] = edge;
    next[group]! += 1;
  }
  return { outgoing, outgoingFrom };
}
