import { bestPair, bestUnits, stillNeeded } from './best-units.js';
import {
  addAmounts,
  meetsNeeds,
  NO_AMOUNTS,
  subtractAmounts,
  type PlanAmounts,
  type PlanProblem,
} from './plan-problem.js';
import type { RangeEnd, UnitRange } from './unit-ranges.js';

type Needs = Pick<PlanProblem, 'neededCash' | 'neededHealth'>;
type Domain = readonly (readonly UnitRange[])[];

/** Passes over all actions; each can only lower the loss. */
const MAXIMUM_PASSES = 8;

/** What is chosen for all actions, and what it comes to. */
export class Choice {
  readonly parts: RangeEnd[];
  total: PlanAmounts;

  constructor(parts: readonly RangeEnd[]) {
    this.parts = [...parts];
    this.total = parts.reduce((sum, { amounts }) => addAmounts(sum, amounts), NO_AMOUNTS);
  }

  /** What is chosen for one action. */
  part(action: number): RangeEnd {
    const part = this.parts[action];
    if (part === undefined) throw new Error(`a choice without action ${action}`);
    return part;
  }

  /** Chooses anew for one action. */
  put(action: number, part: RangeEnd): void {
    this.total = addAmounts(subtractAmounts(this.total, this.part(action).amounts), part.amounts);
    this.parts[action] = part;
  }
}

/**
 * Makes a choice meet the needs if changing one action, or with `withPairs` two, can; and then lowers its loss in the
 * same way until nothing changes. What comes out is a good choice, not a proof.
 */
export function improveChoice(choice: Choice, domain: Domain, needs: Needs, withPairs: boolean): void {
  for (let pass = 0; pass < MAXIMUM_PASSES; pass += 1) {
    const before = choice.total;
    const wasEnough = meetsNeeds(before, needs);
    improveSingles(choice, domain, needs);
    if (withPairs) improvePairs(choice, domain, needs);
    const isBetter = choice.total.loss < before.loss || (!wasEnough && meetsNeeds(choice.total, needs));
    if (!isBetter) return;
  }
}

function improveSingles(choice: Choice, domain: Domain, needs: Needs): void {
  for (const [action, ranges] of domain.entries()) {
    const others = subtractAmounts(choice.total, choice.part(action).amounts);
    const best = bestUnits(ranges, stillNeeded(needs, others), 'most');
    if (best === undefined) continue;
    if (isWorthIt(choice, needs, best.amounts.loss - choice.part(action).amounts.loss)) {
      choice.put(action, best);
    }
  }
}

function improvePairs(choice: Choice, domain: Domain, needs: Needs): void {
  for (const [first, ranges] of domain.entries()) {
    for (const [second, otherRanges] of domain.entries()) {
      if (second <= first) continue;
      const present = addAmounts(choice.part(first).amounts, choice.part(second).amounts);
      const best = bestPair(ranges, otherRanges, stillNeeded(needs, subtractAmounts(choice.total, present)));
      if (best === undefined) continue;
      const loss = best.first.amounts.loss + best.second.amounts.loss;
      if (!isWorthIt(choice, needs, loss - present.loss)) continue;
      choice.put(first, best.first);
      choice.put(second, best.second);
    }
  }
}

function isWorthIt(choice: Choice, needs: Needs, change: bigint): boolean {
  return change < 0n || !meetsNeeds(choice.total, needs);
}

/** Takes back what can be left without losing more, the last action first: of plans that lose the same, the smallest. */
export function doNoMoreThanNeeded(choice: Choice, domain: Domain, needs: Needs): void {
  for (const [action, ranges] of [...domain.entries()].reverse()) {
    const present = choice.part(action);
    const others = subtractAmounts(choice.total, present.amounts);
    const best = bestUnits(ranges, stillNeeded(needs, others), 'fewest');
    if (best === undefined || best.amounts.loss > present.amounts.loss) continue;
    if (best.amounts.loss < present.amounts.loss || best.units < present.units) choice.put(action, best);
  }
}
