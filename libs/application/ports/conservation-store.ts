import type {
  AlertStatus,
  AssetPosition,
  ConservationAlert,
  ConservationChanges,
  ConservationSnapshot,
} from '@causeway/domain/conservation';
import type { BridgeId, ChainId, UnixMilliseconds } from '@causeway/domain/units';
import type { OutboxEvent } from './outbox-event.js';
import type { Page, PageRequest } from './read-store.js';

/** What a decision may touch: the messages named, and those whose waiting the readings or the clock may end. */
export interface ConservationKeys {
  readonly messages: readonly string[];
  readonly chainsRead: ReadonlyMap<ChainId, UnixMilliseconds>;
  /** The latest instant that an input of the decision tells. */
  readonly now: UnixMilliseconds;
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
    decide: (snapshot: ConservationSnapshot) => ConservationDecision<Outcome>,
  ): Promise<Outcome>;
  alert(id: string): Promise<ConservationAlert | undefined>;
  /** Alerts in the order of their ids. */
  alerts(filter: AlertFilter, page: PageRequest): Promise<Page<ConservationAlert>>;
  /** All positions, by bridge and asset. */
  positions(): Promise<readonly BridgePosition[]>;
  /** The bridges over which no new credit may be given, in order. */
  frozenBridges(): Promise<readonly BridgeId[]>;
}
