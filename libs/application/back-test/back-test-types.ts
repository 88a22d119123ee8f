import type { MarginAccount, MarginState, PriceVector } from '@causeway/domain/margin';
import type { PricePolicy, Quote } from '@causeway/domain/pricing';
import type {
  AccountId,
  ChainId,
  Decimal,
  DeskId,
  InstrumentId,
  UnixMilliseconds,
} from '@causeway/domain/units';

/** A position to reduce, as a liquidation plan says. */
export interface Reduction {
  readonly instrument: InstrumentId;
  readonly chain: ChainId;
  /** Signed change of size: negative sells a long, positive buys back a short. */
  readonly sizeChange: Decimal;
  /** USD that the account can lose on the position; absent: all that it has. */
  readonly lossLimit?: Decimal;
}

/** A policy as a back-test asks it. */
export interface BackTestPolicy {
  readonly name: string;
  readonly prices: PricePolicy | undefined;
  readonly evaluate: (account: MarginAccount, prices: PriceVector) => MarginState;
  /** Whether a price is missing, or may not be used, that a decision about the account needs. */
  readonly awaitsPrice: (state: MarginState) => boolean;
  /** What a liquidation of the account would reduce. */
  readonly plan: (account: MarginAccount, state: MarginState, prices: PriceVector) => readonly Reduction[];
  /** The symbols whose prices the margin of an account depends on. */
  readonly symbolsOf: (account: MarginAccount) => ReadonlySet<string>;
}

/** What liquidating costs, and who pays when nothing is left. */
export interface ExecutionTerms {
  /** How much worse than the mark a liquidation trades; a fraction of 1. */
  readonly slippage: Decimal;
  /** Of the notional closed; it goes to the insurance fund as far as the account can pay. */
  readonly fee: Decimal;
  /** USD in the fund at the beginning. */
  readonly insuranceFund: Decimal;
}

/** An account as it was from an instant on. */
export interface AccountEvent {
  readonly at: UnixMilliseconds;
  readonly account: MarginAccount;
}

/** History to replay: accounts as they begin, how they change by themselves, and quotes. */
export interface BackTestHistory {
  readonly accounts: readonly MarginAccount[];
  readonly events: readonly AccountEvent[];
  /** In order of time. */
  readonly quotes: readonly Quote[];
}

/**
 * How an account came through: `untouched`, `warned`, `liquidated` in part or whole and solvent, or `bankrupt`, owing
 * more than it had.
 */
export type AccountOutcome = 'untouched' | 'warned' | 'liquidated' | 'bankrupt';

/** One account's way through a back-test; values in USD. */
export interface AccountReport {
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly outcome: AccountOutcome;
  readonly warnedAt?: UnixMilliseconds;
  readonly liquidatedAt?: UnixMilliseconds;
  readonly liquidations: number;
  readonly notionalClosed: Decimal;
  /** What it owed beyond everything it had. */
  readonly shortfall: Decimal;
  /** Market value at the last prices, 0 at least. */
  readonly valueAtEnd: Decimal;
}

/** What a policy would have done in a history. Equal inputs give equal reports. */
export interface BackTestReport {
  readonly policy: string;
  readonly from: UnixMilliseconds;
  readonly to: UnixMilliseconds;
  readonly quotes: number;
  /** Times at which an account in breach could not be liquidated for want of a price that may be used. */
  readonly refusals: number;
  readonly liquidations: number;
  readonly notionalClosed: Decimal;
  readonly fees: Decimal;
  readonly shortfall: Decimal;
  /** What the insurance fund paid of the shortfall. */
  readonly fundPaid: Decimal;
  readonly fundAtEnd: Decimal;
  /** What nobody paid, for the other accounts to bear. */
  readonly uncovered: Decimal;
  readonly valueAtEnd: Decimal;
  /** In alphabetical order. */
  readonly accounts: readonly AccountReport[];
}
