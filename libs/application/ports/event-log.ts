import type { UnixMilliseconds } from '@causeway/domain/units';

/** A record to be appended. Records of one key keep their order. `value` is JSON text. */
export interface EventRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record as the log holds it. Offsets of a partition count from 0 without gaps. */
export interface StoredRecord extends EventRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly appendedAt: UnixMilliseconds;
}

/** A topic and its number of partitions, which is chosen once: another number would move keys. */
export interface TopicSpecification {
  readonly topic: string;
  readonly partitions: number;
}

/** Consecutive records of one partition in the order of their offsets; never empty. */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
}

/**
 * Takes a batch; a subscription's batches come one after another, never two at a time. Throwing a `RetryableError` has it delivered again after a pause, while other partitions go on;
 * throwing anything else stops the subscription. A handler must not await the `stop` of its own subscription.
 */
export type BatchHandler = (batch: RecordBatch) => Promise<void>;

/** Consumption as a member of a group, which shares the partitions and keeps the offsets. */
export interface ConsumeRequest {
  readonly group: string;
  readonly topics: readonly string[];
  /** Records in a batch at most. */
  readonly maximumBatch: number;
  readonly handle: BatchHandler;
}

/** Reading without a group, for readers that keep their cursors themselves. */
export interface ReadRequest {
  readonly topic: string;
  /** The partitions to read, each with the offset of the first record wanted. */
  readonly from: ReadonlyMap<number, bigint>;
  /** Records in a batch at most. */
  readonly maximumBatch: number;
  readonly handle: BatchHandler;
}

/** Delivery in progress. */
export interface Subscription {
  /** Ends delivery after the batch in hand, whose offset is still committed, and leaves the group. */
  stop(): Promise<void>;
  /** Resolves after `stop`; rejects with the cause when delivery ended by itself. Whoever subscribes must watch it. */
  readonly finished: Promise<void>;
}

/**
 * The partitioned, durable log between the processes: at-least-once, ordered in each partition.
 * Every method throws `RetryableError` or `FatalError` and nothing else.
 */
export interface EventLog {
  /** Creates the topics that are missing. @throws FatalError naming a topic that has another number of partitions */
  ensureTopics(topics: readonly TopicSpecification[]): Promise<void>;
  /**
   * Appends records, each to the partition of its key, in the given order; durable once resolved. Calls that are
   * awaited one after another keep their order too. After a `RetryableError` some records may have been appended,
   * so that a repeated call can duplicate them. @throws FatalError on an unknown topic or a record that no log takes
   */
  append(topic: string, records: readonly EventRecord[]): Promise<void>;
  /**
   * Joins a group. Each partition is delivered to one member at a time, from the offset the group has committed,
   * at first from the oldest record kept; the offset is committed after `handle` resolves, and refused when the
   * member has lost the partition meanwhile. Members may come, leave and die: nothing is skipped.
   */
  consume(request: ConsumeRequest): Promise<Subscription>;
  /** Reads exactly the named partitions. @throws FatalError when an offset is no longer kept or lies past the end */
  read(request: ReadRequest): Promise<Subscription>;
  /** The next offset to be written, for every partition. */
  endOffsets(topic: string): Promise<ReadonlyMap<number, bigint>>;
  /** The next offset the group will be given, for every partition; 0 where it has committed nothing. */
  committedOffsets(group: string, topic: string): Promise<ReadonlyMap<number, bigint>>;
  /** Stops all subscriptions and frees what the log opened itself. */
  close(): Promise<void>;
}
