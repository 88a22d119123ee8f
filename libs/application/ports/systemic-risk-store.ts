import type { ActionInForce } from '@causeway/domain/systemic-risk';
import type { OutboxEvent } from './outbox-event.js';

/** The systemic-risk actions in force, and how often they have changed. */
export interface ActionsOnRecord {
  readonly revision: number;
  readonly actions: readonly ActionInForce[];
}

/** What the monitor of systemic risk remembers: thresholds that tripped stay so until their measurement clears them. */
export interface SystemicRiskStore {
  actions(): Promise<ActionsOnRecord>;
  /**
   * Replaces the actions in force and publishes what changed, in one transaction; nothing, and `false`, when they have
   * changed since `revision`: then somebody else has measured meanwhile.
   */
  replace(
    revision: number,
    actions: readonly ActionInForce[],
    outbox: readonly OutboxEvent[],
  ): Promise<boolean>;
}
