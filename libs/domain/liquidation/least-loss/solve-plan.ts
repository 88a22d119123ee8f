import { Choice, doNoMoreThanNeeded, improveChoice } from './improve-choice.js';
import { lossBound, pricedLoss, seedMultipliers, type Multipliers } from './loss-bound.js';
import { meetsNeeds, type PlanAmounts, type PlanChoice, type PlanProblem } from './plan-problem.js';
import { endsOf, rangesOf, type RangeEnd, type UnitRange } from './unit-ranges.js';

/** Choices that are looked at before the best one so far is taken with what is proven about it. */
const DEFAULT_NODE_BUDGET = 100;
/** Actions up to which all pairs of them are improved together. */
const MAXIMUM_PAIRED_ACTIONS = 16;
/** A gap of 10⁻⁶ USD, in multiples of 10⁻³⁰: the least that a dollar on a chain can be split into. */
const NEGLIGIBLE = 10n ** 24n;

/** The best choice found, and a loss that no choice can be below. Equal when the choice is proven to be the best. */
export interface SolvedPlan {
  readonly choice: PlanChoice;
  readonly lossBound: bigint;
}

interface Node {
  readonly domain: readonly (readonly UnitRange[])[];
  readonly bound: bigint;
}

/**
 * The choice that meets both needs with the least loss, by branch and bound: the Lagrangian bound of `lossBound` cuts
 * off, and exact improvements of one or two actions give good choices early. What is cut off cannot be better, so that
 * a search that ends within `nodeBudget` has proven its choice to within 10⁻⁶ USD; else `lossBound` says what is
 * proven. The order of the search depends on the problem alone, so that equal problems have equal answers.
 *
 * @returns undefined when no choice that meets the needs was found: there is none, or none within the budget
 */
export function solvePlan(problem: PlanProblem, nodeBudget = DEFAULT_NODE_BUDGET): SolvedPlan | undefined {
  const domain = problem.actions.map(rangesOf);
  const ends = domain.map(endsOf);
  if (!couldMeetNeeds(ends, problem)) return undefined;
  const search = new Search(problem, seedMultipliers(ends, problem));
  const withPairs = domain.length <= MAXIMUM_PAIRED_ACTIONS;
  const root = { domain, bound: lossBound(ends, problem, search.prices) };
  const open = [...search.visit(root, withPairs)];
  if (open.length > 0) {
    for (const kind of ['health', 'cash'] as const) {
      search.offer(
        new Choice(ends.map((ofAction) => most(ofAction, (end) => end.amounts[kind]))),
        domain,
        withPairs,
      );
    }
  }
  search.run(open, nodeBudget);
  const { best } = search;
  if (best === undefined) return undefined;
  const choice = new Choice(best.parts);
  doNoMoreThanNeeded(choice, domain, problem);
  const { parts, total } = choice;
  return { choice: { units: parts.map(({ units }) => units), total }, lossBound: search.proven(total.loss) };
}

class Search {
  best: Choice | undefined;
  /** The least bound of what was not looked into. */
  private leastLeft: bigint | undefined;

  constructor(
    private readonly problem: PlanProblem,
    readonly prices: Multipliers,
  ) {}

  proven(loss: bigint): bigint {
    return this.leastLeft === undefined || this.leastLeft > loss ? loss : this.leastLeft;
  }

  /** Takes the improved choice if it is the best so far. */
  offer(choice: Choice, domain: Node['domain'], withPairs: boolean): void {
    improveChoice(choice, domain, this.problem, withPairs);
    if (!meetsNeeds(choice.total, this.problem)) return;
    if (this.best !== undefined && choice.total.loss >= this.best.total.loss) return;
    this.best = choice;
  }

  /** Looks into open nodes, the last one first, until there is none or the budget is spent. */
  run(open: Node[], nodeBudget: number): void {
    for (let visited = 0; visited < nodeBudget; visited += 1) {
      const node = open.pop();
      if (node === undefined) return;
      open.push(...this.visit(node, false));
    }
    for (const { bound } of open) this.leave(bound);
  }

  /** Looks at the best-priced choice of a node, and splits it into nodes that may hold a better one. */
  visit({ domain, bound }: Node, withPairs: boolean): readonly Node[] {
    if (this.isCutOff(bound)) return [];
    const ends = domain.map(endsOf);
    const choice = new Choice(
      ends.map((ofAction) => most(ofAction, (end) => -pricedLoss(end.amounts, this.prices))),
    );
    this.offer(choice, domain, withPairs);
    const children = branch(domain, ends, choice, this.prices).flatMap((child) => {
      const childEnds = child.map(endsOf);
      if (!couldMeetNeeds(childEnds, this.problem)) return [];
      return [{ domain: child, bound: lossBound(childEnds, this.problem, this.prices) }];
    });
    return children.filter((child) => !this.isCutOff(child.bound));
  }

  private isCutOff(bound: bigint): boolean {
    if (this.best === undefined || this.best.total.loss - bound > NEGLIGIBLE) return false;
    if (bound < this.best.total.loss) this.leave(bound);
    return true;
  }

  private leave(bound: bigint): void {
    if (this.leastLeft === undefined || bound < this.leastLeft) this.leastLeft = bound;
  }
}

function most(ends: readonly RangeEnd[], value: (end: RangeEnd) => bigint): RangeEnd {
  let best: RangeEnd | undefined;
  for (const end of ends) {
    if (best === undefined || value(end) > value(best)) best = end;
  }
  if (best === undefined) throw new Error('an action without ranges');
  return best;
}

function couldMeetNeeds(ends: readonly (readonly RangeEnd[])[], problem: PlanProblem): boolean {
  const largest = (kind: keyof PlanAmounts) =>
    ends.reduce((sum, ofAction) => sum + most(ofAction, (end) => end.amounts[kind]).amounts[kind], 0n);
  return largest('health') >= problem.neededHealth && largest('cash') >= problem.neededCash;
}

/**
 * Splits the action whose two best ends are priced closest: its ranges into the one of the choice and the others, or a
 * single range at the units of the choice. The part with the choice comes last, because it is looked into first.
 */
function branch(
  domain: Node['domain'],
  ends: readonly (readonly RangeEnd[])[],
  choice: Choice,
  prices: Multipliers,
): readonly Node['domain'][] {
  let action: number | undefined;
  let closest: bigint | undefined;
  for (const [index, ofAction] of ends.entries()) {
    if (ofAction.length < 2) continue;
    const gap = distance(ofAction, prices);
    if (closest === undefined || gap < closest) [action, closest] = [index, gap];
  }
  if (action === undefined) return [];
  const { units } = choice.part(action);
  const ranges = domain[action] ?? [];
  const chosen = ranges.find(({ low, high }) => low <= units && units <= high) ?? ranges[0];
  if (chosen === undefined) return [];
  const others = ranges.filter((range) => range !== chosen);
  const parts = others.length > 0 ? [others, [chosen]] : split(chosen, units);
  return parts.map((part) => domain.map((present, index) => (index === action ? part : present)));
}

function distance(ends: readonly RangeEnd[], prices: Multipliers): bigint {
  const priced = ends.map(({ amounts }) => pricedLoss(amounts, prices)).sort((a, b) => (a < b ? -1 : 1));
  return (priced[1] ?? 0n) - (priced[0] ?? 0n);
}

function split(range: UnitRange, units: bigint): readonly (readonly UnitRange[])[] {
  const at = units > range.low ? units : range.low + 1n;
  const below = { ...range, high: at - 1n };
  const above = { ...range, low: at };
  return units < at ? [[above], [below]] : [[below], [above]];
}
