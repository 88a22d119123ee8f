import type { AssetId, UnixMilliseconds } from '@causeway/domain/units';
import type { SettlementPlan } from './settlement-plan.js';

/**
 * What is known of one attempt at a leg. Each observation is the whole of what is known, and one with a higher `seq`
 * replaces the one before: an orphaned block makes the next observation smaller, and a repeated or late one changes
 * nothing.
 */
export interface LegObservation {
  readonly seq: number;
  /** Base units of the leg's input that have left the desk. */
  readonly departed: bigint;
  /** The part of `departed` whose delivery has been made. */
  readonly arrived: bigint;
  /** Base units of the leg's output that were delivered. */
  readonly delivered: bigint;
  /** The part of `departed` that came back. */
  readonly returned: bigint;
  /** The transaction failed and moved nothing. */
  readonly isReverted: boolean;
  /** No block that this rests on can be orphaned any more. */
  readonly isFinal: boolean;
}

/** A leg as it was issued to be signed and sent. */
export interface LegAttempt {
  readonly input: bigint;
  readonly minimumOutput: bigint;
  readonly issuedAt: UnixMilliseconds;
  /** The chain refuses the leg from then on, where it has a deadline. */
  readonly validUntil: UnixMilliseconds;
  readonly observation: LegObservation;
  /** The desk has said that it did not send the attempt and never will. */
  readonly isAbandoned: boolean;
}

/** How a settlement ended. */
export type OutcomeKind = 'settled' | 'settled-elsewhere' | 'refunded' | 'failed';

/** Where all units are in the end. */
export interface SettlementOutcome {
  readonly kind: OutcomeKind;
  /** Base units at each asset that has any, in the order in which the plan names the assets. */
  readonly holdings: readonly { readonly asset: AssetId; readonly raw: bigint }[];
}

/** A settlement under way or ended. Attempts are by leg of the plan; a leg without any has not begun. */
export interface Settlement {
  readonly plan: SettlementPlan;
  readonly acceptedAt: UnixMilliseconds;
  readonly attempts: readonly (readonly LegAttempt[])[];
  /** Legs whose capacity is no longer held. */
  readonly released: readonly boolean[];
  readonly outcome?: SettlementOutcome;
}

/** What a settlement is told. */
export type SettlementEvent =
  | {
      readonly kind: 'observed';
      readonly leg: number;
      readonly attempt: number;
      readonly observation: LegObservation;
    }
  | { readonly kind: 'abandoned'; readonly leg: number; readonly attempt: number }
  | { readonly kind: 'time-passed' };

/** What is to be done. Each is given once, in the transaction that keeps the state it follows from. */
export type SettlementCommand =
  | { readonly kind: 'issue'; readonly leg: number; readonly attempt: number }
  /** The leg will use its edge no more: its reserved capacity is free. */
  | { readonly kind: 'release-capacity'; readonly leg: number }
  /** The settlement has ended: what was held for it is held no more. */
  | { readonly kind: 'release-inventory'; readonly raw: bigint }
  | { readonly kind: 'end'; readonly outcome: SettlementOutcome }
  /** Something became known after the end that moves units; the outcome says where they are now. */
  | { readonly kind: 'amend'; readonly outcome: SettlementOutcome };

const NOTHING: LegObservation = {
  seq: 0,
  departed: 0n,
  arrived: 0n,
  delivered: 0n,
  returned: 0n,
  isReverted: false,
  isFinal: false,
};

/** An attempt of which nothing is known yet. */
export function newAttempt(
  input: bigint,
  minimumOutput: bigint,
  issuedAt: UnixMilliseconds,
  validUntil: UnixMilliseconds,
): LegAttempt {
  return { input, minimumOutput, issuedAt, validUntil, observation: NOTHING, isAbandoned: false };
}
