import type {
  AlertStatus,
  AssetPosition,
  ConservationAlert,
  ConservationChanges,
  ConservationSnapshot,
  RecordSpan,
} from '@causeway/domain/conservation';
import type { BridgeId, ChainId, UnixMilliseconds } from '@causeway/domain/units';
import type { OutboxEvent, StreamEvent } from './outbox-event.js';
import type { Page, PageRequest } from './read-store.js';

/** What a decision may touch: the messages named, and those whose waiting the readings or the clock may end. */
export interface ConservationKeys {
  readonly messages: readonly string[];
  readonly chainsRead: ReadonlyMap<ChainId, UnixMilliseconds>;
  /** The latest instant that an input of the decision tells. */
  readonly now: UnixMilliseconds;
  /** The leg streams whose events the decision takes in. */
  readonly streams?: readonly string[];
}

/** What an operator did, for the audit. */
export interface OperatorAction {
  readonly action: string;
  readonly subject: string;
  readonly by: string;
  readonly reason: string;
  readonly at: UnixMilliseconds;
}

/** Everything that one decision writes, and what it answers. */
export interface ConservationDecision<Outcome> {
  readonly changes: ConservationChanges;
  readonly outbox: readonly OutboxEvent[];
  readonly audit?: OperatorAction;
  /** The `seq` of the newest event taken in, of each leg stream. */
  readonly cursors?: ReadonlyMap<string, number>;
  readonly outcome: Outcome;
}

/** What a bridge has done with one conserved asset. */
export interface BridgePosition {
  readonly bridge: BridgeId;
  readonly asset: string;
  readonly position: AssetPosition;
}

export interface AlertFilter {
  readonly bridge?: BridgeId;
  readonly status?: AlertStatus;
}

/** The legs of the bridges, and what they add up to. */
export interface ConservationStore {
  /**
   * Reads what `keys` names, asks `decide` (pure and synchronous) and writes its changes, all in one transaction.
   * Decisions are taken one after another. `decide` may be called again when the database asks for a retry.
   */
  transact<Outcome>(
    keys: ConservationKeys,
    decide: (
      snapshot: ConservationSnapshot,
      cursors: ReadonlyMap<string, number>,
    ) => ConservationDecision<Outcome>,
  ): Promise<Outcome>;
  /**
   * The oldest events of the leg streams that no decision has taken in, in the order in which they were written: what
   * one tells of another chain's leg comes after what that chain told.
   */
  pendingLegs(maximum: number): Promise<readonly StreamEvent[]>;
  /** Whether any leg stream has an event that no decision has taken in. */
  hasPendingLegs(): Promise<boolean>;
  /** How far each chain is on record, as far as decisions know, in the order of the chains. */
  records(): Promise<readonly (RecordSpan & { readonly chain: ChainId })[]>;
  alert(id: string): Promise<ConservationAlert | undefined>;
  /** Alerts in the order of their ids. */
  alerts(filter: AlertFilter, page: PageRequest): Promise<Page<ConservationAlert>>;
  /** All positions, by bridge and asset. */
  positions(): Promise<readonly BridgePosition[]>;
  /** The bridges over which no new credit may be given, in order. */
  frozenBridges(): Promise<readonly BridgeId[]>;
}
