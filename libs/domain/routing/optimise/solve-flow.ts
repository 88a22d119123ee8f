import { ArcBuilder } from './arcs.js';
import { searchCharged, type BoundedPart } from './branch-and-bound.js';
import { dualLine, outputBoundDown, type DualLine } from './certificate.js';
import { searchConvex } from './convex-search.js';
import { executePlan, type ExecutedLeg } from './execute-plan.js';
import { FixedCharges, FORBIDDEN, USED } from './fixed-charge.js';
import { DUST, planOf, withoutEdge, type FlowPlan } from './flow-plan.js';
import type { Problem } from './problem.js';
import { pathAbove, type PathLimits } from './single-path.js';

/** Exact legs in an order of execution, what they yield, and what no route can exceed. */
export interface SolvedFlow {
  readonly kind: 'solved';
  readonly legs: readonly ExecutedLeg[];
  readonly output: bigint;
  /** No flow that meets the demands is above all of these lines. */
  readonly bound: readonly DualLine[];
  /** Of the first of the parts that were bounded. */
  readonly price: Float64Array | undefined;
}

export type FlowAnswer =
  | SolvedFlow
  /** The edges take less than the amount; the legs carry what they take. */
  | Full
  /** Minimums, costs or demands leave nothing. */
  | { readonly kind: 'nothing'; readonly bound?: readonly DualLine[] };

interface Full {
  readonly kind: 'full';
  readonly unplaced: bigint;
  readonly legs: readonly ExecutedLeg[];
  readonly output: bigint;
  readonly bound?: readonly DualLine[];
  /** The best flow of the whole amount, which yields less than these legs do with a part of it. */
  readonly whole?: SolvedFlow;
}

/** What else a flow must meet, and how much effort its search is worth. */
export interface FlowDemands extends PathLimits {
  readonly accepts: (legs: readonly ExecutedLeg[]) => boolean;
  /** A float to add to the cost of every leg, in multiples of the target's scale; 0 where legs are free. */
  readonly legSurcharge: number;
}

const CONVEX_TOLERANCE = 1e-8;
/**
 * Within two fifths of a basis point the search over costs is content. Otherwise it goes on splitting for so many
 * interior-point iterations times arcs, and so many times what the first bound and flow took.
 */
const CHARGED_EFFORT = { gap: 4e-5, least: 8_000, share: 3.2 };

/** The best flow for the problem's amount with a proven bound. Deterministic: effort is counted, not timed. */
export function solveFlow(problem: Problem, demands: FlowDemands): FlowAnswer {
  const found = candidates(problem, demands.legSurcharge);
  const bound = linesOf(problem, found.parts, demands);
  let { best, fullest } = carryOutBest(problem, found.plans, demands, {});
  const path = pathAbove(problem, best?.output ?? 0n, demands);
  if (path !== undefined && demands.accepts(path)) best = { legs: path, output: path.at(-1)!.output };
  if (fullest !== undefined && found.placesAll && fullest.output > (best?.output ?? 0n)) {
    ({ best, fullest } = carryOutWithout(problem, fullest, demands, { fullest, ...(best && { best }) }));
  }
  const most = outputBoundDown(bound, problem.amount);
  const output =
    fullest !== undefined && fullest.output > (best?.output ?? 0n) ? fullest.output : best?.output;
  if (output !== undefined && most < output) {
    throw new Error(`the bound ${most} is below an output of ${output}`);
  }
  const whole: SolvedFlow | undefined = best && {
    kind: 'solved',
    legs: best.legs,
    output: best.output,
    bound,
    price: found.parts[0]?.price,
  };
  // Where less yields more, the rest would only be burnt.
  if (fullest !== undefined && fullest.output === output) {
    return { ...fullest, bound, ...(whole === undefined ? {} : { whole }) };
  }
  return whole ?? { kind: 'nothing', bound };
}

/** The best that was carried out of the whole amount, and of what finds room of it. */
interface Outcomes {
  readonly best?: Whole;
  readonly fullest?: Full;
}

interface Whole {
  readonly legs: readonly ExecutedLeg[];
  readonly output: bigint;
}

function carryOutBest(
  problem: Problem,
  plans: readonly FlowPlan[],
  { accepts }: FlowDemands,
  known: Outcomes,
): { best: Whole | undefined; fullest: Full | undefined } {
  let { best, fullest } = known;
  for (const plan of plans) {
    const outcome = carryOut(problem, plan);
    if (outcome.kind === 'nothing' || !accepts(outcome.legs)) continue;
    if (outcome.kind === 'full') {
      if (fullest === undefined || outcome.output > fullest.output) fullest = outcome;
    } else if (best === undefined || outcome.output > best.output) {
      best = outcome;
    }
  }
  return { best, fullest };
}

/** Legs of a flow without room for all of the amount that are left out, one at a time, to make room for it. */
const MAXIMUM_LEFT_OUT = 12;

