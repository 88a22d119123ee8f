import type { Transfer } from '@causeway/domain/bridging';
import {
  applyPostings,
  holdingsOf,
  inTransitOf,
  type Balances,
  type Posting,
  type PostingCause,
} from '@causeway/domain/ledger';
import type { Holding, MarginAccount } from '@causeway/domain/margin';
import { ok, type AccountId, type Result, type TransferId } from '@causeway/domain/units';
import type {
  AccountRecord,
  AppliedLog,
  DeadLetter,
  LedgerChanges,
  LedgerSnapshot,
  WalletLink,
} from '@causeway/application/ports';
import { streamName, type OutboxEvent } from '@causeway/application/ports';

/**
 * A snapshot of the books that one decision works on. Changes are gathered step by step; a step is what one log
 * or one command causes, and each account it touches gets one new `seq` and one event, however the steps were
 * batched.
 */
export class WorkingBooks {
  private balances: Balances;
  private readonly transfers: Map<TransferId, Transfer>;
  private readonly accounts: Map<AccountId, AccountRecord>;
  private readonly changedTransfers = new Set<TransferId>();
  private readonly changedAccounts = new Set<AccountId>();
  private readonly touched = new Set<AccountId>();
  private readonly postings: Posting[] = [];
  private readonly outbox: OutboxEvent[] = [];
  private readonly appliedLogs = new Map<string, AppliedLog>();
  private readonly deadLetters: DeadLetter[] = [];
  private readonly wallets: WalletLink[] = [];

  constructor(private readonly snapshot: LedgerSnapshot) {
    this.balances = snapshot.balances;
    this.transfers = new Map(snapshot.transfers);
    this.accounts = new Map(snapshot.accounts);
  }

  /** The balances as the steps so far have left them. */
  currentBalances(): Balances {
    return this.balances;
  }

  transfer(id: TransferId): Transfer | undefined {
    return this.transfers.get(id);
  }

  account(id: AccountId): AccountRecord | undefined {
    return this.accounts.get(id);
  }

  /** Whether a log has taken effect, before this decision or within it. */
  isApplied(log: AppliedLog): boolean {
    return this.snapshot.appliedLogs.has(log.id) || this.appliedLogs.has(log.id);
  }

  markApplied(log: AppliedLog): void {
    this.appliedLogs.set(log.id, log);
  }

  keepDeadLetter(letter: DeadLetter): void {
    this.deadLetters.push(letter);
  }

  linkWallet(link: WalletLink): void {
    this.wallets.push(link);
  }

  /** Replaces an account's record and touches it; the record's `seq` is set when the step ends. */
  putAccount(record: AccountRecord): void {
    this.accounts.set(record.account, record);
    this.touched.add(record.account);
  }

  /** Stores a transfer and touches the accounts that hold collateral in it. */
  putTransfer(transfer: Transfer, cause: PostingCause): void {
    this.transfers.set(transfer.id, transfer);
    this.changedTransfers.add(transfer.id);
    this.outbox.push({
      stream: streamName('transfer', transfer.bridge),
      key: transfer.bridge,
      event: { type: 'transfer.changed', transfer, cause },
    });
    for (const { account } of inTransitOf(this.balances, transfer.id)) this.touched.add(account);
  }

  /** Applies postings and touches the desk accounts in them; all or nothing. */
  post(postings: readonly Posting[]): Result<undefined> {
    const applied = applyPostings(this.balances, postings);
    if (!applied.ok) return applied;
    this.balances = applied.value;
    this.postings.push(...postings);
    for (const { from, to } of postings) {
      if (from.kind === 'desk') this.touched.add(from.account);
      if (to.kind === 'desk') this.touched.add(to.account);
    }
    return ok(undefined);
  }

  /** Ends a step: every touched account moves to its next `seq` and tells its new state. */
  endStep(cause: PostingCause): void {
    for (const account of [...this.touched].sort()) {
      const record = this.accounts.get(account);
      if (record === undefined) throw new Error(`account ${account} was posted to but not loaded`);
      const next = { ...record, seq: record.seq + 1 };
      this.accounts.set(account, next);
      this.changedAccounts.add(account);
      this.outbox.push({
        stream: streamName('account', account),
        key: account,
        event: { type: 'account.changed', account: this.marginAccount(next), cause },
      });
    }
    this.touched.clear();
  }

  changes(): LedgerChanges {
    return {
      appliedLogs: [...this.appliedLogs.values()],
      transfers: [...this.changedTransfers].map((id) => expectPresent(this.transfers.get(id), id)),
      postings: this.postings,
      accounts: [...this.changedAccounts].map((id) => expectPresent(this.accounts.get(id), id)),
      wallets: this.wallets,
      deadLetters: this.deadLetters,
      clocks: [],
      outbox: this.outbox,
    };
  }

  private marginAccount(record: AccountRecord): MarginAccount {
    return {
      account: record.account,
      desk: record.desk,
      seq: record.seq,
      positions: record.positions,
      holdings: holdingsOf(this.balances, record.account).map(({ amount, bucket, transfer }): Holding => {
        if (transfer === undefined) return { amount, bucket };
        const { bridge, stage } = expectPresent(this.transfers.get(transfer), transfer);
        return { amount, bucket, transit: { transfer, bridge, stage } };
      }),
    };
  }
}

function expectPresent<Value>(value: Value | undefined, id: string): Value {
  if (value === undefined) throw new Error(`${id} is missing from the snapshot it was decided on`);
  return value;
}
