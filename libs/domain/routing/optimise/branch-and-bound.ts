import {
  FORBIDDEN,
  UNDECIDED,
  USED,
  type FixedCharges,
  type PaidFlow,
  type RelaxedPart,
} from './fixed-charge.js';
import type { Problem } from './problem.js';

/** A part of the search that was bounded: what it assumes, and the prices that bound it. */
export interface BoundedPart {
  readonly decided: Uint8Array;
  readonly price: Float64Array;
  readonly bound: number;
}

/** The best flow found, others worth executing, and the parts that together bound every flow. */
export interface ChargedSearch {
  readonly flows: readonly PaidFlow[];
  readonly parts: readonly BoundedPart[];
  /** The share of the amount that the relaxation of the whole finds room for. */
  readonly placed: number;
}

/** When to be content, and the effort after which no part is split any further. */
export interface ChargedEffort {
  readonly gap: number;
  /** In interior-point iterations times arcs. */
  readonly least: number;
  /** What more, in parts of what the first bound and flow took. */
  readonly share: number;
}

/**
 * Maximises what arrives after fixed costs. The concave envelope bounds the whole; slope scaling and dropping edges
 * find flows; then the part with the largest bound is split on the edge that pays least of its cost, used or
 * forbidden, until flow and bound meet or the effort is spent.
 */
export function searchCharged(problem: Problem, charges: FixedCharges, effort: ChargedEffort): ChargedSearch {
  return new ChargedSearcher(problem, charges, effort).search();
}

interface OpenPart extends RelaxedPart {
  readonly decided: Uint8Array;
}

class ChargedSearcher {
  private readonly flows: PaidFlow[] = [];
  private readonly tried = new Set<string>();
  private best: PaidFlow | undefined;

  constructor(
    private readonly problem: Problem,
    private readonly charges: FixedCharges,
    private readonly effort: ChargedEffort,
  ) {}

  search(): ChargedSearch {
    const decided = new Uint8Array(this.problem.graph.edges.length);
    const relaxed = this.charges.relax(decided, 0.05 * this.effort.gap);
    if (relaxed === undefined) return { flows: [], parts: [], placed: 0 };
    const root = { ...relaxed, decided };
    this.scaleSlopes(root);
    this.dropEdges();
    const { graph, source } = this.problem;
    let placed = 0;
    for (const [edge, input] of root.flow) if (graph.from[edge] === source) placed += input;
    return { parts: this.split(root), flows: this.flows.sort((a, b) => b.net - a.net), placed };
  }

  private isClosed(bound: number): boolean {
    return this.best !== undefined && bound <= this.best.net * (1 + this.effort.gap);
  }

  private attempt(
    edges: readonly number[],
    price: Float64Array,
    flow: ReadonlyMap<number, number>,
  ): PaidFlow | undefined {
    const key = [...edges].sort((a, b) => a - b).join();
    if (this.tried.has(key)) return undefined;
    this.tried.add(key);
    const paid = this.charges.payFor(edges, price, flow);
    if (paid === undefined) return undefined;
    if (this.best === undefined || paid.net > this.best.net) {
      this.best = paid;
      this.flows.push(paid);
    }
    return paid;
  }

  private scaleSlopes(root: OpenPart): void {
    const support = [...root.flow.keys()];
    let flow = root.flow;
    for (let round = 0; round < 6 && !this.isClosed(root.bound); round += 1) {
      const paid = this.attempt([...flow.keys()], root.price, flow);
      if (paid === undefined) break;
      const next = this.charges.reprice(support, root.price, flowOf(paid), root.flow);
      if (next === undefined || next.size === 0) break;
      flow = next;
    }
  }

  /** Leaves out, one at a time, edges that earn less than about their cost. */
  private dropEdges(): void {
    for (let improved = true; improved;) {
      improved = false;
      const { best } = this;
      if (best === undefined) return;
      const { cost } = this.charges;
      const excess = (place: number) => best.rent[place]! / cost[best.plan.edges[place]!]! - 1;
      const places = [...best.plan.edges.keys()].sort((a, b) => excess(a) - excess(b)).slice(0, 6);
      for (const place of places) {
        if (!(excess(place) < 0.5)) break;
        const rest = best.plan.edges.filter((_, other) => other !== place);
        this.attempt(rest, best.price, flowOf(best));
        if (this.best !== best) {
          improved = true;
          break;
        }
      }
    }
  }

  private split(root: OpenPart): readonly BoundedPart[] {
    const most = this.effort.least + this.effort.share * this.charges.effort;
    const open: OpenPart[] = [root];
    const closed: OpenPart[] = [];
    while (open.length > 0 && this.charges.effort < most) {
      open.sort((a, b) => a.bound - b.bound);
      const part = open.pop()!;
      if (this.isClosed(part.bound)) {
        closed.push(part);
        break;
      }
      const edge = this.leastPaid(part);
      if (edge < 0) {
        closed.push(part);
        continue;
      }
      for (const decision of [USED, FORBIDDEN]) {
        const decided = part.decided.slice();
        decided[edge] = decision;
        const relaxed = this.charges.relax(decided, 0.1 * this.effort.gap, part);
        if (relaxed === undefined) {
          // Its prices bound the smaller part as well.
          closed.push({ ...part, decided });
          continue;
        }
        this.attempt([...relaxed.flow.keys()], relaxed.price, relaxed.flow);
        const child = relaxed.bound < part.bound ? relaxed : { ...relaxed, bound: part.bound };
        open.push({ ...child, decided });
      }
    }
    return [...open, ...closed];
  }

  /** The undecided edge whose envelope charges least of its cost, weighed by what the cost is worth. */
  private leastPaid({ decided, flow, price }: OpenPart): number {
    const { problem, charges } = this;
    let worst = -1;
    let most = 1e-7;
    for (const [edge, input] of flow) {
      if (decided[edge] !== UNDECIDED) continue;
      const head = problem.graph.to[edge]!;
      const worth = head === problem.target ? 1 : price[head]!;
      const unpaid = worth * charges.unpaidAt(edge, input);
      if (unpaid > most) {
        most = unpaid;
        worst = edge;
      }
    }
    return worst;
  }
}

function flowOf({ plan }: PaidFlow): ReadonlyMap<number, number> {
  return new Map(plan.edges.map((edge, place) => [edge, plan.input[place]!]));
}
