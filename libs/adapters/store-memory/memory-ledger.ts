import type { Transfer } from '@causeway/domain/bridging';
import type { FollowedChain } from '@causeway/domain/finality';
import {
  applyPostings,
  balancesOf,
  inTransitOf,
  type Balance,
  type Balances,
  type Posting,
} from '@causeway/domain/ledger';
import type { AllocationEvidence } from '@causeway/domain/liquidation';
import type { RecordSpan } from '@causeway/domain/conservation';
import { departureOf, isOfBlocks, provenBalanceKey, type ProvenBalance } from '@causeway/domain/margin';
import {
  expectOk,
  type AccountId,
  type Address,
  type CaseId,
  type ChainId,
  type LogId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import {
  REFUSAL_CODES,
  type AccountRecord,
  type AppliedLog,
  type DueTransfer,
  type LedgerChanges,
  type LedgerKeys,
  type LedgerSnapshot,
  type LedgerStore,
  type TrackingChanges,
} from '@causeway/application/ports';
import { MemoryChains } from './memory-chains.js';
import type { MemoryDeadLetters } from './memory-dead-letters.js';
import { MemoryJournal } from './memory-journal.js';
import type { MemoryOutbox } from './memory-outbox.js';

/** The books in memory. */
export class MemoryLedger implements LedgerStore {
  private readonly appliedLogs = new Map<LogId, AppliedLog>();
  private readonly transfers = new Map<TransferId, Transfer>();
  private readonly wallets = new Map<Address, AccountId>();
  private readonly linkedAt = new Map<Address, bigint>();
  private readonly chains = new MemoryChains();
  private readonly steps = new MemoryJournal();
  private readonly accounts = new Map<AccountId, AccountRecord>();
  private readonly readings = new Map<ChainId, RecordSpan>();
  private readonly provenBalances = new Map<string, ProvenBalance>();
  private readonly clocks = new Map<ChainId, UnixMilliseconds>();
  private readonly journal: Posting[] = [];
  private readonly settlements: AllocationEvidence[] = [];
  private balances: Balances = balancesOf([]);

  constructor(
    private readonly outbox: MemoryOutbox,
    private readonly deadLetters: MemoryDeadLetters,
  ) {}

  async transact<Outcome>(
    keys: LedgerKeys,
    decide: (snapshot: LedgerSnapshot) => { readonly changes: LedgerChanges; readonly outcome: Outcome },
  ): Promise<Outcome> {
    const { changes, outcome } = decide({ ...this.snapshot(keys), ...this.settlementsNamed(keys) });
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

  /** The settlements of a case, in their order. */
  settlementsOf(id: CaseId): readonly AllocationEvidence[] {
    return this.settlements.filter((evidence) => evidence.case === id);
  }

  /** Every followed chain. */
  followedChains(): readonly FollowedChain[] {
    return this.chains.all();
  }

  private snapshot(keys: LedgerKeys): LedgerSnapshot {
    const chainKeys = keys.chains ?? [];
    const waiting = this.steps.waitingFor(new Set(chainKeys.flatMap(({ adopting }) => adopting)));
    const legs = this.chains.legs(chainKeys, this.appliedLogs.values());
    const rewound = keys.rewind === undefined ? [] : this.steps.dependentOn(keys.rewind.blocks, this.journal);
    const received = [...waiting, ...rewound].flatMap((step) =>
      step.kind === 'command' ? [] : [step.received],
    );
    const transferIds = [
      ...new Set([
        ...keys.transfers,
        ...received.map(({ event }) => event.transfer),
        ...legs.map(({ transfer }) => transfer),
      ]),
    ];
    const named = entriesOf(this.transfers, transferIds);
    const earlier = rewound.flatMap((step) =>
      step.kind === 'command' || step.transferBefore === undefined ? [] : [step.transferBefore],
    );
    const parties = [...named.values(), ...earlier, ...received.map(({ event }) => event)];
    const wallets = walletsOf(keys.wallets, parties);
    const walletOwners = entriesOf(this.wallets, wallets);
    const holders = transferIds.flatMap((id) => inTransitOf(this.balances, id)).map(({ account }) => account);
    const ids = [
      ...new Set([
        ...keys.accounts,
        ...walletOwners.values(),
        ...holders,
        ...rewound.flatMap(({ accounts }) => accounts),
        ...this.provenIn(keys).map(({ account }) => account),
      ]),
    ];
    const owners = new Set(ids);
    const own = this.allBalances().filter(
      ({ account }) => account.kind === 'desk' && owners.has(account.account),
    );
    const carrying = own.flatMap(({ account }) =>
      account.kind === 'desk' && account.bucket === 'in-transit' ? [account.transfer] : [],
    );
    const logs = [...keys.logs, ...received.map(({ log }) => log.id), ...legs.map(({ log }) => log)];
    return {
      appliedLogs: new Set(logs.filter((log) => this.appliedLogs.has(log))),
      transfers: new Map([...entriesOf(this.transfers, carrying), ...named]),
      walletOwners,
      accounts: entriesOf(this.accounts, ids),
      balances: balancesOf(own),
      chains: this.chains.snapshot(chainKeys),
      isJournaled: !this.chains.isEmpty,
      waiting,
      postedLogs: this.postedAmong([...keys.logs, ...waiting.map(({ received: { log } }) => log.id)]),
      legs,
      provenBalances: [...this.provenBalances.values()].filter(({ account }) => owners.has(account)),
      departures: this.departuresOf(keys),
      readings: this.readingsOf(chainKeys),
      refusedLogs: new Set(logs.filter((log) => this.isRefused(log))),
      ...(keys.rewind === undefined
        ? {}
        : {
            rewind: {
              steps: rewound,
              heads: this.chains.heads(),
              linkedAt: entriesOf(this.linkedAt, wallets),
            },
          }),
    };
  }

  private settlementsNamed({ liquidationCase: id }: LedgerKeys): Pick<LedgerSnapshot, 'settlements'> {
    return id === undefined ? {} : { settlements: this.settlementsOf(id) };
  }

  /** The proven balances of blocks that may be orphaned or come back. */
  private provenIn({ chains = [], rewind }: LedgerKeys): readonly ProvenBalance[] {
    const blocks = new Set([...chains.flatMap(({ adopting }) => adopting), ...(rewind?.blocks ?? [])]);
    return [...this.provenBalances.values()].filter((proof) => isOfBlocks(proof, blocks));
  }

  private departuresOf({ balanceProofs = [] }: LedgerKeys): readonly Posting[] {
    if (balanceProofs.length === 0) return [];
    return this.journal.filter((posting) => {
      const departure = departureOf(posting);
      return balanceProofs.some(
        ({ wallet, asset, at }) =>
          departure?.asset === asset &&
          departure.account === this.wallets.get(wallet) &&
          posting.cause.at >= at,
      );
    });
  }

  private readingsOf(chains: readonly { readonly chain: ChainId }[]): ReadonlyMap<ChainId, RecordSpan> {
    return entriesOf(
      this.readings,
      chains.map(({ chain }) => chain),
    );
  }

  private isRefused(log: LogId): boolean {
    return REFUSAL_CODES.some((code) => this.deadLetters.has(`${log}#${code}`));
  }

  private postedAmong(logs: readonly LogId[]): ReadonlySet<LogId> {
    const wanted = new Set<string>(logs);
    const posted = new Set(this.journal.map(({ cause }) => cause.reference).filter((id) => wanted.has(id)));
    return posted as ReadonlySet<string> as ReadonlySet<LogId>;
  }

  private write(changes: LedgerChanges): void {
    this.balances = expectOk(applyPostings(this.balances, changes.postings));
    for (const id of changes.withdrawnLogs) this.appliedLogs.delete(id);
    for (const log of changes.appliedLogs) this.appliedLogs.set(log.id, log);
    for (const id of changes.voidTransfers) this.transfers.delete(id);
    for (const transfer of changes.transfers) this.transfers.set(transfer.id, transfer);
    for (const account of changes.accounts) this.accounts.set(account.account, account);
    for (const { wallet, account } of changes.wallets) {
      this.wallets.set(wallet, account);
      this.linkedAt.set(wallet, this.steps.nextOrdinal());
    }
    for (const { chain, readTo } of changes.clocks) {
      if (readTo > (this.clocks.get(chain) ?? -1)) this.clocks.set(chain, readTo);
    }
    for (const [chain, span] of changes.readings) this.readings.set(chain, span);
    for (const proof of changes.droppedProofs) this.provenBalances.delete(provenBalanceKey(proof));
    for (const proof of changes.provenBalances) this.provenBalances.set(provenBalanceKey(proof), proof);
    this.journal.push(...changes.postings);
    this.settlements.push(...(changes.settlements ?? []));
    this.steps.write(changes.steps);
    this.chains.write(changes.chains);
    if (changes.chains.length > 0) this.steps.prune(this.chains.all());
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

/** The wallets named, and those of the parties, once each. */
function walletsOf(
  named: readonly Address[],
  parties: readonly { readonly sender?: Address; readonly recipient?: Address }[],
): readonly Address[] {
  const own = parties.flatMap(({ sender, recipient }) => [sender ?? [], recipient ?? []].flat());
  return [...new Set([...named, ...own])];
}
