import type { TopicPartition } from '@causeway/application/ports';

/** Where a subscription stands on one partition. */
export interface Cursor extends TopicPartition {
  /** The offset of the next record to deliver. */
  next: bigint;
  /** Failures of the handler in a row. */
  failures: number;
  /** Milliseconds since 1970 before which nothing is delivered again. */
  pausedUntil: number;
}

/** What a subscription delivers: a member's share of a group, or the partitions a reader asked for. */
export interface PartitionSource {
  /** Whether records dropped before they were delivered are passed over, or end the subscription. */
  readonly startsAtOldest: boolean;
  /** The cursors from which records may be delivered now. */
  cursors(): readonly Cursor[];
  /** Called before a batch is fetched. @returns false when the partition is no longer to be delivered */
  begin(cursor: Cursor): boolean;
  /** Called after the handler is through with everything before `next`. */
  handled(cursor: Cursor, next: bigint): Promise<void>;
  /** Called when the batch is out of hand, handled or not. */
  end(cursor: Cursor): void;
  /** Called once, when the subscription ends. */
  leave(): Promise<void>;
}

/** A cursor at an offset. */
export function cursorAt({ topic, partition }: TopicPartition, next: bigint): Cursor {
  return { topic, partition, next, failures: 0, pausedUntil: 0 };
}
