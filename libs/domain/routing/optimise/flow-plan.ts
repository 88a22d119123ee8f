import { poolOfEdge, type LiquidityEdge } from '../edges/liquidity-edge.js';
import type { Arcs } from './arcs.js';
import { ratioOf } from './edge-curve.js';
import type { Problem } from './problem.js';

/** How much each edge is meant to take, in multiples of the scale of where it starts; without circles. */
export interface FlowPlan {
  readonly edges: readonly number[];
  readonly input: readonly number[];
  /** The share of the amount that it places; 1 where it is not known to be less. */
  readonly placed?: number;
  /** Whether more than dust was left out to make it executable. */
  readonly isCut?: boolean;
}

/** A share of the amount below this is dust, which costs more trouble than it earns. */
export const DUST = 1e-6;

/** The plan that a flow over arcs comes to: dust, what is below a minimum, and circles are left out. */
export function planOf(problem: Problem, arcs: Arcs, input: Float64Array): FlowPlan {
  const total = new Map<number, number>();
  for (let arc = 0; arc < arcs.count; arc += 1) {
    const amount = input[arc]!;
    if (amount > 0) total.set(arcs.edge[arc]!, (total.get(arcs.edge[arc]!) ?? 0) + amount);
  }
  const { graph, scale } = problem;
  let placed = 0;
  for (const [edge, amount] of total) {
    if (graph.from[edge] === problem.source) placed += amount;
    const ceiling = problem.ceilings.get(edge);
    const room = ceiling === undefined ? graph.capacity[edge]! : ratioOf(ceiling, 1n);
    const full = room / scale[graph.from[edge]!]!;
    // An interior point only comes close to what is full.
    if (amount > full * (1 - 1e-7)) total.set(edge, full);
  }
  const isWorthwhile = (edge: number, amount: number) =>
    amount >= DUST && amount * scale[graph.from[edge]!]! >= graph.minimum[edge]!;
  const kept = [...total].filter(([edge, amount]) => isWorthwhile(edge, amount)).sort((a, b) => a[0] - b[0]);
  const plan = connectedPlan(problem, withoutCircles(problem, onePerPool(problem, kept)));
  const isCut = plan.edges.length < [...total].filter(([, amount]) => amount >= DUST).length;
  return { ...plan, isCut, placed: placed > 1 - DUST ? 1 : placed };
}

/** The plan without an edge, and without what led only to it. */
export function withoutEdge(problem: Problem, plan: FlowPlan, dropped: number): FlowPlan {
  const entries = plan.edges.map((edge, place) => [edge, plan.input[place]!] as const);
  const rest = entries.filter(([edge]) => edge !== dropped);
  return { ...plan, ...connectedPlan(problem, rest) };
}

type Entry = readonly [edge: number, amount: number];

/** Of the edges of one pool, which move one another's price, the one that takes most. */
function onePerPool({ graph }: Problem, entries: readonly Entry[]): readonly Entry[] {
  const largest = new Map<string, Entry>();
  for (const entry of entries) {
    const pool = poolOf(graph.edges[entry[0]]);
    const known = pool === undefined ? undefined : largest.get(pool);
    if (pool !== undefined && (known === undefined || entry[1] > known[1])) largest.set(pool, entry);
  }
  return entries.filter((entry) => {
    const pool = poolOf(graph.edges[entry[0]]);
    return pool === undefined || largest.get(pool) === entry;
  });
}

function poolOf(edge: LiquidityEdge | undefined): string | undefined {
  return edge === undefined ? undefined : poolOfEdge(edge);
}

/** Breaks each circle at the edge that takes least. */
function withoutCircles({ graph }: Problem, entries: readonly Entry[]): readonly Entry[] {
  let kept = entries;
  for (;;) {
    const circle = circleIn(graph.from, graph.to, kept);
    if (circle === undefined) return kept;
    const least = circle.reduce((a, b) => (b[1] < a[1] ? b : a));
    kept = kept.filter((entry) => entry !== least);
  }
}

function circleIn(from: Int32Array, to: Int32Array, entries: readonly Entry[]): readonly Entry[] | undefined {
  const outgoing = new Map<number, Entry[]>();
  for (const entry of entries) {
    const tail = from[entry[0]]!;
    const known = outgoing.get(tail);
    if (known === undefined) outgoing.set(tail, [entry]);
    else known.push(entry);
  }
  const state = new Map<number, 'open' | 'done'>();
  const way: Entry[] = [];
  const visit = (asset: number): readonly Entry[] | undefined => {
    state.set(asset, 'open');
    for (const entry of outgoing.get(asset) ?? []) {
      const head = to[entry[0]]!;
      way.push(entry);
      if (state.get(head) === 'open') return way.slice(way.findIndex(([edge]) => from[edge] === head));
      const found = state.has(head) ? undefined : visit(head);
      if (found !== undefined) return found;
      way.pop();
    }
    state.set(asset, 'done');
    return undefined;
  };
  for (const asset of outgoing.keys()) {
    const found = state.has(asset) ? undefined : visit(asset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Leaves out edges that no longer lie on a way from the source to the target. */
function connectedPlan({ graph, source, target }: Problem, entries: readonly Entry[]): FlowPlan {
  const fromSource = new Set([source]);
  const toTarget = new Set([target]);
  for (let changed = true; changed;) {
    const before = fromSource.size + toTarget.size;
    for (const [edge] of entries) {
      if (fromSource.has(graph.from[edge]!)) fromSource.add(graph.to[edge]!);
      if (toTarget.has(graph.to[edge]!)) toTarget.add(graph.from[edge]!);
    }
    changed = fromSource.size + toTarget.size > before;
  }
  const useful = entries.filter(
    ([edge]) => fromSource.has(graph.from[edge]!) && toTarget.has(graph.to[edge]!),
  );
  return { edges: useful.map(([edge]) => edge), input: useful.map(([, amount]) => amount) };
}
