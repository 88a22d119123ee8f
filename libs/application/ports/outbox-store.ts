import type { StreamEvent } from './outbox-event.js';

/** An outbox row waiting to be published. */
export interface UnpublishedEvent extends StreamEvent {
  readonly id: bigint;
}

/** The outbox, as the relay and the subscriptions see it. */
export interface OutboxStore {
  /**
   * Hands the oldest unpublished events to `publish` and marks them once it resolves, while holding the relay's
   * leadership. Order within a stream is the order of `seq`. Resolves to how many were published; 0 also when
   * another process leads.
   */
  relay(maximum: number, publish: (events: readonly UnpublishedEvent[]) => Promise<void>): Promise<number>;
  /** How many events wait to be published. */
  backlog(): Promise<number>;
  /** Events of a stream with `seq` > `afterSeq`, in order. */
  read(stream: string, afterSeq: number, maximum: number): Promise<readonly StreamEvent[]>;
  /** The newest `seq` of a stream, 0 when it has none, and the oldest that is still kept. */
  bounds(stream: string): Promise<{ readonly oldest: number; readonly newest: number }>;
  /**
   * Calls `onChange` after commits that wrote to any outbox stream; a hint, never the data. An empty set means that
   * any stream may have changed: too many to name, or the connection was lost for a while.
   */
  watch(onChange: (streams: ReadonlySet<string>) => void): Promise<{ stop(): Promise<void> }>;
}
