import { edgeInput, edgeOutput } from '../edge-amounts.js';
import type { FlowPlan } from './flow-plan.js';
import type { Problem } from './problem.js';

/** An edge with its exact amounts. */
export interface ExecutedLeg {
  readonly edge: number;
  readonly input: bigint;
  readonly output: bigint;
}

/** What a plan comes to in exact integers. */
export type Execution =
  | { readonly kind: 'done'; readonly legs: readonly ExecutedLeg[]; readonly output: bigint }
  /** Not all of the amount finds room behind the source. */
  | { readonly kind: 'full'; readonly unplaced: bigint }
  /** The edge refuses what the plan brings to it, or yields nothing for it. */
  | { readonly kind: 'refused'; readonly edge: number };

/** How often amounts that found no room may be sent back to where they came from. */
const MAXIMUM_RETURNS = 40;
const SHARE_BITS = 52n;
const SHARE_WHOLE = 2 ** 52;

/**
 * Carries out a plan forwards in exact integers: all that reaches an asset leaves it again, in the proportions of the
 * plan, within the capacities. What finds no room at an asset is held back at an edge that leads there, and the
 * others take it up. The legs are in an order in which each has its input when it begins.
 */
export function executePlan(problem: Problem, amount: bigint, plan: FlowPlan): Execution {
  const order = assetsInOrder(problem, plan);
  const ceilings = new Map(problem.ceilings);
  for (let returns = 0; returns <= MAXIMUM_RETURNS; returns += 1) {
    const pass = runForwards(problem, amount, plan, order, ceilings);
    if (pass.kind !== 'overflow') return pass;
    const held = holdBack(problem, pass, ceilings);
    if (held !== undefined) return held;
  }
  return { kind: 'full', unplaced: amount };
}

interface Overflow {
  readonly kind: 'overflow';
  readonly asset: number;
  readonly excess: bigint;
  readonly legs: readonly ExecutedLeg[];
}

function runForwards(
  { graph, source, target }: Problem,
  amount: bigint,
  plan: FlowPlan,
  order: readonly number[],
  ceilings: ReadonlyMap<number, bigint>,
): Execution | Overflow {
  const arrived = new Map<number, bigint>([[source, amount]]);
  const legs: ExecutedLeg[] = [];
  for (const asset of order) {
    const available = arrived.get(asset) ?? 0n;
    const places = placesFrom(graph.from, plan, asset);
    const inputs = shareOut(graph, plan, places, available, ceilings);
    let excess = available;
    for (const [at, place] of places.entries()) {
      const edge = plan.edges[place]!;
      const input = inputs[at]!;
      excess -= input;
      const exact = edgeOutput(graph.edges[edge]!, input);
      if (!exact.ok) return { kind: 'refused', edge };
      legs.push({ edge, input, output: exact.value });
      const head = graph.to[edge]!;
      arrived.set(head, (arrived.get(head) ?? 0n) + exact.value);
    }
    if (excess > 0n && asset === source) return { kind: 'full', unplaced: excess };
    if (excess > 0n) return { kind: 'overflow', asset, excess, legs };
  }
  return { kind: 'done', legs, output: arrived.get(target) ?? 0n };
}

/**
 * Lowers the ceiling of the edge that brings most to the asset by what found no room there: of those whose part others
 * can take up, if there are any.
 */
function holdBack(
  problem: Problem,
  overflow: Overflow,
  ceilings: Map<number, bigint>,
): Execution | undefined {
  const { graph } = problem;
  const { asset, excess, legs } = overflow;
  const arriving = legs.filter(({ edge }) => graph.to[edge] === asset).sort(byOutput);
  const largest =
    arriving.find((leg) => canGiveBack(problem, overflow, ceilings, leg, excess)) ?? arriving[0];
  if (largest === undefined) return { kind: 'full', unplaced: excess };
  const lowered = inputForLess(graph, largest, excess);
  if (lowered === undefined) return { kind: 'refused', edge: largest.edge };
  // What one of them no longer brings must not come by another.
  for (const { edge, input } of arriving) ceilings.set(edge, input);
  ceilings.set(largest.edge, lowered);
  return undefined;
}

