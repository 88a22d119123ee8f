import { subtractAmounts, type PlanAmounts, type PlanProblem } from './plan-problem.js';
import { rangeAmounts, type RangeEnd, type UnitRange } from './unit-ranges.js';

type Needs = Pick<PlanProblem, 'neededCash' | 'neededHealth'>;

/** What is still needed once `done` is done, as amounts; its loss says nothing. */
export function stillNeeded(needs: Needs, done: PlanAmounts): PlanAmounts {
  const needed = { loss: 0n, health: needs.neededHealth, cash: needs.neededCash };
  return subtractAmounts(needed, done);
}

/** Of units that lose the same: the most, which leave other actions more room, or the fewest. */
export type Preference = 'most' | 'fewest';

/** The units of one action that meet what is still needed at the least loss, first of equals; undefined without any. */
export function bestUnits(
  ranges: readonly UnitRange[],
  needed: PlanAmounts,
  preference: Preference,
): RangeEnd | undefined {
  let best: RangeEnd | undefined;
  for (const range of ranges) {
    const units = bestUnitsInRange(range, needed, preference);
    if (units === undefined) continue;
    const amounts = rangeAmounts(range, units);
    if (best === undefined || amounts.loss < best.amounts.loss) best = { units, amounts };
  }
  return best;
}

/** A range is linear, so that each need leaves an interval of units, and the least loss is at an end of it. */
function bestUnitsInRange(range: UnitRange, needed: PlanAmounts, preference: Preference): bigint | undefined {
  const at = rangeAmounts(range, range.low);
  const perUnit = range.segment?.perUnit;
  let [low, high] = [range.low, range.high];
  for (const kind of ['health', 'cash'] as const) {
    const lacking = needed[kind] - at[kind];
    const each = perUnit?.[kind] ?? 0n;
    if (each > 0n) {
      const least = range.low + (lacking > 0n ? divideUp(lacking, each) : 0n);
      if (least > low) low = least;
    } else if (lacking > 0n) {
      return undefined;
    } else if (each < 0n) {
      const most = range.low + -lacking / -each;
      if (most < high) high = most;
    }
  }
  if (low > high) return undefined;
  const loss = perUnit?.loss ?? 0n;
  return loss < 0n || (loss === 0n && preference === 'most') ? high : low;
}

/** Units of two actions. */
export interface BestPair {
  readonly first: RangeEnd;
  readonly second: RangeEnd;
}

/** The units of two actions that together meet what is still needed at the least loss; undefined without any. */
export function bestPair(
  first: readonly UnitRange[],
  second: readonly UnitRange[],
  needed: PlanAmounts,
): BestPair | undefined {
  let best: BestPair | undefined;
  for (const a of first) {
    for (const b of second) {
      for (const units of turningPoints(a, b, needed)) {
        const amounts = rangeAmounts(a, units);
        const other = bestUnitsInRange(b, subtractAmounts(needed, amounts), 'most');
        if (other === undefined) continue;
        const found = {
          first: { units, amounts },
          second: { units: other, amounts: rangeAmounts(b, other) },
        };
        if (best === undefined || pairLoss(found) < pairLoss(best)) best = found;
      }
    }
  }
  return best;
}

function pairLoss({ first, second }: BestPair): bigint {
  return first.amounts.loss + second.amounts.loss;
}

/**
 * Units of the first range at which the least loss of a pair can be: its ends, where a need is met exactly with the
 * second at one of its ends, and where both needs are met exactly; with the whole units on both sides of each.
 */
function turningPoints(a: UnitRange, b: UnitRange, needed: PlanAmounts): ReadonlySet<bigint> {
  const points = new Set([a.low, a.high]);
  const slopeA = a.segment?.perUnit;
  if (slopeA === undefined || a.low === a.high) return points;
  const add = (numerator: bigint, denominator: bigint) => {
    if (denominator === 0n) return;
    const near = a.low + numerator / denominator;
    for (const units of [near - 1n, near, near + 1n]) {
      if (units > a.low && units < a.high) points.add(units);
    }
  };
  const start = rangeAmounts(a, a.low);
  for (const end of new Set([b.low, b.high])) {
    const lacking = subtractAmounts(subtractAmounts(needed, start), rangeAmounts(b, end));
    add(lacking.health, slopeA.health);
    add(lacking.cash, slopeA.cash);
  }
  const slopeB = b.segment?.perUnit;
  if (slopeB !== undefined && b.low !== b.high) {
    const lacking = subtractAmounts(subtractAmounts(needed, start), rangeAmounts(b, b.low));
    add(
      lacking.health * slopeB.cash - lacking.cash * slopeB.health,
      slopeA.health * slopeB.cash - slopeA.cash * slopeB.health,
    );
  }
  return points;
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
