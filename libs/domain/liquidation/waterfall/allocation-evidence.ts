import type {
  Decimal,
  AccountId,
  AssetId,
  CaseId,
  ChainId,
  InstrumentId,
  PolicyVersion,
  UnixMilliseconds,
} from '@causeway/domain/units';

/** Where units of the settlement asset come from in a waterfall. */
export type AllocationSource =
  /** Seized collateral, in the settlement asset or sold for it. */
  | 'collateral'
  /** Profit of positions of the account that were closed. */
  | 'profit'
  | 'insurance-fund'
  /** Profit that deleveraged positions forgo, and what they pay where it is not enough. */
  | 'deleveraging'
  | 'socialisation';

/** Where they go. */
export type AllocationUse =
  /** Losses of closed positions, to their venues. */
  | 'venue'
  | 'liquidation-fee'
  /** Back to the account. */
  | 'returned';

/** One flow of whole base units of the settlement asset. */
export interface AllocationLine<Kind extends string> {
  readonly kind: Kind;
  /** Whose units they are, or become; absent for the venue. */
  readonly account?: AccountId;
  /** Base units, above zero. */
  readonly raw: bigint;
}

/** A position that was closed because a bankrupt account's could not be closed otherwise. */
export interface DeleveragedPosition {
  readonly account: AccountId;
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** Signed change of its size. */
  readonly sizeChange: Decimal;
  readonly markPrice: Decimal;
  readonly rank: Decimal;
  /** Profit at the mark price, in base units of the settlement asset, rounded down; negative is a loss. */
  readonly profit: bigint;
  /** Base units of the bankrupt account's loss that it bears. */
  readonly borne: bigint;
}

/**
 * How a liquidation was paid for, to the unit: the sources and the uses of the settlement asset come to the same, and
 * what is owed and not paid is said.
 */
export interface AllocationEvidence {
  readonly case: CaseId;
  /** Counts the settlements of the case from 1. */
  readonly settlement: number;
  readonly account: AccountId;
  readonly at: UnixMilliseconds;
  readonly policyVersion: PolicyVersion;
  readonly settlementAsset: AssetId;
  /** USD for one whole settlement asset. */
  readonly settlementPrice: Decimal;
  /** Loss of what was closed, in base units, rounded up; zero when it was a profit. */
  readonly loss: bigint;
  /** Fee by the policy, rounded up; what was paid of it is among the uses. */
  readonly fee: bigint;
  readonly sources: readonly AllocationLine<AllocationSource>[];
  readonly uses: readonly AllocationLine<AllocationUse>[];
  readonly deleveraged: readonly DeleveragedPosition[];
  readonly fundBefore: bigint;
  readonly fundAfter: bigint;
  /** Loss that nobody could bear. */
  readonly unpaid: bigint;
}
