import {
  ArcBuilder,
  at,
  envelopeOf,
  evaluateArc,
  isSpread,
  outputAlong,
  stretchesOf,
  type Arcs,
  type CostTreatment,
  type EdgeTerms,
  type Stretch,
} from './arcs.js';
import { arcsWithInput, connected, searchConvex, type ConvexSolution } from './convex-search.js';
import { DUST, planOf, type FlowPlan } from './flow-plan.js';
import { solveInterior } from './interior-point.js';
import type { Problem } from './problem.js';

/** What is decided about each edge in a part of the search. */
export const UNDECIDED = 0;
export const USED = 1;
export const FORBIDDEN = 2;

/** A flow over a set of edges, all of which are paid for. */
export interface PaidFlow {
  readonly plan: FlowPlan;
  /** What arrives after all costs, in multiples of the target's scale. */
  readonly net: number;
  /** What each edge of the plan earns at the flow's own prices, before its cost, by place in the plan. */
  readonly rent: readonly number[];
  readonly price: Float64Array;
}

/** A bound over a part of the search, and the flow of its relaxation by edges. */
export interface RelaxedPart {
  readonly bound: number;
  readonly price: Float64Array;
  readonly flow: ReadonlyMap<number, number>;
}

/** The costs of a problem in multiples of its scales. */
export class FixedCharges {
  readonly cost: Float64Array;
  readonly minimum: Float64Array;
  readonly limit: Float64Array;
  /** The same in every part of the search. */
  private readonly envelopes: (readonly Stretch[] | undefined)[] = [];
  /** Interior-point iterations times arcs, so far: effort that does not depend on the machine. */
  effort = 0;

  constructor(
    readonly problem: Problem,
    /** Added to the cost of every edge, in multiples of the target's scale at price 1. */
    surcharge: number,
  ) {
    const { graph, scale, limit } = problem;
    const columnOf = (value: (edge: number) => number) => {
      const column = new Float64Array(graph.edges.length);
      for (const edge of problem.edges) column[edge] = value(edge);
      return column;
    };
    this.cost = columnOf((edge) => graph.fixedCost[edge]! / scale[graph.to[edge]!]! + surcharge);
    this.minimum = columnOf((edge) => graph.minimum[edge]! / scale[graph.from[edge]!]!);
    this.limit = columnOf((edge) => limit[edge]! / scale[graph.from[edge]!]!);
  }

  /** Bounds a part of the search by the concave envelope of every undecided edge. */
  relax(decided: Uint8Array, tolerance: number, parent?: RelaxedPart): RelaxedPart | undefined {
    const { problem } = this;
    const arcs = this.arcsOf(problem.edges, (edge) =>
      decided[edge] === USED ? 'paid' : decided[edge] === FORBIDDEN ? 'forbidden' : 'enveloped',
    );
    const hint = parent === undefined ? undefined : hintFrom(arcs, parent);
    const solved = searchConvex(arcs, problem.source, problem.target, { tolerance, rounds: 24 }, hint);
    if (solved === undefined) return undefined;
    this.effort += solved.effort;
    return { bound: solved.bound, price: solved.price, flow: byEdge(arcs, solved) };
  }

  /**
   * The best flow over a set of edges when all of them are paid for. Edges that it leaves idle are dropped and the
   * rest is solved again. Undefined when the edges connect nothing or cannot pay their costs.
   */
  payFor(
    edges: readonly number[],
    price: Float64Array,
    flow: ReadonlyMap<number, number>,
  ): PaidFlow | undefined {
    const { problem } = this;
    let kept = edges;
    for (let round = 0; round < 3; round += 1) {
      const arcs = this.arcsOf(kept, () => 'paid');
      const chosen = connected(arcs, problem.source, problem.target, arcsWithInput(arcs.length, 0));
      if (chosen.length < arcs.count) {
        kept = edgesOf(arcs, chosen);
        if (kept.length === 0) return undefined;
        continue;
      }
      const start = { input: spread(arcs, flow), price, tolerance: 1e-7 };
      const solved = solveInterior(arcs, problem.source, problem.target, chosen, start);
      if (solved === undefined) return undefined;
      this.effort += solved.iterations * chosen.length;
      const input = new Float64Array(arcs.count);
      for (const [place, arc] of chosen.entries()) input[arc] = solved.input[place]!;
      const plan = planOf(problem, arcs, input);
      if (plan.edges.length === 0) return undefined;
      if (plan.edges.length === kept.length) return paidFlow(arcs, problem.target, plan, input, solved.price);
      kept = plan.edges;
    }
    return undefined;
  }

