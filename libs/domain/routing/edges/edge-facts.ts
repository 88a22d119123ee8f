import type { AssetId, ChainId, UnixMilliseconds } from '@causeway/domain/units';
import type { Latency, SecurityMechanism } from '@causeway/domain/network';

/** What every way of turning one asset into another has, whatever its kind. */
export interface EdgeFacts {
  /** Unique in its graph. */
  readonly id: string;
  readonly from: AssetId;
  readonly to: AssetId;
  readonly latency: Latency;
  readonly security: SecurityMechanism;
  /** Smallest input in base units. */
  readonly minimumInput: bigint;
  /** Largest input in base units. */
  readonly capacity: bigint;
  /** Cost of using the edge at all, in base units of the output asset. */
  readonly fixedCost: bigint;
  /** What the fixed cost was computed from, where it is gas; it must then come to exactly `fixedCost`. */
  readonly gas?: GasCost;
  readonly observedAt: UnixMilliseconds;
  /** Seconds after `observedAt` for which the edge may be used; absent when it does not go stale. */
  readonly validForSeconds?: number;
}

/** Gas of one chain with the price at which it is paid for in the output asset. */
export interface GasCost {
  readonly chain: ChainId;
  readonly units: bigint;
  /** Base units of the chain's coin for a unit of gas. */
  readonly unitPrice: bigint;
  /** Base units of the output asset for one base unit of the chain's coin, as an exact fraction. */
  readonly rateNumerator: bigint;
  readonly rateDenominator: bigint;
}

/** What gas costs in base units of the output asset, rounded up: a cost is never understated. */
export function gasCostUp({ units, unitPrice, rateNumerator, rateDenominator }: GasCost): bigint {
  return (units * unitPrice * rateNumerator + rateDenominator - 1n) / rateDenominator;
}

/**
 * Whether an edge was observed so long before `at` that it must not be used any more. An edge that was observed
 * after `at` is not stale.
 */
export function isStale({ observedAt, validForSeconds }: EdgeFacts, at: UnixMilliseconds): boolean {
  return validForSeconds !== undefined && at - observedAt > validForSeconds * 1000;
}
