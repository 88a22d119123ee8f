import type { UnixMilliseconds } from '@causeway/domain/units';
import { isAllowed } from '../allowed-edges.js';
import type { LiquidityEdge } from '../edges/liquidity-edge.js';
import type { ExactInputRequest, LiquidityGraph } from '../liquidity-graph.js';
import { slowestWay } from '../route-latency.js';
import { dualLine, outputBoundDown, type DualLine } from './certificate.js';
import { compileGraph, type CompiledGraph } from './compiled-graph.js';
import type { ExecutedLeg } from './execute-plan.js';
import { ceilingsFor, exposuresIn, exposureUp, priceOfExposure, type Exposure } from './exposure.js';
import { problemOf, type Problem } from './problem.js';
import { solveFlow, type FlowAnswer, type SolvedFlow } from './solve-flow.js';

/** The best flow found for a request, or why there is none. */
export type RequestAnswer =
  | SolvedRequest
  | {
      readonly kind: 'full';
      readonly unplaced: bigint;
      readonly full: readonly string[];
      /** What the rest of the amount yields. */
      readonly part: SolvedRequest;
      /** What takes the whole amount, and yields less than a part of it does. */
      readonly whole?: SolvedRequest;
    }
  | { readonly kind: 'nothing' };

export interface SolvedRequest {
  readonly kind: 'solved';
  readonly legs: readonly AnsweredLeg[];
  readonly output: bigint;
  readonly bound: readonly DualLine[];
}

/** A leg with its edge. */
export interface AnsweredLeg {
  readonly edge: LiquidityEdge;
  readonly input: bigint;
  readonly output: bigint;
}

/** How often a constraint that no single edge breaks may change the search. */
const MAXIMUM_ROUNDS = 12;

/**
 * The most of the output for exactly this input within the constraints. Edges that by themselves break one are left
 * out from the beginning. A deadline that only a combination of edges misses forbids the edge of the late way that
 * carries least, and too many legs make each leg dearer, until the answer meets both; the bound stays that of a search
 * which allowed more, or is priced accordingly, so it holds for every route that meets the request.
 */
export function solveExactInput(
  graph: LiquidityGraph,
  request: ExactInputRequest,
  at: UnixMilliseconds,
  headroom = 0,
): RequestAnswer {
  const compiled = compileGraph(graph);
  const source = compiled.placeOf.get(request.input.asset);
  const target = compiled.placeOf.get(request.output);
  if (source === undefined || target === undefined) return { kind: 'nothing' };
  const isInTime = edgesInTime(compiled, request, at, source, target);
  const forbidden = new Set<number>();
  const isOpen = (edge: number) => isInTime[edge] === 1 && !forbidden.has(edge);
  const problemNow = (ceilings: ReadonlyMap<number, bigint>) =>
    problemOf(compiled, source, target, request.input.raw, isOpen, { headroom, ceilings });
  const whole = problemNow(new Map());
  if (whole === undefined) return { kind: 'nothing' };
  const search = new ConstrainedSearch(compiled, request, whole, forbidden);
  for (let round = 0; round < MAXIMUM_ROUNDS; round += 1) {
    const problem = round === 0 ? whole : problemNow(search.ceilings);
    if (problem === undefined || !search.advance(problem)) break;
  }
  return search.answer();
}

class ConstrainedSearch {
  private best: SolvedFlow | undefined;
  private bound: readonly DualLine[] | undefined;
  private other: FlowAnswer = { kind: 'nothing' };
  private legSurcharge = 0;
  private readonly exposures: readonly Exposure[];
  readonly ceilings = new Map<number, bigint>();

  constructor(
    private readonly compiled: CompiledGraph,
    private readonly request: ExactInputRequest,
    /** The problem before anything was learnt. */
    private readonly whole: Problem,
    private readonly forbidden: Set<number>,
  ) {
    this.exposures = exposuresIn(whole, request.exposureCaps ?? []);
  }

  /** Searches once, and says whether to search again under what it learnt. */
  advance(problem: Problem): boolean {
    const { maximumLegs, deadlineSeconds } = this.request;
    let refused: readonly ExecutedLeg[] | undefined;
    const answer = solveFlow(problem, {
      legSurcharge: this.legSurcharge,
      ...(maximumLegs === undefined ? {} : { maximumLegs }),
      ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
      accepts: (legs) => {
        const isFine =
          !this.isLate(legs) &&
          !this.isTooMany(legs) &&
          this.exposures.every((each) => !isExceeded(legs, each));
        if (!isFine) refused ??= legs;
        return isFine;
      },
    });
    this.keepBounds(answer);
    if (answer.kind !== 'solved') this.other = answer;
    else if (this.best === undefined || answer.output > this.best.output) this.best = answer;
    if (refused === undefined) return false;
    this.learnFrom(refused);
    return true;
  }

  private learnFrom(refused: readonly ExecutedLeg[]): void {
    const exceeded = this.exposures.filter((exposure) => isExceeded(refused, exposure));
    for (const exposure of exceeded) {
      for (const [edge, ceiling] of ceilingsFor(refused, exposure)) {
        const known = this.ceilings.get(edge);
        if (known === undefined || ceiling < known) this.ceilings.set(edge, ceiling);
      }
    }
    if (exceeded.length > 0) return;
    if (this.isLate(refused)) this.forbidden.add(this.leastOfLateWay(refused));
    else this.legSurcharge = Math.max(1e-5, this.legSurcharge * 3);
  }

