import type {
  ActionInForce,
  ActionStep,
  ExposureDimension,
  SystemicAction,
} from '@causeway/domain/systemic-risk';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { OutboxEvent } from './outbox-event.js';
import type { Page, PageRequest } from './read-store.js';

/** The systemic-risk actions in force, and how often they have changed. */
export interface ActionsOnRecord {
  readonly revision: number;
  readonly actions: readonly ActionInForce[];
}

/** A step of an action as it was told. */
export interface ActionStepOnRecord extends ActionStep {
  /** `seq` of its event on the stream `systemic-risk`, and its place in the event: what a page goes on after. */
  readonly id: string;
  readonly seq: number;
}

/** Steps that meet every condition given. */
export interface ActionStepFilter {
  readonly dimension?: ExposureDimension;
  readonly subject?: string;
  readonly threshold?: string;
  readonly action?: SystemicAction;
  readonly kind?: ActionStep['kind'];
  /** By the clock of the market: at this time or later … */
  readonly from?: UnixMilliseconds;
  /** … and before this. */
  readonly until?: UnixMilliseconds;
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
  /** Every step that was told, the newest event first, and within an event in its order. */
  history(filter: ActionStepFilter, page: PageRequest): Promise<Page<ActionStepOnRecord>>;
}
