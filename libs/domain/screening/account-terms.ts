import type { Decimal } from '@causeway/domain/units';
import type { Slot } from './folded-account.js';
import type { KinkedLines } from './kinked-lines.js';

/** coefficient × value of the slot. */
export interface LinearTerm {
  readonly slot: Slot;
  readonly coefficient: Decimal;
}

/** factor × kinked(quantity × value of the slot). */
export interface KinkedTerm {
  readonly slot: Slot;
  /** Not negative. */
  readonly quantity: Decimal;
  /** Not negative. */
  readonly factor: Decimal;
  readonly kinked: KinkedLines;
}

/** constant + Σ linear terms + Σ kinked terms. */
export interface TermSum {
  readonly constant: Decimal;
  readonly linear: readonly LinearTerm[];
  readonly kinked: readonly KinkedTerm[];
}

/**
 * What an account's equity and requirement come to at any values of its slots, up to how its evaluation rounds:
 *
 * - exact equity differs from its sum by at most `equityRounding`; its kinked terms are the least of their lines
 * - exact requirement differs by at most `requirementRounding` from the greatest of `requirements`, one for each scenario,
 *   whose kinked terms are the greatest of their lines
 */
export interface AccountTerms {
  readonly equity: TermSum;
  readonly equityRounding: Decimal;
  readonly requirements: readonly TermSum[];
  readonly requirementRounding: Decimal;
  /** Every slot that the account depends on, those included that are in no term. */
  readonly slots: readonly Slot[];
  /** A slot, such as the time, and the value at which the terms cease to hold. */
  readonly until?: readonly { readonly slot: Slot; readonly value: Decimal }[];
}
