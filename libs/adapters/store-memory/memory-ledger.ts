import type { Transfer } from '@causeway/domain/bridging';
import {
  applyPostings,
  balancesOf,
  inTransitOf,
  type Balance,
  type Balances,
  type Posting,
} from '@causeway/domain/ledger';
import {
  expectOk,
  type AccountId,
  type Address,
  type ChainId,
  type LogId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type {
  AccountRecord,
  DueTransfer,
  LedgerChanges,
  LedgerKeys,
  LedgerSnapshot,
  LedgerStore,
  TrackingChanges,
} from '@causeway/application/ports';
import type { MemoryDeadLetters } from './memory-dead-letters.js';
import type { MemoryOutbox } from './memory-outbox.js';

/** The books in memory. */
export class MemoryLedger implements LedgerStore {
  private readonly appliedLogs = new Set<LogId>();
  private readonly transfers = new Map<TransferId, Transfer>();
  private readonly wallets = new Map<Address, AccountId>();
  private readonly accounts = new Map<AccountId, AccountRecord>();
  private readonly clocks = new Map<ChainId, UnixMilliseconds>();
  private readonly journal: Posting[] = [];
  private balances: Balances = balancesOf([]);

  constructor(
    private readonly outbox: MemoryOutbox,
    private readonly deadLetters: MemoryDeadLetters,
  ) {}

  async transact<Outcome>(
    keys: LedgerKeys,
    decide: (snapshot: LedgerSnapshot) => { readonly changes: LedgerChanges; readonly outcome: Outcome },
  ): Promise<Outcome> {
    const { changes, outcome } = decide(this.snapshot(keys));
    this.write(changes);
    return outcome;
  }

  /** All postings ever made, in order. */
  postings(): readonly Posting[] {
    return this.journal;
  }

  /** All balances that are not zero. */
  allBalances(): readonly Balance[] {
    return [...this.balances.byOwner.values()].flatMap((group) => [...group.values()]);
  }

  /** All transfers, in the order in which they were first seen. */
  allTransfers(): readonly Transfer[] {
    return [...this.transfers.values()];
  }

  /** The transfers whose next check has come by the clock of the layer they go to. */
  dueTransfers(): readonly DueTransfer[] {
    return this.allTransfers().flatMap((transfer) => {
      const now = transfer.destinationChain && this.clocks.get(transfer.destinationChain);
      const at = transfer.tracking?.nextCheckAt;
      return now !== undefined && at !== undefined && at <= now ? { transfer, now } : [];
    });
  }

  /** Writes what a check of transfers changed. */
  track({ transfers, outbox }: TrackingChanges): void {
    for (const transfer of transfers) this.transfers.set(transfer.id, transfer);
    this.outbox.append(outbox);
  }

  private snapshot(keys: LedgerKeys): LedgerSnapshot {
    const named = entriesOf(this.transfers, keys.transfers);
    const wallets = new Set(keys.wallets);
    for (const { sender, recipient } of named.values()) {
      if (sender !== undefined) wallets.add(sender);
      if (recipient !== undefined) wallets.add(recipient);
    }
    const walletOwners = entriesOf(this.wallets, [...wallets]);
    const holders = keys.transfers
      .flatMap((id) => inTransitOf(this.balances, id))
      .map(({ account }) => account);
    const ids = [...new Set([...keys.accounts, ...walletOwners.values(), ...holders])];
    const owners = new Set(ids);
    const own = this.allBalances().filter(
      ({ account }) => account.kind === 'desk' && owners.has(account.account),
    );
    const carrying = own.flatMap(({ account }) =>
      account.kind === 'desk' && account.bucket === 'in-transit' ? [account.transfer] : [],
    );
    return {
      appliedLogs: new Set(keys.logs.filter((log) => this.appliedLogs.has(log))),
      transfers: new Map([...entriesOf(this.transfers, carrying), ...named]),
      walletOwners,
      accounts: entriesOf(this.accounts, ids),
      balances: balancesOf(own),
    };
  }

  private write(changes: LedgerChanges): void {
    this.balances = expectOk(applyPostings(this.balances, changes.postings));
    for (const { id } of changes.appliedLogs) this.appliedLogs.add(id);
    for (const transfer of changes.transfers) this.transfers.set(transfer.id, transfer);
    for (const account of changes.accounts) this.accounts.set(account.account, account);
    for (const { wallet, account } of changes.wallets) this.wallets.set(wallet, account);
    for (const { chain, readTo } of changes.clocks) {
      if (readTo > (this.clocks.get(chain) ?? -1)) this.clocks.set(chain, readTo);
    }
    this.journal.push(...changes.postings);
    this.deadLetters.keep(changes.deadLetters);
    this.outbox.append(changes.outbox);
  }
}

function entriesOf<Id, Row>(rows: ReadonlyMap<Id, Row>, ids: readonly Id[]): Map<Id, Row> {
  const found = new Map<Id, Row>();
  for (const id of ids) {
    const row = rows.get(id);
    if (row !== undefined) found.set(id, row);
  }
  return found;
}