/**
 * The flow places all of the amount until minimums are minded, which leave a rest that is too little for where it would
 * have to go. Without one of the other edges more goes there.
 */
function carryOutWithout(problem: Problem, { legs }: Full, demands: FlowDemands, known: Outcomes) {
  let outcomes = known;
  for (const { edge } of legs.slice(0, MAXIMUM_LEFT_OUT)) {
    const rest = { ...problem, edges: problem.edges.filter((other) => other !== edge) };
    const { plans } = candidates(rest, demands.legSurcharge);
    const { best, fullest } = carryOutBest(rest, plans, demands, outcomes);
    outcomes = { ...(best && { best }), ...(fullest && { fullest }) };
  }
  return { best: outcomes.best, fullest: outcomes.fullest };
}

interface Candidates {
  readonly plans: readonly FlowPlan[];
  readonly parts: readonly BoundedPart[];
  /** Whether the relaxation that bounds the whole finds room for all of the amount. */
  readonly placesAll: boolean;
}

function candidates(problem: Problem, legSurcharge: number): Candidates {
  if (legSurcharge > 0 || hasCharges(problem)) {
    const charges = new FixedCharges(problem, legSurcharge);
    const { flows, parts, placed } = searchCharged(problem, charges, CHARGED_EFFORT);
    const plans = flows.slice(0, 3).map(({ plan }) => plan);
    return { plans, parts, placesAll: placed > 1 - DUST };
  }
  const { graph, scale, limit } = problem;
  const builder = new ArcBuilder(problem, problem.edges.length);
  for (const edge of problem.edges) builder.addFree(edge, limit[edge]! / scale[graph.from[edge]!]!, 0);
  const arcs = builder.build();
  const effort = { tolerance: CONVEX_TOLERANCE, rounds: 24 };
  const solved = searchConvex(arcs, problem.source, problem.target, effort);
  if (solved === undefined) return { plans: [], parts: [], placesAll: false };
  const plan = planOf(problem, arcs, solved.input);
  const decided = new Uint8Array(graph.edges.length);
  const parts = [{ decided, price: solved.price, bound: solved.bound }];
  const placesAll = plan.placed === 1;
  if (plan.isCut !== true) return { plans: [plan], parts, placesAll };
  // Where circles or edges of one pool were cut, the others should take up what these carried.
  const flow = new Map(plan.edges.map((edge, place) => [edge, plan.input[place]!]));
  const settled = new FixedCharges(problem, 0).payFor(plan.edges, solved.price, flow);
  return { plans: settled === undefined ? [plan] : [settled.plan, plan], parts, placesAll };
}

/** Whether anything is decided by fixed costs or minimums at all. */
function hasCharges({ graph, edges }: Problem): boolean {
  return edges.some((edge) => graph.fixedCost[edge]! > 0 || graph.minimum[edge]! > 0);
}

type CarriedOut =
  | { readonly kind: 'done'; readonly legs: readonly ExecutedLeg[]; readonly output: bigint }
  | Full
  | { readonly kind: 'nothing' };

/** Executes a plan; an edge that refuses what comes to it is left out, and the others share its part. */
function carryOut(problem: Problem, plan: FlowPlan): CarriedOut {
  let tried = plan;
  let amount = placedBy(problem, plan);
  while (tried.edges.length > 0) {
    const outcome = executePlan(problem, amount, tried);
    if (outcome.kind === 'refused') tried = withoutEdge(problem, tried, outcome.edge);
    else if (outcome.kind === 'done') {
      return amount === problem.amount
        ? outcome
        : { ...outcome, kind: 'full', unplaced: problem.amount - amount };
    } else if (outcome.unplaced >= amount) return { kind: 'nothing' };
    else amount -= outcome.unplaced;
  }
  return { kind: 'nothing' };
}

/** What of the amount the plan places, rounded down where it does not place all. */
function placedBy({ amount }: Problem, { placed = 1 }: FlowPlan): bigint {
  return placed === 1 ? amount : (amount * BigInt(Math.floor(placed * 2 ** 50))) >> 50n;
}

/** A line for each part; the parts together hold every flow. */
function linesOf(
  problem: Problem,
  parts: readonly BoundedPart[],
  { legSurcharge, maximumLegs }: FlowDemands,
): readonly DualLine[] {
  const limit = maximumLegs === undefined ? undefined : { maximumLegs, price: legSurcharge };
  // Where no part was bounded, prices of the steepest ways bound the whole.
  if (parts.length === 0) return [dualLine(problem, problem.scale.map(Math.sign), undefined, limit)];
  return parts.map(({ price, decided }) => {
    const assumed = {
      isUsed: (edge: number) => decided[edge] === USED,
      isForbidden: (edge: number) => decided[edge] === FORBIDDEN,
    };
    return dualLine(problem, price, assumed, limit);
  });
}
