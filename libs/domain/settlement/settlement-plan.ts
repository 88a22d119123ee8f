import type { AssetId, BridgeId, UnixMilliseconds } from '@causeway/domain/units';

/** One leg of an accepted route, as it is to be carried out. */
export interface PlannedLeg {
  readonly edge: string;
  readonly from: AssetId;
  readonly to: AssetId;
  /**
   * The bridge whose logs tell what becomes of it. Absent for what stays on its layer, and for what goes over a bridge of
   * which no contract is known there: the desk reports those.
   */
  readonly bridge?: BridgeId;
  /** What the quote sends through the leg, in base units of `from`. */
  readonly plannedInput: bigint;
  /**
   * What the leg is to deliver for it, in base units of `to`: what the quote counts on, and the desk's own gas, which
   * the quote takes off and no venue keeps.
   */
  readonly plannedOutput: bigint;
  /** The least that the leg may deliver for its planned input; its calldata demands it. */
  readonly minimumOutput: bigint;
  /**
   * Base units of `to` that a leg at a fixed rate loses whatever it sends: a relayer's gas. Absent where the leg trades
   * at a price.
   */
  readonly fixedFee?: bigint;
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
 * The least output to demand of a leg for `input`, which may be another than was planned.
 *
 * Of a leg that trades at a price: in proportion to what is planned, rounded up, so that a desk is never promised less
 * than its slippage allows. Of one at a fixed rate: what its terms give for `input`, rounded down, since asking for a
 * unit more than they give would leave an intent unfilled, or a fast mint waiting for finality. Where its fixed fee would
 * leave nothing, it is the proportion again, for which nobody fills the intent, so that the units come back.
 */
export function minimumOutputFor(leg: PlannedLeg, input: bigint): bigint {
  const { plannedInput, minimumOutput, fixedFee } = leg;
  if (fixedFee === undefined) return (minimumOutput * input + plannedInput - 1n) / plannedInput;
  const left = ((minimumOutput + fixedFee) * input) / plannedInput - fixedFee;
  return left > 0n ? left : (minimumOutput * input) / plannedInput;
}

/** The output less the slippage allowed, in millionths, rounded up. */
export function lessSlippageUp(output: bigint, slippageMillionths: bigint): bigint {
  return (output * (1_000_000n - slippageMillionths) + 999_999n) / 1_000_000n;
}