  /**
   * An edge forbidden, or held below its capacity, for a combination that it was part of may belong to the best route,
   * so a bound that knows of it proves nothing; but its prices, with one for each cap, prove something of the whole.
   */
  private keepBounds(answer: FlowAnswer): void {
    if (this.forbidden.size > 0) return;
    if (this.ceilings.size === 0) {
      if (answer.bound !== undefined) this.keepBound(answer.bound);
      return;
    }
    if (answer.kind !== 'solved' || answer.price === undefined || this.legSurcharge > 0) return;
    const { price, legs } = answer;
    const priced = this.exposures.map((exposure) => priceOfExposure(this.whole, price, legs, exposure));
    this.keepBound([dualLine(this.whole, price, undefined, undefined, priced)]);
  }

  private keepBound(lines: readonly DualLine[]): void {
    const { raw } = this.request.input;
    if (this.bound === undefined || outputBoundDown(lines, raw) < outputBoundDown(this.bound, raw)) {
      this.bound = lines;
    }
  }

  answer(): RequestAnswer {
    const { other } = this;
    const solved = this.solvedBy(this.best);
    if (solved !== undefined) return solved;
    if (other.kind !== 'full') return { kind: 'nothing' };
    const part = this.solvedBy(other);
    if (part === undefined) return { kind: 'nothing' };
    const full = fullEdges(part.legs);
    const whole = this.solvedBy(other.whole);
    return { kind: 'full', unplaced: other.unplaced, full, part, ...(whole === undefined ? {} : { whole }) };
  }

  private solvedBy(flow: Pick<SolvedFlow, 'legs' | 'output'> | undefined): SolvedRequest | undefined {
    const { bound } = this;
    if (flow === undefined || bound === undefined) return undefined;
    const { edges } = this.compiled;
    const legs = flow.legs.map(({ edge, input, output }) => ({ edge: edges[edge]!, input, output }));
    return { kind: 'solved', legs, output: flow.output, bound };
  }

  private isTooMany(legs: readonly ExecutedLeg[]): boolean {
    return legs.length > (this.request.maximumLegs ?? Infinity);
  }

  private isLate(legs: readonly ExecutedLeg[]): boolean {
    const { deadlineSeconds } = this.request;
    if (deadlineSeconds === undefined) return false;
    const way = slowestWay(legs.map(({ edge }) => this.compiled.edges[edge]!));
    return way.reduce((sum, { latency }) => sum + latency.upperQuartileSeconds, 0) > deadlineSeconds;
  }

  private leastOfLateWay(legs: readonly ExecutedLeg[]): number {
    const { edges } = this.compiled;
    const late = new Set(slowestWay(legs.map(({ edge }) => edges[edge]!)));
    const share = ({ edge, input }: ExecutedLeg): bigint => {
      const from = legs.filter((leg) => edges[leg.edge]!.from === edges[edge]!.from);
      const total = from.reduce((sum, leg) => sum + leg.input, 0n);
      return (input * 1_000_000n) / total;
    };
    const candidates = legs.filter(({ edge }) => late.has(edges[edge]!));
    const least = candidates.reduce((a, b) => (share(b) < share(a) ? b : a));
    return least.edge;
  }
}

/** The edges that the legs fill, to a millionth. */
export function fullEdges(legs: readonly AnsweredLeg[]): readonly string[] {
  return legs
    .filter(({ edge, input }) => input * 1_000_000n >= edge.capacity * 999_999n)
    .map(({ edge }) => edge.id);
}

function isExceeded(legs: readonly ExecutedLeg[], exposure: Exposure): boolean {
  return exposureUp(legs, exposure) > exposure.maximumInput;
}

/** Edges that are allowed and over which something can arrive in time, were everything else at its fastest. */
function edgesInTime(
  compiled: CompiledGraph,
  request: ExactInputRequest,
  at: UnixMilliseconds,
  source: number,
  target: number,
): Uint8Array {
  const { edges, from, to } = compiled;
  const isUsable = new Uint8Array(edges.length);
  for (const [place, edge] of edges.entries()) if (isAllowed(edge, request, at)) isUsable[place] = 1;
  const { deadlineSeconds } = request;
  if (deadlineSeconds === undefined) return isUsable;
  const since = fastest(compiled, isUsable, source, from, to);
  const until = fastest(compiled, isUsable, target, to, from);
  return isUsable.map((usable, edge) => {
    const seconds = since[from[edge]!]! + edges[edge]!.latency.upperQuartileSeconds + until[to[edge]!]!;
    return usable === 1 && seconds <= deadlineSeconds ? 1 : 0;
  });
}

function fastest(
  { edges, assets }: CompiledGraph,
  isUsable: Uint8Array,
  start: number,
  tail: Int32Array,
  head: Int32Array,
): Float64Array {
  const seconds = new Float64Array(assets.length).fill(Infinity);
  seconds[start] = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (let edge = 0; edge < edges.length; edge += 1) {
      if (isUsable[edge] === 0) continue;
      const arrival = seconds[tail[edge]!]! + edges[edge]!.latency.upperQuartileSeconds;
      if (arrival < seconds[head[edge]!]!) {
        seconds[head[edge]!] = arrival;
        changed = true;
      }
    }
  }
  return seconds;
}
