import {
  assignPartitions,
  checkReadOffset,
  FatalError,
  partitionName,
  RetryableError,
  type ConsumeRequest,
  type EventLog,
  type EventRecord,
  type ReadRequest,
  type StoredRecord,
  type Subscription,
  type TopicPartition,
  type TopicSpecification,
} from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { MemorySubscription } from './memory-subscription.js';
import { MemoryTopics } from './memory-topics.js';

/** What a broker takes from outside instead of a clock and a random source. */
export interface MemoryBrokerOptions {
  readonly now: () => UnixMilliseconds;
  /** Picks one of `count` deliveries that could come next, from 0; in turn when left out. */
  readonly choose?: (count: number) => number;
}

/** A connection to the broker. */
export interface MemoryEventLog extends EventLog {
  /** Loses the connection as a crash would: members vanish and what they still commit is refused. */
  kill(): void;
}

interface Delivery extends TopicPartition {
  readonly subscription: MemorySubscription;
  readonly from: bigint;
}

/**
 * An event log in memory for simulations and unit tests. It has no timer and no thread of its own: nothing is
 * delivered but by `step`, so that a run depends on its arguments alone.
 */
export class MemoryBroker {
  readonly #topics = new MemoryTopics();
  readonly #subscriptions = new Set<MemorySubscription>();
  /** Next offset by owner (a group, or a reader's id) and partition. */
  readonly #positions = new Map<string, Map<string, bigint>>();
  #turn = 0;
  #memberCount = 0;

  constructor(private readonly options: MemoryBrokerOptions) {}

  /** A connection, as another process would open it. */
  connect(): MemoryEventLog {
    return new Connection(this);
  }

  /** Delivers one batch and awaits its handler. @returns false when there was nothing to deliver */
  async step(): Promise<boolean> {
    const deliveries = this.#ready();
    const choice = this.options.choose?.(deliveries.length) ?? this.#turn++ % deliveries.length;
    const delivery = deliveries[choice];
    if (delivery === undefined) return false;
    await this.#deliver(delivery);
    return true;
  }

  /** Steps until nothing is left. @throws Error after `maximumSteps`, when a handler keeps asking for redelivery */
  async runUntilIdle(maximumSteps = 1_000_000): Promise<void> {
    for (let steps = 0; steps < maximumSteps; steps++) {
      if (!(await this.step())) return;
    }
    throw new Error(`still delivering after ${maximumSteps} steps`);
  }

  ensureTopics(topics: readonly TopicSpecification[]): void {
    this.#topics.ensure(topics);
  }

  append(topic: string, records: readonly EventRecord[]): void {
    this.#topics.append(topic, records, this.options.now());
  }

  consume(request: ConsumeRequest): MemorySubscription {
    const partitions = request.topics.flatMap((topic) => this.#partitionsOf(topic));
    return this.#subscribe(request.group, partitions, request);
  }

  read(request: ReadRequest): MemorySubscription {
    const { topic, from } = request;
    const ends = this.endOffsets(topic);
    for (const [partition, offset] of from) {
      const next = ends.get(partition);
      checkReadOffset({ topic, partition }, offset, next === undefined ? undefined : { first: 0n, next });
    }
    const partitions = [...from.keys()].map((partition) => ({ topic, partition }));
    const subscription = this.#subscribe(undefined, partitions, request);
    const positions = this.#positionsOf(subscription.id);
    for (const [partition, offset] of from) positions.set(partitionName({ topic, partition }), offset);
    return subscription;
  }

  endOffsets(topic: string): ReadonlyMap<number, bigint> {
    return new Map(this.#topics.of(topic).map((log, partition) => [partition, BigInt(log.length)]));
  }

  committedOffsets(group: string, topic: string): ReadonlyMap<number, bigint> {
    const positions = this.#positionsOf(group);
    const partitions = this.#partitionsOf(topic);
    return new Map(partitions.map((each) => [each.partition, positions.get(partitionName(each)) ?? 0n]));
  }

  #partitionsOf(topic: string): TopicPartition[] {
    return this.#topics.of(topic).map((_, partition) => ({ topic, partition }));
  }

  #positionsOf(owner: string): Map<string, bigint> {
    const existing = this.#positions.get(owner);
    if (existing !== undefined) return existing;
    const created = new Map<string, bigint>();
    this.#positions.set(owner, created);
    return created;
  }

