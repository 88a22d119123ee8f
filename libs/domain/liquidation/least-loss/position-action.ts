import type { PositionMargin } from '@causeway/domain/margin';
import { divUp, maximum, minimum, ZERO, type Decimal } from '@causeway/domain/units';
import { costRate, type LiquidationCosts } from '../liquidation-policy.js';
import { LOT, LOT_PLACES, type ReductionLimit } from '../sizing/reduction-limits.js';
import { amountDown, amountUp } from './exact-amounts.js';
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
}

/**
 * Reducing a position lot by lot at its mark price, each lot:
 *
 * - loses price × lot × (closing cost + liquidation fee);
 * - adds to cash its profit or loss less that;
 * - adds to health target × maintenance released − loss − cash × cash haircut.
 *
 * Maintenance margin is released in proportion to the size, which for requirements that grow faster than the size is
 * less than is released. Undefined when nothing may be reduced.
 */
export function positionAction(
  position: PositionMargin,
  limit: ReductionLimit,
  terms: ReductionTerms,
): PositionAction | undefined {
  const held = position.size.abs();
  const most = minimum(limit.most, held);
  const wholeLots = lotsDown(most);
  const isAll = most.eq(held);
  const largestPart = maximum(ZERO, held.sub(divUp(limit.minimumRemainder, position.markPrice, LOT_PLACES)));
  const partialLots = lotsDown(minimum(most, largestPart));
  const segments: PlanSegment[] = [];
  if (partialLots > 0n) segments.push(linear(1n, partialLots, position, terms));
  if (isAll) {
    const units = wholeLots > partialLots || !held.mod(LOT).isZero() ? lotsUp(held) : partialLots;
    if (units > partialLots) {
      const at = amountsOf(held, position, terms);
      segments.push({ from: units, to: units, at, perUnit: at });
    }
  }
  return segments.length === 0 ? undefined : { position, segments };
}

/** The size that a number of lots stands for, the last one of a position in part. */
export function sizeOfLots(position: PositionMargin, lots: bigint): Decimal {
  return minimum(position.size.abs(), LOT.mul(lots.toString()));
}

function linear(from: bigint, to: bigint, position: PositionMargin, terms: ReductionTerms): PlanSegment {
  const perUnit = amountsOf(LOT, position, terms);
  return { from, to, at: perUnit, perUnit };
}

function amountsOf(size: Decimal, position: PositionMargin, terms: ReductionTerms): PlanAmounts {
  const { markPrice, entryPrice, instrument, maintenanceMargin } = position;
  const { costs, targetHealth, cashHaircut } = terms;
  const loss = size.mul(markPrice).mul(costRate(costs, instrument));
  const side = position.size.gt(0) ? 1 : -1;
  const cash = size.mul(markPrice.sub(entryPrice)).mul(side).sub(loss);
  const held = position.size.abs();
  const released = size.eq(held) ? maintenanceMargin : size.mul(maintenanceMargin).div(held);
  return {
    loss: amountUp(loss),
    cash: amountDown(cash),
    health: amountDown(targetHealth.mul(released).sub(loss).sub(cash.mul(cashHaircut))),
  };
}

function lotsDown(size: Decimal): bigint {
  return BigInt(size.div(LOT).floor().toFixed(0));
}

function lotsUp(size: Decimal): bigint {
  return BigInt(size.div(LOT).ceil().toFixed(0));
}
