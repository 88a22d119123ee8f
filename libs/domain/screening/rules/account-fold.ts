import type { AccountRule } from '@causeway/domain/margin';
import type { Decimal } from '@causeway/domain/units';
import type { TermSum } from '../account-terms.js';
import type { Slot } from '../folded-account.js';

/** A position that is linear in the price of its instrument. */
export interface FoldedPosition {
  readonly slot: Slot;
  readonly instrument: string;
  readonly chain: string;
  readonly size: Decimal;
  readonly entryPrice: Decimal;
  /** USD that the account owes for it. */
  readonly fundingOwed: Decimal;
}

/** Collateral that counts a fixed number of tokens at the price of its family. */
export interface FoldedHolding {
  readonly slot: Slot;
  readonly family: string;
  /** Quantity × what a dollar of it counts for by the policy's rules, brackets left out. */
  readonly counted: Decimal;
  /** What systemic-risk actions leave of that. */
  readonly imposed: Decimal;
}

/** What a rule over the whole account is folded from. */
export interface FoldedPortfolio {
  readonly positions: readonly FoldedPosition[];
  readonly holdings: readonly FoldedHolding[];
  readonly mode: 'cross' | 'portfolio';
  /** Units by which what a holding counts for may be rounded, all steps together. */
  readonly holdingRoundings: number;
  /** The slot of another symbol's price; undefined when that price is not known, as then nothing is folded. */
  readonly slotOf: (symbol: string) => Slot | undefined;
}

/** What a rule demands of an account together. */
export interface AccountDemand {
  /** The greatest counts; at least one, without kinked terms. */
  readonly alternatives: readonly [TermSum, ...TermSum[]];
  /** Units of the quote by which rounding may move it. */
  readonly rounding: Decimal;
  /** Whether it is above zero at all prices; when not, it may be zero at some. */
  readonly isAlwaysPositive: boolean;
  /** The positions that demand nothing by themselves then. */
  readonly margined: readonly FoldedPosition[];
}

/** How an account rule is folded: what it demands; undefined when it cannot be told for this account. */
export type AccountFold<Name extends AccountRule['rule']> = (
  rule: Extract<AccountRule, { readonly rule: Name }>,
  portfolio: FoldedPortfolio,
) => readonly AccountDemand[] | undefined;
