import type { Transfer } from '@causeway/domain/bridging';
import type { MarginAccount } from '@causeway/domain/margin';
import type { Posting } from '@causeway/domain/ledger';
import type {
  AccountId,
  Address,
  DeskId,
  LogId,
  TransferId,
  UnixMilliseconds,
} from '@causeway/domain/units';
import type { OutboxEvent } from './outbox-event.js';

/** What a batch may touch; all of it is read at once and locked in a fixed order. */
export interface LedgerKeys {
  readonly logs: readonly LogId[];
  readonly transfers: readonly TransferId[];
  readonly wallets: readonly Address[];
  readonly accounts: readonly AccountId[];
}

/** The state behind `LedgerKeys`, with the accounts that own the wallets and the transfers. */
export interface LedgerSnapshot {
  /** Logs already applied. */
  readonly appliedLogs: ReadonlySet<LogId>;
  readonly transfers: ReadonlyMap<TransferId, Transfer>;
  readonly walletOwners: ReadonlyMap<Address, AccountId>;
  readonly accounts: ReadonlyMap<AccountId, MarginAccount>;
}

/** Input that could not be read: kept whole, with the reason. */
export interface DeadLetter {
  /** Unique by what is wrong with which input, so that redelivery adds nothing. */
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly code: string;
  readonly message: string;
  /** The record's value as it was received. */
  readonly body: string;
  readonly subject?: string;
  readonly at: UnixMilliseconds;
}

/** A wallet whose bridge traffic belongs to an account. */
export interface WalletLink {
  readonly wallet: Address;
  readonly account: AccountId;
}

/** Everything that one decision changes. */
export interface LedgerChanges {
  readonly appliedLogs: readonly LogId[];
  readonly transfers: readonly Transfer[];
  readonly postings: readonly Posting[];
  /** Accounts whose state changed, in their new state, with `seq` advanced. */
  readonly accounts: readonly MarginAccount[];
  readonly wallets: readonly WalletLink[];
  readonly deadLetters: readonly DeadLetter[];
  readonly outbox: readonly OutboxEvent[];
}

/** The books: one decision, one transaction. */
export interface LedgerStore {
  /**
   * Reads and locks what `keys` names, asks `decide` (pure and synchronous) and writes its changes, all in one
   * transaction. `decide` may be called again when the database asks for a retry.
   */
  transact<Outcome>(
    keys: LedgerKeys,
    decide: (snapshot: LedgerSnapshot) => { readonly changes: LedgerChanges; readonly outcome: Outcome },
  ): Promise<Outcome>;
}

/** An account as it is registered, before anything happened to it. */
export interface AccountRegistration {
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly wallets: readonly Address[];
}
