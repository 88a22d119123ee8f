import type { AssetId, BridgeId, UnixMilliseconds } from '@causeway/domain/units';

/** One leg of an accepted route, as it is to be carried out. */
export interface PlannedLeg {
  readonly edge: string;
  readonly from: AssetId;
  readonly to: AssetId;
  /** The bridge that carries it; absent for what stays on its layer. */
  readonly bridge?: BridgeId;
  /** What the quote sends through the leg, in base units of `from`. */
  readonly plannedInput: bigint;
  /** What the quote expects, in base units of `to`. */
  readonly plannedOutput: bigint;
  /** The least that the leg may deliver for its planned input; its calldata demands it. */
  readonly minimumOutput: bigint;
  /**
   * Whether the chain itself refuses the leg after its deadline. Of a leg without one only the desk can say that it
   * will never be sent.
   */
  readonly hasDeadline: boolean;
}

/** An accepted quote as it is carried out: legs in an order in which each comes after those it lives on. */
export interface SettlementPlan {
  readonly quote: string;
  readonly source: AssetId;
  readonly destination: AssetId;
  /** Base units of the source asset, held for the settlement until it ends. */
  readonly input: bigint;
  readonly legs: readonly PlannedLeg[];
  /** No leg is begun from then on. */
  readonly expiresAt: UnixMilliseconds;
  /** How long a leg may be sent after it was issued. */
  readonly legSeconds: number;
  /**
   * How long after a leg's deadline its execution may still become known. A leg that is not known to be executed by
   * then is taken as never to be.
   */
  readonly observationSeconds: number;
  /** How often a leg that came to nothing is issued in all. */
  readonly maximumAttempts: number;
}

/**
 * The least output to demand for `input`, in proportion to what is planned, rounded up: a desk is never promised less
 * than its slippage allows.
 */
export function minimumOutputUp(leg: PlannedLeg, input: bigint): bigint {
  return (leg.minimumOutput * input + leg.plannedInput - 1n) / leg.plannedInput;
}

/** The output less the slippage allowed, in millionths, rounded up. */
export function lessSlippageUp(output: bigint, slippageMillionths: bigint): bigint {
  return (output * (1_000_000n - slippageMillionths) + 999_999n) / 1_000_000n;
}
