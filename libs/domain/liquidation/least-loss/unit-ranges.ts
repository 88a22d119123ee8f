import {
  amountsAt,
  NO_AMOUNTS,
  type PlanAction,
  type PlanAmounts,
  type PlanSegment,
} from './plan-problem.js';

/** Units that a node of the search still allows: none at all (no segment), or a range within a segment. */
export interface UnitRange {
  readonly segment?: PlanSegment;
  readonly low: bigint;
  readonly high: bigint;
}

/** An end of a range, and what it comes to. */
export interface RangeEnd {
  readonly units: bigint;
  readonly amounts: PlanAmounts;
}

const LEAVE_IT: UnitRange = { low: 0n, high: 0n };

/** All that an action allows, leaving it first: of equal choices the one that does less comes first. */
export function rangesOf({ segments }: PlanAction): readonly UnitRange[] {
  return [LEAVE_IT, ...segments.map((segment) => ({ segment, low: segment.from, high: segment.to }))];
}

/** What a range comes to at `units` within it. */
export function rangeAmounts({ segment }: UnitRange, units: bigint): PlanAmounts {
  return segment === undefined ? NO_AMOUNTS : amountsAt(segment, units);
}

/** The ends of ranges; between them everything is linear, so that an extreme of anything linear is at one of them. */
export function endsOf(ranges: readonly UnitRange[]): readonly RangeEnd[] {
  const ends: RangeEnd[] = [];
  for (const range of ranges) {
    ends.push({ units: range.low, amounts: rangeAmounts(range, range.low) });
    if (range.high > range.low) ends.push({ units: range.high, amounts: rangeAmounts(range, range.high) });
  }
  return ends;
}

/** The amounts of an action at any number of its units. @throws when no segment has them */
export function actionAmounts(action: PlanAction, units: bigint): PlanAmounts {
  const range = rangesOf(action).find(({ low, high }) => low <= units && units <= high);
  if (range === undefined) throw new Error(`no segment of the action has ${units} units`);
  return rangeAmounts(range, units);
}
