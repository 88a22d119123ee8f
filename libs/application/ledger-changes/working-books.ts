import { legFinality, legProof, type Transfer } from '@causeway/domain/bridging';
import {
  applyPostings,
  holdingsOf,
  inTransitOf,
  type Balances,
  type Posting,
  type PostingCause,
} from '@causeway/domain/ledger';
import type { AllocationEvidence } from '@causeway/domain/liquidation';
import {
  withProvenBalances,
  type BalanceProof,
  type Holding,
  type MarginAccount,
} from '@causeway/domain/margin';
import {
  ok,
  type AccountId,
  type ChainId,
  type Hash,
  type LogId,
  type Result,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import type {
  AccountRecord,
  AppliedLog,
  DeadLetter,
  LedgerChanges,
  LedgerSnapshot,
  WalletLink,
} from '@causeway/application/ports';
import {
  settlementStream,
  stepId,
  streamName,
  type OutboxEvent,
  type StepWrite,
} from '@causeway/application/ports';
import { WorkingLegs } from './working-legs.js';
import { WorkingProofs } from './working-proofs.js';

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
  private readonly settlements: AllocationEvidence[] = [];
  private readonly withdrawnLogs = new Set<LogId>();
  private readonly refusedLogs = new Set<LogId>();
  private readonly steps = new Map<string, StepWrite>();
  /** The legs that the steps show or take back. */
  readonly legs: WorkingLegs;
  private readonly proofs: WorkingProofs;
  private isJournaled: boolean;
  private isStepRemembered = false;
  private hasStepPosted = false;

  constructor(private readonly snapshot: LedgerSnapshot) {
    this.balances = snapshot.balances;
    this.transfers = new Map(snapshot.transfers);
    this.accounts = new Map(snapshot.accounts);
    this.isJournaled = snapshot.isJournaled;
    this.legs = new WorkingLegs(snapshot.readings);
    this.proofs = new WorkingProofs(snapshot);
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

  /** Whether the event of a log was refused before, and what it shows told. */
  wasRefused(log: LogId): boolean {
    return this.refusedLogs.has(log) || this.snapshot.refusedLogs.has(log);
  }

  markRefused(log: LogId): void {
    this.refusedLogs.add(log);
  }

  /** Whether a log has taken effect, before this decision or within it. */
  isApplied(log: LogId): boolean {
    if (this.appliedLogs.has(log)) return true;
    return this.snapshot.appliedLogs.has(log) && !this.withdrawnLogs.has(log);
  }

  markApplied(log: AppliedLog): void {
    this.appliedLogs.set(log.id, log);
  }

  /** Takes back that a log has taken effect. */
  withdrawLog(log: LogId): void {
    this.appliedLogs.delete(log);
    this.withdrawnLogs.add(log);
  }

  /** The logs that these decisions have applied. */
  newlyApplied(): readonly AppliedLog[] {
    return [...this.appliedLogs.values()];
  }

  /** From here on steps are remembered, because a chain is followed whose blocks may be orphaned. */
  keepJournal(): void {
    this.isJournaled = true;
  }

  /** Remembers what the step is that is under way, in case it must be undone. A later word on it counts. */
  rememberStep(step: StepWrite): void {
    this.isStepRemembered = true;
    if (!this.isJournaled) return;
    const id = stepId(step);
    this.steps.delete(id);
    this.steps.set(id, step);
  }

  keepDeadLetter(letter: DeadLetter): void {
    this.deadLetters.push(letter);
  }

  /** Keeps the evidence of a settlement, and tells it. */
  recordSettlement(evidence: AllocationEvidence): void {
    this.settlements.push(evidence);
    const { account } = evidence;
    const event = { type: 'liquidation.settled', evidence } as const;
    this.outbox.push({ stream: settlementStream(account), key: account, event });
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
    this.storeTransfer(transfer.id, transfer);
    this.tellTransfer(transfer, cause);
    for (const { account } of inTransitOf(this.balances, transfer.id)) this.touched.add(account);
  }

  /** Stores a transfer, or that nothing is known of it, without telling anyone yet. */
  storeTransfer(id: TransferId, transfer: Transfer | undefined): void {
    if (transfer === undefined) this.transfers.delete(id);
    else this.transfers.set(id, transfer);
    this.changedTransfers.add(id);
  }

  /** Tells the state of a transfer on its stream. */
  tellTransfer(transfer: Transfer, cause: PostingCause): void {
    this.outbox.push({
      stream: streamName('transfer', transfer.bridge),
      key: transfer.bridge,
      event: { type: 'transfer.changed', transfer, cause },
    });
  }

  /** Tells what a record of a chain has shown of legs, and how far the chain is on record. */
  tellLegs(chain: ChainId): void {
    this.outbox.push(...this.legs.tell(chain));
  }

  /**
   * Applies postings and touches the desk accounts in them; all or nothing. `at` is when what they book happened,
   * which for what is booked anew is not the time of its cause.
   */
  post(postings: readonly Posting[], at?: UnixMilliseconds): Result<undefined> {
    const applied = this.move(postings);
    if (applied.ok) for (const moved of postings) this.proofs.depart(moved, at ?? moved.cause.at);
    return applied;
  }

  /** Applies postings that reverse others, of what happened `at`; as `post`. */
  reverse(reversals: readonly Posting[], at: UnixMilliseconds): Result<undefined> {
    const applied = this.move(reversals);
    if (applied.ok) for (const moved of reversals) this.proofs.comeBack(moved, at);
    return applied;
  }

  /** The accounts' proven balances. */
  provenBalances(): Pick<WorkingProofs, 'has' | 'newestBlock'> {
    return this.proofs;
  }

  /** Takes a balance as proven; what has left since its block is counted off. */
  showBalance(account: AccountId, proof: BalanceProof, finalised: bigint): void {
    this.proofs.show(account, proof, this.postings, finalised);
    this.touched.add(account);
  }

  /** Says whether the chain holds blocks; the accounts with proofs of them tell their new state when the step ends. */
  setStanding(blocks: ReadonlySet<Hash>, isStanding: boolean): void {
    for (const account of this.proofs.setStanding(blocks, isStanding)) this.touched.add(account);
  }

  private move(postings: readonly Posting[]): Result<undefined> {
    const applied = applyPostings(this.balances, postings);
    if (!applied.ok) return applied;
    this.balances = applied.value;
    this.postings.push(...postings);
    this.hasStepPosted ||= postings.length > 0;
    for (const { from, to } of postings) {
      if (from.kind === 'desk') this.touched.add(from.account);
      if (to.kind === 'desk') this.touched.add(to.account);
    }
    return ok(undefined);
  }

  /** Ends a step: every touched account moves to its next `seq` and tells its new state. */
  endStep(cause: PostingCause): void {
    if (this.hasStepPosted && !this.isStepRemembered) {
      const { reference } = cause;
      this.rememberStep({ kind: 'command', id: reference, reference, accounts: [...this.touched].sort() });
    }
    this.hasStepPosted = false;
    this.isStepRemembered = false;
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
      transfers: [...this.changedTransfers].flatMap((id) => this.transfers.get(id) ?? []),
      postings: this.postings,
      accounts: [...this.changedAccounts].map((id) => expectPresent(this.accounts.get(id), id)),
      wallets: this.wallets,
      deadLetters: this.deadLetters,
      clocks: [],
      outbox: this.outbox,
      withdrawnLogs: [...this.withdrawnLogs],
      voidTransfers: [...this.changedTransfers].filter((id) => !this.transfers.has(id)),
      steps: [...this.steps.values()],
      chains: [],
      ...(this.settlements.length === 0 ? {} : { settlements: this.settlements }),
      readings: this.legs.changes(),
      ...this.proofs.changes(),
    };
  }

  private marginAccount({ account, desk, seq, positions }: AccountRecord): MarginAccount {
    const holdings = holdingsOf(this.balances, account).map(({ amount, bucket, transfer }): Holding => {
      if (transfer === undefined) return { amount, bucket };
      const carrier = expectPresent(this.transfers.get(transfer), transfer);
      const { bridge, stage, initiatedAt } = carrier;
      const { source: sourceFinality } = legFinality(carrier);
      const { source } = legProof(carrier);
      const proven = source === undefined ? {} : { proven: { ...source, raw: amount.raw } };
      const transit = {
        transfer,
        bridge,
        stage,
        ...(initiatedAt === undefined ? {} : { initiatedAt }),
        ...(sourceFinality === undefined ? {} : { sourceFinality }),
      };
      return { amount, bucket, transit, ...proven };
    });
    const shown = withProvenBalances(holdings, account, this.proofs.all());
    return { account, desk, seq, positions, holdings: shown };
  }
}

function expectPresent<Value>(value: Value | undefined, id: string): Value {
  if (value === undefined) throw new Error(`${id} is missing from the snapshot it was decided on`);
  return value;
}