/** An input, below its own, at which a leg yields so much less. Undefined where it cannot yield so much less. */
function inputForLess(
  graph: Problem['graph'],
  { edge, input, output }: ExecutedLeg,
  less: bigint,
): bigint | undefined {
  // A little more than needed, or capacities that follow one another would be approached unit by unit.
  const wanted = output - less - (output >> 44n);
  const needed = wanted > 0n ? edgeInput(graph.edges[edge]!, wanted) : undefined;
  if (needed === undefined || !needed.ok) return undefined;
  const exact = edgeOutput(graph.edges[edge]!, needed.value);
  // The least input for an amount may yield a little more than it.
  const lowered = exact.ok && exact.value > wanted ? needed.value - 1n : needed.value;
  return lowered < input ? lowered : input - 1n;
}

function byOutput(a: ExecutedLeg, b: ExecutedLeg): number {
  return a.output === b.output ? a.edge - b.edge : a.output < b.output ? 1 : -1;
}

/** Whether what so much less out of a leg leaves can go other ways, from the asset that it leaves or from one before it. */
function canGiveBack(
  problem: Problem,
  overflow: Overflow,
  ceilings: ReadonlyMap<number, bigint>,
  leg: ExecutedLeg,
  less: bigint,
): boolean {
  const { graph, source } = problem;
  const tail = graph.from[leg.edge]!;
  const lowered = inputForLess(graph, leg, less);
  if (lowered === undefined) return false;
  let rest = leg.input - lowered;
  for (const { edge, input } of overflow.legs) {
    const isOther = graph.from[edge] === tail && edge !== leg.edge && graph.to[edge] !== overflow.asset;
    if (isOther) rest -= roomOf(graph, edge, ceilings) - input;
  }
  if (rest <= 0n) return true;
  if (tail === source) return false;
  return overflow.legs.some(
    (before) => graph.to[before.edge] === tail && canGiveBack(problem, overflow, ceilings, before, rest),
  );
}

function roomOf(graph: Problem['graph'], edge: number, ceilings: ReadonlyMap<number, bigint>): bigint {
  const { capacity } = graph.edges[edge]!;
  const ceiling = ceilings.get(edge);
  return ceiling !== undefined && ceiling < capacity ? ceiling : capacity;
}

/** Inputs of the edges at these places of the plan, in its proportions and within their ceilings. */
function shareOut(
  graph: Problem['graph'],
  plan: FlowPlan,
  places: readonly number[],
  available: bigint,
  ceilings: ReadonlyMap<number, bigint>,
): bigint[] {
  const room = places.map((place) => roomOf(graph, plan.edges[place]!, ceilings));
  const total = places.reduce((sum, place) => sum + plan.input[place]!, 0);
  const inputs = places.map((place, at) => {
    const share = BigInt(Math.floor((plan.input[place]! / total) * SHARE_WHOLE));
    const wanted = (available * share) >> SHARE_BITS;
    return wanted < room[at]! ? wanted : room[at]!;
  });
  let left = inputs.reduce((rest, input) => rest - input, available);
  // The remainder goes to the edges that take most, as far as they have room.
  const bySize = [...places.keys()].sort(
    (a, b) => plan.input[places[b]!]! - plan.input[places[a]!]! || a - b,
  );
  for (const at of bySize) {
    const more = room[at]! - inputs[at]!;
    const taken = more < left ? more : left;
    inputs[at]! += taken;
    left -= taken;
  }
  return inputs;
}

function placesFrom(from: Int32Array, plan: FlowPlan, asset: number): number[] {
  const places: number[] = [];
  for (let place = 0; place < plan.edges.length; place += 1) {
    if (from[plan.edges[place]!] === asset) places.push(place);
  }
  return places;
}

/** The assets that edges leave, each after all those that lead to it. */
function assetsInOrder({ graph, source, target }: Problem, plan: FlowPlan): readonly number[] {
  const waiting = new Map<number, number>();
  for (const edge of plan.edges) waiting.set(graph.to[edge]!, (waiting.get(graph.to[edge]!) ?? 0) + 1);
  const order: number[] = [];
  const ready = [source];
  for (let asset = ready.pop(); asset !== undefined; asset = ready.pop()) {
    if (asset === target) continue;
    order.push(asset);
    for (const place of placesFrom(graph.from, plan, asset)) {
      const head = graph.to[plan.edges[place]!]!;
      const left = waiting.get(head)! - 1;
      waiting.set(head, left);
      if (left === 0) ready.push(head);
    }
  }
  return order;
}
