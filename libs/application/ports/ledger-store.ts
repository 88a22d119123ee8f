import { CONFLICT_CODES, type Transfer } from '@causeway/domain/bridging';
import type { RecordSpan } from '@causeway/domain/conservation';
import { APPLY_POSTINGS_CODES, type Balances, type Posting } from '@causeway/domain/ledger';
import type { AllocationEvidence } from '@causeway/domain/liquidation';
import type { Position, ProvenBalance } from '@causeway/domain/margin';
import type {
  AccountId,
  Address,
  AssetId,
  CaseId,
  ChainId,
  DeskId,
  Hash,
  LogId,
  TransferId,
  UnixMilliseconds,
} from '@causeway/domain/units';
import type { ChainKeys, ChainSnapshot, ChainWrite, Leg } from './followed-chains.js';
import type { AppliedLog, RewindSnapshot, StepWrite, WaitingStep } from './ledger-journal.js';
import type { OutboxEvent } from './outbox-event.js';
import type { LayerClock } from './tracking-store.js';

/** What a batch may touch; all of it is read at once and locked in a fixed order. */
export interface LedgerKeys {
  readonly logs: readonly LogId[];
  readonly transfers: readonly TransferId[];
  readonly wallets: readonly Address[];
  readonly accounts: readonly AccountId[];
  /** The chains whose records the decision is about. */
  readonly chains?: readonly ChainKeys[];
  /** The liquidation case whose settlements the decision continues. */
  readonly liquidationCase?: CaseId;
  /** Blocks of a chain whose effects the decision may take back. */
  readonly rewind?: { readonly chain: ChainId; readonly blocks: readonly Hash[] };
  /** Balances of wallets that the decision may take as proven. */
  readonly balanceProofs?: readonly BalanceProofKeys[];
}

/** What taking a balance as proven needs to see. */
export interface BalanceProofKeys {
  readonly wallet: Address;
  readonly asset: AssetId;
  /** Time of the block that the proof is about. */
  readonly at: UnixMilliseconds;
}

/** An account as the books keep it; what it holds is in the balances. */
export interface AccountRecord {
  readonly account: AccountId;
  readonly desk: DeskId;
  /** Counts the changes of the account; 0 before the first. */
  readonly seq: number;
  readonly positions: readonly Position[];
}

/** The state behind `LedgerKeys`, with the accounts that own the wallets and the transfers. */
export interface LedgerSnapshot {
  /** Logs already applied. */
  readonly appliedLogs: ReadonlySet<LogId>;
  /** The transfers named, and every transfer that carries collateral of one of the accounts. */
  readonly transfers: ReadonlyMap<TransferId, Transfer>;
  readonly walletOwners: ReadonlyMap<Address, AccountId>;
  readonly accounts: ReadonlyMap<AccountId, AccountRecord>;
  /** All balances of the accounts; those of bridges and of the outside are not needed to decide. */
  readonly balances: Balances;
  /** Those of the chains named that are followed. */
  readonly chains: ReadonlyMap<ChainId, ChainSnapshot>;
  /** Whether any chain is followed, so that steps may have to be undone and must be remembered. */
  readonly isJournaled: boolean;
  /** The steps that wait for a block in `adopting`, in the order in which they were received. */
  readonly waiting: readonly WaitingStep[];
  /** Those of the logs, named or waiting, under whose own id postings stand, also if they were reversed since. */
  readonly postedLogs: ReadonlySet<LogId>;
  /** Of the chains named, the record as their leg streams last told it. */
  readonly readings: ReadonlyMap<ChainId, RecordSpan>;
  /** Those of the logs named whose event the books have refused before. */
  readonly refusedLogs: ReadonlySet<LogId>;
  /** The legs in blocks whose finality the told heads change. */
  readonly legs: readonly Leg[];
  /** The proven balances of the accounts, and those of blocks that may be orphaned or come back. */
  readonly provenBalances: readonly ProvenBalance[];
  /** Postings of the owners and assets of the proofs named, from the time of their blocks on, that took collateral. */
  readonly departures: readonly Posting[];
  readonly rewind?: RewindSnapshot;
  /** Those of the case named, in their order. */
  readonly settlements?: readonly AllocationEvidence[];
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

/** Why an event that was understood is refused; its dead letter is `<log>#<code>`. */
export const REFUSAL_CODES: readonly string[] = [...CONFLICT_CODES, ...APPLY_POSTINGS_CODES];

/** A wallet whose bridge traffic belongs to an account. */
export interface WalletLink {
  readonly wallet: Address;
  readonly account: AccountId;
}

/** Everything that one decision changes. */
export interface LedgerChanges {
  readonly appliedLogs: readonly AppliedLog[];
  readonly transfers: readonly Transfer[];
  readonly postings: readonly Posting[];
  /** Accounts whose state changed, in their new state, with `seq` advanced. */
  readonly accounts: readonly AccountRecord[];
  readonly wallets: readonly WalletLink[];
  readonly deadLetters: readonly DeadLetter[];
  /** How far layers have been read; a clock never goes back. */
  readonly clocks: readonly LayerClock[];
  readonly outbox: readonly OutboxEvent[];
  /** Logs that have no effect any more. */
  readonly withdrawnLogs: readonly LogId[];
  /** Transfers that no log tells of any more. */
  readonly voidTransfers: readonly TransferId[];
  readonly steps: readonly StepWrite[];
  readonly chains: readonly ChainWrite[];
  /** Settlements of liquidations; absent is none. */
  readonly settlements?: readonly AllocationEvidence[];
  /** The records of chains as their leg streams tell them from here on. */
  readonly readings: ReadonlyMap<ChainId, RecordSpan>;
  /** Proven balances that are new or have changed. */
  readonly provenBalances: readonly ProvenBalance[];
  /** Proven balances that can never count again. */
  readonly droppedProofs: readonly ProvenBalance[];
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

/** The changes of a decision that refused. */
export const NO_LEDGER_CHANGES: LedgerChanges = Object.freeze({
  appliedLogs: [],
  transfers: [],
  postings: [],
  accounts: [],
  wallets: [],
  deadLetters: [],
  clocks: [],
  outbox: [],
  withdrawnLogs: [],
  voidTransfers: [],
  steps: [],
  chains: [],
  readings: new Map(),
  provenBalances: [],
  droppedProofs: [],
});
