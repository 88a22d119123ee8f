import { isWeaker, type SecurityMechanism } from '@causeway/domain/network';
import type { SeizableBucket } from '@causeway/domain/ledger';
import type { AssetId } from '@causeway/domain/units';
import type { LiquidationSettlement } from './liquidation-policy.js';

/** What an exact amount of an asset becomes when the router moves and converts it to the settlement asset. */
export interface ConversionPoint {
  /** Base units that go in, above zero. */
  readonly raw: bigint;
  /** Base units of the settlement asset that come out. */
  readonly proceeds: bigint;
  /** Upper quartile of how long it takes. */
  readonly seconds: number;
  /** The weakest mechanism on the way; absent when there is none to go. */
  readonly security?: SecurityMechanism;
  /** Edges of the way, each after those that bring what it takes; a way may split and meet again. */
  readonly route: readonly string[];
}

/**
 * Amounts of one asset that the router was asked about, ascending. Between two of them that go over the same edges the
 * chord is a safe estimate: venues give less for more, so that a mixture of the two splits brings no less, but for what
 * legs round down. Between two ways, and below
 * the first amount, where a fixed cost may eat everything, nothing is known.
 */
export interface ConversionCurve {
  readonly asset: AssetId;
  readonly points: readonly ConversionPoint[];
}

/** What everything that was asked about becomes in the settlement asset. */
export interface ConversionTable {
  /** The version of the liquidity that the router answered on. */
  readonly graphVersion: string;
  /** By `conversionKey`. */
  readonly curves: ReadonlyMap<string, ConversionCurve>;
}

/** What a curve is found by. What is reserved has one of its own, for what is left once the available went before. */
export function conversionKey(asset: AssetId, bucket: SeizableBucket): string {
  return `${bucket} ${asset}`;
}

/** Why collateral cannot be seized in time. */
export type UnreachableReason = 'in-transit' | 'no-price' | 'no-route' | 'too-slow' | 'too-weak';

/** The part of a curve that counts, or why none does. */
export type ReachableConversion =
  { readonly points: readonly ConversionPoint[] } | { readonly reason: UnreachableReason };

/**
 * The points of an asset's curve that arrive within the horizon over nothing weaker than allowed. The settlement asset
 * itself is there already. Points after one that brings no more are left out: nobody converts more for less.
 */
export function reachableConversion(
  asset: AssetId,
  bucket: SeizableBucket,
  held: bigint,
  table: ConversionTable,
  settlement: LiquidationSettlement,
): ReachableConversion {
  if (asset === settlement.asset) {
    const whole = (raw: bigint) => ({ raw, proceeds: raw, seconds: 0, route: [] });
    return { points: held > 1n ? [whole(1n), whole(held)] : [whole(held)] };
  }
  const points = (table.curves.get(conversionKey(asset, bucket))?.points ?? []).filter(
    ({ raw }) => raw <= held,
  );
  if (points.length === 0) return { reason: 'no-route' };
  const inTime = points.filter(({ seconds }) => seconds <= settlement.horizonSeconds);
  if (inTime.length === 0) return { reason: 'too-slow' };
  const safe = inTime.filter(
    ({ security }) => security === undefined || !isWeaker(security, settlement.minimumSecurity),
  );
  return safe.length === 0 ? { reason: 'too-weak' } : { points: ascending(safe) };
}

function ascending(points: readonly ConversionPoint[]): readonly ConversionPoint[] {
  const kept: ConversionPoint[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last === undefined || (point.raw > last.raw && point.proceeds > last.proceeds)) kept.push(point);
  }
  return kept;
}

/** Whether two points go over the same edges, so that the chord between them is a safe estimate. */
export function goTheSameWay(a: ConversionPoint, b: ConversionPoint): boolean {
  return a.route.length === b.route.length && a.route.every((edge) => b.route.includes(edge));
}
