import type { LiquidationCase } from '@causeway/domain/liquidation';
import type { MarginAccount, MarginBand } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { PriceState } from '@causeway/domain/pricing';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import type { AccountId, BridgeId, Decimal, InstrumentId, UnixMilliseconds } from '@causeway/domain/units';
import type { DeadLetter } from './ledger-store.js';
import type { OutboxEvent } from './outbox-event.js';

/** The right to write for an account partition; a newer epoch takes it away. */
export interface PartitionLease {
  readonly partition: number;
  readonly epoch: bigint;
}

/** What was last published about an account's margin, to decide whether a change is worth an event. */
export interface ReportedMargin {
  readonly band: MarginBand;
  readonly health?: Decimal;
}

/** An account in an engine's checkpoint. */
export interface EngineAccount {
  readonly account: MarginAccount;
  readonly reported?: ReportedMargin;
  /** Number of cases the account has ever had; names the next one. */
  readonly caseCount: number;
  readonly openCase?: LiquidationCase;
}

/** By how much accounts of a partition were reduced at one time while they were liquidated. */
export interface LiquidatedSize {
  readonly instrument: InstrumentId;
  readonly at: UnixMilliseconds;
  /** Above zero. */
  readonly size: Decimal;
}

/** Sizes that are new or have grown, and until when sizes of an instrument no longer count. */
export interface LiquidatedChanges {
  readonly sizes: readonly LiquidatedSize[];
  readonly forgottenUntil: ReadonlyMap<InstrumentId, UnixMilliseconds>;
}

/** The input positions an engine has applied: next offset by topic. */
export type EngineCursors = ReadonlyMap<string, bigint>;

/** All that a margin engine needs to go on where the last one stopped. */
export interface EngineCheckpoint {
  readonly accounts: ReadonlyMap<AccountId, EngineAccount>;
  readonly prices: ReadonlyMap<string, PriceState>;
  /** Counts quotes; names the price vector in evidence. */
  readonly priceSeq: number;
  readonly policy?: RiskPolicy;
  /** Bridges over which no new credit is given; absent when there are none. */
  readonly frozenBridges?: ReadonlySet<BridgeId>;
  /** Systemic-risk actions in force; absent when there are none. */
  readonly actions?: readonly ActionInForce[];
  /** What limits of instruments count; absent when there is nothing. */
  readonly liquidated?: readonly LiquidatedSize[];
  readonly cursors: EngineCursors;
}

/** What an engine changes in one transaction. */
export interface EngineChanges {
  readonly accounts: readonly EngineAccount[];
  /** Every case that changed, open or ended. */
  readonly cases: readonly LiquidationCase[];
  readonly prices: readonly PriceState[];
  readonly priceSeq: number;
  readonly policy?: RiskPolicy;
  /** All that are frozen, when that has changed. */
  readonly frozenBridges?: ReadonlySet<BridgeId>;
  /** All actions in force, when they have changed. */
  readonly actions?: readonly ActionInForce[];
  readonly liquidated?: LiquidatedChanges;
  readonly cursors: EngineCursors;
  readonly deadLetters: readonly DeadLetter[];
  readonly outbox: readonly OutboxEvent[];
}

/** Checkpoints of the margin engines, one for each account partition. */
export interface EngineStore {
  /** Takes or renews the lease of a partition; undefined while another owner's lease has not expired. */
  claim(
    partition: number,
    owner: string,
    now: UnixMilliseconds,
    leaseSeconds: number,
  ): Promise<PartitionLease | undefined>;
  /** Gives the lease back, so that another engine need not wait for it to expire. */
  release(lease: PartitionLease): Promise<void>;
  load(partition: number): Promise<EngineCheckpoint>;
  /** How far the engine of each partition has come. */
  cursors(): Promise<ReadonlyMap<number, EngineCursors>>;
  /** Writes all changes, or nothing and `fenced` when the lease's epoch is no longer the newest. */
  commit(lease: PartitionLease, changes: EngineChanges): Promise<'committed' | 'fenced'>;
}
