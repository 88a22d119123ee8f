/**
 * What a liquidation may do, as numbers only, so that the best choice can be proven apart from what the numbers mean.
 * All amounts are whole multiples of 10⁻³⁰ USD: fine enough that no price × lot × rate of a real market is rounded by
 * more than nothing that counts.
 */

/** Amounts that each unit of an action adds, or that a number of units comes to. */
export interface PlanAmounts {
  /** What the account loses by it. */
  readonly loss: bigint;
  /** What it adds to equity − target health × maintenance margin. */
  readonly health: bigint;
  /** What it adds to the cash that pays for losses and fees. */
  readonly cash: bigint;
}

/** A range of units in which an action is linear: `at` for `from` units, and `perUnit` for each one more. */
export interface PlanSegment {
  /** At least 1. */
  readonly from: bigint;
  readonly to: bigint;
  readonly at: PlanAmounts;
  readonly perUnit: PlanAmounts;
}

/** Something that can be done in whole units, within one of its segments, or left: zero units are always possible. */
export interface PlanAction {
  readonly segments: readonly PlanSegment[];
}

/** Choose units for each action so that health and cash are met and the loss is least. */
export interface PlanProblem {
  readonly actions: readonly PlanAction[];
  readonly neededHealth: bigint;
  readonly neededCash: bigint;
}

/** Units for each action, in the order of the problem's actions. */
export interface PlanChoice {
  readonly units: readonly bigint[];
  readonly total: PlanAmounts;
}

export const NO_AMOUNTS: PlanAmounts = { loss: 0n, health: 0n, cash: 0n };

/** What a segment comes to at `units` within it. */
export function amountsAt(segment: PlanSegment, units: bigint): PlanAmounts {
  const more = units - segment.from;
  const { at, perUnit } = segment;
  return {
    loss: at.loss + more * perUnit.loss,
    health: at.health + more * perUnit.health,
    cash: at.cash + more * perUnit.cash,
  };
}

/** a + b. */
export function addAmounts(a: PlanAmounts, b: PlanAmounts): PlanAmounts {
  return { loss: a.loss + b.loss, health: a.health + b.health, cash: a.cash + b.cash };
}

/** a − b. */
export function subtractAmounts(a: PlanAmounts, b: PlanAmounts): PlanAmounts {
  return { loss: a.loss - b.loss, health: a.health - b.health, cash: a.cash - b.cash };
}

/** Whether what is done meets both needs. */
export function meetsNeeds(
  total: PlanAmounts,
  needs: Pick<PlanProblem, 'neededCash' | 'neededHealth'>,
): boolean {
  return total.health >= needs.neededHealth && total.cash >= needs.neededCash;
}