  /** The flow whose edges cost, in their slope, what they cost at the inputs of the last one: slope scaling. */
  reprice(
    edges: readonly number[],
    price: Float64Array,
    flow: ReadonlyMap<number, number>,
    fallback: ReadonlyMap<number, number>,
  ): ReadonlyMap<number, number> | undefined {
    const { problem } = this;
    const builder = new ArcBuilder(problem, edges.length);
    for (const edge of edges) {
      const known = flow.get(edge) ?? 0;
      const input = known > DUST ? known : Math.max(DUST, 0.2 * (fallback.get(edge) ?? 1));
      builder.addFree(edge, this.limit[edge]!, this.cost[edge]! / input);
    }
    const arcs = builder.build();
    const useful = arcsWithInput(arcs.initial, 0);
    const chosen = connected(arcs, problem.source, problem.target, useful);
    const start = { input: spread(arcs, flow), price, tolerance: 1e-6 };
    const solved = solveInterior(arcs, problem.source, problem.target, chosen, start);
    if (solved === undefined) return undefined;
    this.effort += solved.iterations * chosen.length;
    const next = new Map<number, number>();
    for (const [place, arc] of chosen.entries()) {
      const input = solved.input[place]!;
      if (input > 1e-4) next.set(arcs.edge[arc]!, (next.get(arcs.edge[arc]!) ?? 0) + input);
    }
    return next;
  }

  /** How much of the cost of an edge its envelope leaves out at this input. */
  unpaidAt(edge: number, input: number): number {
    const terms = this.termsOf(edge, 'enveloped');
    if (!isSpread(terms)) return 0;
    const enveloped = outputAlong(this.envelopeFor(edge, terms), input);
    const plain = outputAlong(stretchesOf(this.problem, edge, terms.limit), input);
    return enveloped - (plain - terms.cost);
  }

  private arcsOf(edges: ArrayLike<number> & Iterable<number>, treat: (edge: number) => CostTreatment): Arcs {
    const builder = new ArcBuilder(this.problem, edges.length);
    for (const edge of edges) {
      const terms = this.termsOf(edge, treat(edge));
      if (isSpread(terms) && terms.limit > 0) builder.addEnvelope(edge, this.envelopeFor(edge, terms), 0);
      else builder.add(edge, terms);
    }
    return builder.build();
  }

  private termsOf(edge: number, treatment: CostTreatment): EdgeTerms {
    return {
      treatment,
      limit: this.limit[edge]!,
      cost: this.cost[edge]!,
      minimum: this.minimum[edge]!,
      slopePenalty: 0,
    };
  }

  private envelopeFor(edge: number, terms: EdgeTerms): readonly Stretch[] {
    let known = this.envelopes[edge];
    if (known === undefined) this.envelopes[edge] = known = envelopeOf(this.problem, edge, terms);
    return known;
  }
}

function hintFrom(arcs: Arcs, { price, flow }: RelaxedPart) {
  const input = spread(arcs, flow);
  const chosen: number[] = [];
  for (let arc = 0; arc < arcs.count; arc += 1) if ((flow.get(arcs.edge[arc]!) ?? 0) > 1e-7) chosen.push(arc);
  return { chosen, price, input };
}

/** Inputs of arcs from those of their edges, each edge's stretches filled in order. */
function spread(arcs: Arcs, flow: ReadonlyMap<number, number>): Float64Array {
  const input = new Float64Array(arcs.count);
  let last = -1;
  let left = 0;
  for (let arc = 0; arc < arcs.count; arc += 1) {
    const edge = arcs.edge[arc]!;
    if (edge !== last) left = flow.get(edge) ?? 0;
    last = edge;
    input[arc] = Math.min(left, arcs.length[arc]!);
    left -= input[arc]!;
  }
  return input;
}

function byEdge(arcs: Arcs, { input }: ConvexSolution): ReadonlyMap<number, number> {
  const flow = new Map<number, number>();
  for (let arc = 0; arc < arcs.count; arc += 1) {
    if (input[arc]! > 1e-7) flow.set(arcs.edge[arc]!, (flow.get(arcs.edge[arc]!) ?? 0) + input[arc]!);
  }
  return flow;
}

function edgesOf(arcs: Arcs, chosen: readonly number[]): readonly number[] {
  return [...new Set(chosen.map((arc) => arcs.edge[arc]!))];
}

function paidFlow(
  arcs: Arcs,
  target: number,
  plan: FlowPlan,
  input: Float64Array,
  price: Float64Array,
): PaidFlow {
  const rent = new Map<number, number>();
  let net = -arcs.drain[target]!;
  for (let arc = 0; arc < arcs.count; arc += 1) {
    evaluateArc(arcs, arc, input[arc]!);
    const isFinal = arcs.to[arc] === target;
    if (isFinal) net += at.output;
    const worth = isFinal ? 1 : price[arcs.to[arc]!]!;
    const edge = arcs.edge[arc]!;
    rent.set(edge, (rent.get(edge) ?? 0) + worth * at.output - price[arcs.from[arc]!]! * input[arc]!);
  }
  return { plan, net, rent: plan.edges.map((edge) => rent.get(edge) ?? 0), price };
}