  #subscribe(
    group: string | undefined,
    partitions: readonly TopicPartition[],
    request: Pick<ConsumeRequest, 'maximumBatch' | 'handle'>,
  ): MemorySubscription {
    const id = `member/${String(this.#memberCount++).padStart(9, '0')}`;
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const { maximumBatch, handle } = request;
    const leave = (subscription: MemorySubscription) => {
      this.#subscriptions.delete(subscription);
      if (group === undefined) this.#positions.delete(subscription.id);
    };
    const subscription = new MemorySubscription(id, group, partitions, topics, maximumBatch, handle, leave);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #ready(): Delivery[] {
    return [...this.#subscriptions]
      .filter(({ isActive }) => isActive)
      .flatMap((each) => this.#readyFor(each));
  }

  #readyFor(subscription: MemorySubscription): Delivery[] {
    const positions = this.#positionsOf(subscription.group ?? subscription.id);
    return this.#ownedBy(subscription)
      .map((each) => ({ ...each, subscription, from: positions.get(partitionName(each)) ?? 0n }))
      .filter(({ topic, partition, from }) => from < this.#topics.end(topic, partition));
  }

  /** The partitions a subscription may be given now: its share, without those that a member still handles. */
  #ownedBy(subscription: MemorySubscription): readonly TopicPartition[] {
    const { group, partitions } = subscription;
    if (subscription.inHand !== undefined) return [];
    if (group === undefined) return partitions;
    const members = [...this.#subscriptions].filter((each) => each.group === group);
    const topics = [...new Set(members.flatMap((member) => member.topics))];
    const counts = topics.map((topic) => ({ topic, partitions: this.#topics.of(topic).length }));
    const owners = assignPartitions(
      members.filter((member) => member.isActive),
      counts,
    );
    return partitions.filter((each) => {
      const name = partitionName(each);
      return (
        owners.get(name) === subscription.id && !members.some((member) => member.inHand?.partition === name)
      );
    });
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { subscription } = delivery;
    const handled = this.#handle(delivery);
    subscription.inHand = { partition: partitionName(delivery), handled };
    await handled;
    subscription.inHand = undefined;
  }

  async #handle({ subscription, topic, partition, from }: Delivery): Promise<void> {
    const records: readonly StoredRecord[] = this.#topics.slice(
      topic,
      partition,
      from,
      subscription.maximumBatch,
    );
    try {
      await subscription.handle({ topic, partition, records });
    } catch (cause) {
      if (!(cause instanceof RetryableError)) subscription.fail(cause);
      return;
    }
    // A member that was killed meanwhile is no longer in the set, and its commit is refused.
    if (!this.#subscriptions.has(subscription)) return;
    const next = from + BigInt(records.length);
    this.#positionsOf(subscription.group ?? subscription.id).set(partitionName({ topic, partition }), next);
  }
}

class Connection implements MemoryEventLog {
  readonly #subscriptions = new Set<MemorySubscription>();
  #isOpen = true;

  constructor(private readonly broker: MemoryBroker) {}

  async ensureTopics(topics: readonly TopicSpecification[]): Promise<void> {
    this.#open().ensureTopics(topics);
  }

  async append(topic: string, records: readonly EventRecord[]): Promise<void> {
    this.#open().append(topic, records);
  }

  async consume(request: ConsumeRequest): Promise<Subscription> {
    const subscription = this.#open().consume(request);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async read(request: ReadRequest): Promise<Subscription> {
    const subscription = this.#open().read(request);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async endOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
    return this.#open().endOffsets(topic);
  }

  async committedOffsets(group: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    return this.#open().committedOffsets(group, topic);
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
  }

  kill(): void {
    this.#isOpen = false;
    for (const subscription of this.#subscriptions) subscription.kill();
  }

  #open(): MemoryBroker {
    if (this.#isOpen) return this.broker;
    throw new FatalError('the event log is closed');
  }
}
