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
/** A gap of 10⁻⁸ of the loss: base units of tokens of six decimals and lots cannot meet a need more closely. */
const NEGLIGIBLE_PART = 10n ** 8n;

/** The best choice found, and a loss that no choice can be below. Equal when the choice is proven to be the best. */
export interface SolvedPlan {
  readonly choice: PlanChoice;
  readonly lossBound: bigint;
}

interface Node {
  readonly domain: readonly (readonly UnitRange[])[];
  /** What is proven of it before it is looked into; nothing of the whole problem. */
  readonly bound: bigint | undefined;
}

/**
 * The choice that meets both needs with the least loss, by branch and bound: the Lagrangian bound of `lossBound` cuts
 * off, and exact improvements of one or two actions give good choices early. What is cut off cannot be better, so that
 * a search that ends within `nodeBudget` has proven its choice to within 10⁻⁶ USD or 10⁻⁸ of the loss; else `lossBound`
 * says what is proven. The order of the search depends on the problem alone, so that equal problems have equal answers.
 *
 * @returns undefined when no choice that meets the needs was found: there is none, or none within the budget
 */
export function solvePlan(problem: PlanProblem, nodeBudget = DEFAULT_NODE_BUDGET): SolvedPlan | undefined {
  const domain = problem.actions.map(rangesOf);
  const ends = domain.map(endsOf);
  if (!couldMeetNeeds(ends, problem)) return undefined;
  const search = new Search(problem);
  const withPairs = domain.length <= MAXIMUM_PAIRED_ACTIONS;
  const root = { domain, bound: undefined };
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

  constructor(private readonly problem: PlanProblem) {}

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

  /** Looks into open nodes, of least bound first, until there is none or the budget is spent. */
  run(open: Node[], nodeBudget: number): void {
    for (let visited = 0; visited < nodeBudget; visited += 1) {
      const node = takeLeast(open);
      if (node === undefined) return;
      open.push(...this.visit(node, false));
    }
    for (const { bound } of open) this.leave(bound);
  }

  /**
   * Looks at the best-priced choice of a node, and splits it into nodes that may hold a better one. Each node is priced by
   * itself: where only one way of an action is left, prices that weighed it against others prove little.
   */
  visit({ domain, bound: known }: Node, withPairs: boolean): readonly Node[] {
    if (this.isCutOff(known)) return [];
    const ends = domain.map(endsOf);
    const prices = seedMultipliers(ends, this.problem);
    const bound = larger(known, lossBound(ends, this.problem, prices));
    if (this.isCutOff(bound) || bound > mostLoss(ends)) return [];
    const choice = new Choice(ends.map((ofAction) => most(ofAction, (end) => -priced(end, prices))));
    this.offer(choice, domain, withPairs);
    const children = branch(domain, ends, choice, prices).flatMap((child) => {
      const childEnds = child.map(endsOf);
      if (!couldMeetNeeds(childEnds, this.problem)) return [];
      return [{ domain: child, bound: larger(bound, lossBound(childEnds, this.problem, prices)) }];
    });
    return children.filter((child) => !this.isCutOff(child.bound));
  }

  private isCutOff(bound: bigint | undefined): boolean {
    if (bound === undefined || this.best === undefined) return false;
    const { loss } = this.best.total;
    if (loss - bound > NEGLIGIBLE && (loss - bound) * NEGLIGIBLE_PART > loss) return false;
    if (bound < this.best.total.loss) this.leave(bound);
    return true;
  }

  private leave(bound: bigint | undefined): void {
    if (bound === undefined) return;
    if (this.leastLeft === undefined || bound < this.leastLeft) this.leastLeft = bound;
  }
}

/** Takes out the node of least bound, of equals the last, which holds the choice of the one that was split. */
function takeLeast(open: Node[]): Node | undefined {
  let least = open.length - 1;
  for (let at = least - 1; at >= 0; at -= 1) {
    if ((open[at]?.bound ?? 0n) < (open[least]?.bound ?? 0n)) least = at;
  }
  return least < 0 ? undefined : open.splice(least, 1)[0];
}

/** No choice loses more; where one that meets the needs would have to, there is none. */
function mostLoss(ends: readonly (readonly RangeEnd[])[]): bigint {
  return ends.reduce((sum, ofAction) => sum + most(ofAction, (end) => end.amounts.loss).amounts.loss, 0n);
}

function larger(known: bigint | undefined, found: bigint): bigint {
  return known === undefined || found > known ? found : known;
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
 * Splits an action in two. First one that may be done in amounts far apart, as where ways of conversion differ: between
 * them prices can weigh, a choice cannot, so that this is where a bound is too low. Of those the one whose best amounts
 * on both sides are priced closest. Then the action whose two best ends are. The part with the choice comes last,
 * because it is looked into first.
 */
function branch(
  domain: Node['domain'],
  ends: readonly (readonly RangeEnd[])[],
  choice: Choice,
  prices: Multipliers,
): readonly Node['domain'][] {
  const apart = domain.map(stretchesOf);
  const byStretch = closestOf(
    apart.map((stretches) => stretches.map((stretch) => leastPriced(endsOf(stretch), prices))),
  );
  const action = byStretch ?? closestOf(ends.map((ofAction) => ofAction.map((end) => priced(end, prices))));
  if (action === undefined) return [];
  const { units } = choice.part(action);
  const isChosen = ({ low, high }: UnitRange) => low <= units && units <= high;
  const pieces =
    byStretch === undefined ? (domain[action] ?? []).map((range) => [range]) : (apart[action] ?? []);
  const chosen = pieces.find((ranges) => ranges.some(isChosen)) ?? pieces[0];
  if (chosen === undefined) return [];
  const others = pieces.filter((piece) => piece !== chosen).flat();
  const parts = others.length > 0 ? [others, chosen] : chosen.flatMap((range) => split(range, units));
  return parts.map((part) => domain.map((present, index) => (index === action ? part : present)));
}

/** Ranges that follow each other without a unit between them, together. */
function stretchesOf(ranges: readonly UnitRange[]): readonly (readonly UnitRange[])[] {
  const stretches: UnitRange[][] = [];
  for (const range of ranges) {
    const last = stretches.at(-1);
    if (last?.at(-1)?.high === range.low - 1n) last.push(range);
    else stretches.push([range]);
  }
  return stretches;
}

/** The first row whose two least numbers are closest; undefined when none has two. */
function closestOf(rows: readonly (readonly bigint[])[]): number | undefined {
  let best: { readonly row: number; readonly gap: bigint } | undefined;
  for (const [row, numbers] of rows.entries()) {
    const [least, next] = [...numbers].sort((a, b) => (a < b ? -1 : 1));
    if (least === undefined || next === undefined) continue;
    const gap = next - least;
    if (best === undefined || gap < best.gap) best = { row, gap };
  }
  return best?.row;
}

function priced({ amounts }: RangeEnd, prices: Multipliers): bigint {
  return pricedLoss(amounts, prices);
}

function leastPriced(ends: readonly RangeEnd[], prices: Multipliers): bigint {
  return priced(
    most(ends, (end) => -priced(end, prices)),
    prices,
  );
}

function split(range: UnitRange, units: bigint): readonly (readonly UnitRange[])[] {
  const at = units > range.low ? units : range.low + 1n;
  const below = { ...range, high: at - 1n };
  const above = { ...range, low: at };
  return units < at ? [[above], [below]] : [[below], [above]];
}
