import type { Transfer } from '@causeway/domain/bridging';
import type { ChainId, UnixMilliseconds } from '@causeway/domain/units';
import type { OutboxEvent } from './outbox-event.js';

/** How far a layer has been read: the time of the newest block of it that a bridge event was taken from. */
export interface LayerClock {
  readonly chain: ChainId;
  readonly readTo: UnixMilliseconds;
}

/** A transfer whose next check has come by the clock of the layer it goes to. */
export interface DueTransfer {
  readonly transfer: Transfer;
  readonly now: UnixMilliseconds;
}

/** What a check changes. */
export interface TrackingChanges {
  readonly transfers: readonly Transfer[];
  readonly outbox: readonly OutboxEvent[];
}

/** The transfers under way, by when they are to be looked at again. */
export interface TrackingStore {
  /**
   * Locks due transfers, up to `maximum` for each layer and none that another transaction holds, asks `decide`
   * (pure and synchronous) and writes its changes, all in one transaction. `decide` may be called again when the
   * database asks for a retry.
   */
  check<Outcome>(
    maximum: number,
    decide: (due: readonly DueTransfer[]) => { readonly changes: TrackingChanges; readonly outcome: Outcome },
  ): Promise<Outcome>;
  /** Whether any transfer is due. */
  hasDue(): Promise<boolean>;
}
