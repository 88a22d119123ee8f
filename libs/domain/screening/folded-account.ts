import type { Decimal } from '@causeway/domain/units';

/**
 * A value that surpluses depend on: a mark price, a funding or borrow index, the time. Slots are numbered from 0 in the
 * order in which a `TriggerIndex` was told of them.
 */
export type Slot = number;

/** In which values of a slot the rows of an account hold. */
export interface SlotBox {
  readonly slot: Slot;
  /** The rows hold for values above this; absent when there is no such limit. */
  readonly lower?: Decimal;
  /** The rows hold for values below this; absent when there is no such limit. */
  readonly upper?: Decimal;
  /**
   * Below `lower` no surplus of the account is less than it is at `lower`, so that going there needs no new look. Rows
   * are then taken at `lower`.
   */
  readonly isOpenBelow?: boolean;
  /** The same above `upper`. */
  readonly isOpenAbove?: boolean;
}

/** A surplus from below: constant + Σ coefficient × value of the slot at the same place in `slots`. */
export interface FoldedRow {
  readonly constant: Decimal;
  readonly coefficients: readonly Decimal[];
}

/**
 * What is known of an account without evaluating it: it is clear for sure at all values at which every row is above
 * zero, as long as they lie in the box. Rows are lower bounds, linear and exact; that a row is below zero says nothing.
 */
export interface FoldedAccount {
  /** Each slot once. */
  readonly slots: readonly SlotBox[];
  readonly rows: readonly FoldedRow[];
  /** Set when a narrower reach would give rows closer to the account. */
  readonly isBridged?: boolean;
}
