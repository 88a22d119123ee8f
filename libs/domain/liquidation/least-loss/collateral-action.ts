import type { SeizableBucket } from '@causeway/domain/ledger';
import type { HoldingMargin } from '@causeway/domain/margin';
import { Decimal, ONE } from '@causeway/domain/units';
import { goTheSameWay, type ConversionPoint } from '../conversion.js';
import { amountDown, amountUp, divideDown } from './exact-amounts.js';
import type { PlanAction, PlanAmounts, PlanSegment } from './plan-problem.js';

/** What seizing collateral is measured by. */
export interface SeizureTerms {
  /** USD for one base unit of the settlement asset. */
  readonly settlementPrice: Decimal;
  readonly cashHaircut: Decimal;
}

/** Collateral that can be seized in time, and what that does, one unit for each base unit. */
export interface CollateralAction extends PlanAction {
  readonly holding: HoldingMargin;
  readonly bucket: SeizableBucket;
  readonly held: bigint;
  readonly points: readonly ConversionPoint[];
}

/**
 * Seizing collateral and converting it to the settlement asset. An amount
 *
 * - loses its market value less its proceeds;
 * - adds its proceeds to cash;
 * - adds to health proceeds − what it counts for as collateral − proceeds × cash haircut.
 *
 * Linear between two quoted amounts that go the same way, with proceeds on or below the chord; only the amounts
 * themselves where the ways differ. Proceeds are whole base units of the settlement asset: where the chord is not, it is
 * taken one lower, so that what `proceedsOf` rounds down never pays for less than was counted on.
 */
export function collateralAction(
  holding: HoldingMargin,
  bucket: SeizableBucket,
  held: bigint,
  points: readonly ConversionPoint[],
  terms: SeizureTerms,
): CollateralAction {
  const segments: PlanSegment[] = [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const at = amountsAtPoint(holding, held, point.raw, point.proceeds, terms);
    if (before === undefined || !goTheSameWay(before, point) || point.raw === before.raw + 1n) {
      segments.push({ from: point.raw, to: point.raw, at, perUnit: at });
      continue;
    }
    const length = point.raw - before.raw;
    const lower = (point.proceeds - before.proceeds) % length === 0n ? 0n : 1n;
    const start = amountsAtPoint(holding, held, before.raw, before.proceeds - lower, terms);
    const end = amountsAtPoint(holding, held, point.raw, point.proceeds - lower, terms);
    const perUnit = {
      loss: -divideDown(start.loss - end.loss, length),
      health: divideDown(end.health - start.health, length),
      cash: divideDown(end.cash - start.cash, length),
    };
    const from = before.raw + 1n;
    const first = {
      loss: start.loss + perUnit.loss,
      health: start.health + perUnit.health,
      cash: start.cash + perUnit.cash,
    };
    segments.push({ from, to: point.raw, at: first, perUnit });
  }
  return { holding, bucket, held, points, segments };
}

/** Base units of the settlement asset for an amount within the points, on or below the chord. @throws outside them */
export function proceedsOf(
  points: readonly ConversionPoint[],
  raw: bigint,
): { readonly proceeds: bigint; readonly point: ConversionPoint } {
  const next = points.findIndex((point) => point.raw >= raw);
  const point = points[next];
  if (point === undefined) throw new Error(`${raw} base units are beyond what the router was asked about`);
  const before = points[next - 1];
  if (point.raw === raw) return { proceeds: point.proceeds, point };
  if (before === undefined) throw new Error(`${raw} base units are below what the router was asked about`);
  const gained = ((point.proceeds - before.proceeds) * (raw - before.raw)) / (point.raw - before.raw);
  return { proceeds: before.proceeds + gained, point };
}

function amountsAtPoint(
  holding: HoldingMargin,
  held: bigint,
  raw: bigint,
  proceeds: bigint,
  { settlementPrice, cashHaircut }: SeizureTerms,
): PlanAmounts {
  const share = new Decimal(raw.toString()).div(held.toString());
  const cash = settlementPrice.mul(proceeds.toString());
  const value = holding.price.mul(holding.quantity).mul(share);
  const counted = holding.collateralValue.mul(share);
  return {
    loss: amountUp(value.sub(cash)),
    cash: amountDown(cash),
    health: amountDown(cash.mul(ONE.sub(cashHaircut)).sub(counted)),
  };
}
