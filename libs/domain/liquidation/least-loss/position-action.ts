import type { PositionMargin } from '@causeway/domain/margin';
import { divUp, maximum, minimum, ZERO, type Decimal } from '@causeway/domain/units';
import { costRate, type LiquidationCosts } from '../liquidation-policy.js';
import { LOT, LOT_PLACES, type ReductionLimit } from '../sizing/reduction-limits.js';
import { amountDown, amountUp } from './exact-amounts.js';
import { releasedAt, type MarginRelease } from './margin-releases.js';
import type { PlanAction, PlanAmounts, PlanSegment } from './plan-problem.js';

/** What reducing positions is measured by. */
export interface ReductionTerms {
  readonly targetHealth: Decimal;
  readonly costs: LiquidationCosts;
  /** 1 − what the settlement asset counts for as collateral: cash that is left over counts less than cash that pays. */
  readonly cashHaircut: Decimal;
}

/** A position that may be reduced, and what that does, one unit for each lot. */
export interface PositionAction extends PlanAction {
  readonly position: PositionMargin;
  readonly releases: readonly MarginRelease[];
}

/**
 * Reducing a position lot by lot at its mark price, each lot:
 *
 * - loses price × lot × (closing cost + liquidation fee);
 * - adds to cash its profit or loss less that;
 * - adds to health target × maintenance released − loss − cash × cash haircut.
 *
 * Maintenance margin is released along the chords of `releases`, which for requirements that grow faster than the size is
 * less than is released. Undefined when nothing may be reduced.
 */
export function positionAction(
  position: PositionMargin,
  limit: ReductionLimit,
  terms: ReductionTerms,
  releases: readonly MarginRelease[],
): PositionAction | undefined {
  const held = position.size.abs();
  const most = minimum(limit.most, held);
  const wholeLots = lotsDown(most);
  const isAll = most.eq(held);
  const largestPart = maximum(ZERO, held.sub(divUp(limit.minimumRemainder, position.markPrice, LOT_PLACES)));
  const partialLots = lotsDown(minimum(most, largestPart));
  const reducing: Reducing = { position, terms, releases };
  const segments = [...partialSegments(partialLots, reducing)];
  if (isAll) {
    const units = wholeLots > partialLots || !held.mod(LOT).isZero() ? lotsUp(held) : partialLots;
    if (units > partialLots) {
      const at = amountsOf(held, reducing);
      segments.push({ from: units, to: units, at, perUnit: at });
    }
  }
  return segments.length === 0 ? undefined : { position, releases, segments };
}

/** The size that a number of lots stands for, the last one of a position in part. */
export function sizeOfLots(position: PositionMargin, lots: bigint): Decimal {
  return minimum(position.size.abs(), LOT.mul(lots.toString()));
}

interface Reducing {
  readonly position: PositionMargin;
  readonly terms: ReductionTerms;
  readonly releases: readonly MarginRelease[];
}

/** Lots up to the most that may be reduced in part, one segment for each chord. */
function* partialSegments(most: bigint, reducing: Reducing): Generator<PlanSegment> {
  let from = 1n;
  for (const { size } of reducing.releases) {
    const lots = lotsDown(size);
    const to = lots < most ? lots : most;
    if (to < from) continue;
    const at = amountsOf(sizeOfUnits(from), reducing);
    yield { from, to, at, perUnit: to === from ? at : perLot(from, to, reducing) };
    from = to + 1n;
  }
}

/** What each lot of a segment adds, rounded so that no number of them adds more than they do. */
function perLot(from: bigint, to: bigint, reducing: Reducing): PlanAmounts {
  const { position, terms, releases } = reducing;
  const gained = releasedAt(releases, sizeOfUnits(to)).sub(releasedAt(releases, sizeOfUnits(from)));
  return amountsFor(LOT, gained.div((to - from).toString()), position, terms);
}

function amountsOf(size: Decimal, { position, terms, releases }: Reducing): PlanAmounts {
  return amountsFor(size, releasedAt(releases, size), position, terms);
}

function amountsFor(
  size: Decimal,
  released: Decimal,
  { markPrice, entryPrice, instrument, size: held }: PositionMargin,
  { costs, targetHealth, cashHaircut }: ReductionTerms,
): PlanAmounts {
  const loss = size.mul(markPrice).mul(costRate(costs, instrument));
  const side = held.gt(0) ? 1 : -1;
  const cash = size.mul(markPrice.sub(entryPrice)).mul(side).sub(loss);
  return {
    loss: amountUp(loss),
    cash: amountDown(cash),
    health: amountDown(targetHealth.mul(released).sub(loss).sub(cash.mul(cashHaircut))),
  };
}

function sizeOfUnits(lots: bigint): Decimal {
  return LOT.mul(lots.toString());
}

function lotsDown(size: Decimal): bigint {
  return BigInt(size.div(LOT).floor().toFixed(0));
}

function lotsUp(size: Decimal): bigint {
  return BigInt(size.div(LOT).ceil().toFixed(0));
}
