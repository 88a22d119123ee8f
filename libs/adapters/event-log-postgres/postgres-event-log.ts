import {
  FatalError,
  recordBytes,
  type ConsumeRequest,
  type EventLog,
  type EventRecord,
  type ReadRequest,
  type Subscription,
  type TopicSpecification,
} from '@causeway/application/ports';
import type { Pool } from 'pg';
import { appendRecords } from './append-records.js';
import { translateErrors } from '@causeway/adapters/postgres';
import { Delivery } from './delivery.js';
import { partitionBounds } from './fetch-records.js';
import { GroupSource } from './group-source.js';
import { groupOffsets } from './group-tables.js';
import { Listener } from './listener.js';
import { notificationText } from './notification.js';
import { ReaderSource } from './reader-source.js';
import { TopicCatalog } from './topic-catalog.js';
import { WakeUp } from './wake-up.js';

/** What the log works on and how patient it is. */
export interface PostgresEventLogOptions {
  /** Stays the caller's to close. Its sessions must reckon in UTC. */
  readonly pool: Pool;
  /** For the connection that listens, which a pool cannot lend. */
  readonly connectionString: string;
  /** Told of what went wrong and is tried again. */
  readonly onWarning?: (message: string, cause: unknown) => void;
  /** After how long a silent member is replaced; it shows itself three times as often. 10 s when left out. */
  readonly leaseMilliseconds?: number;
  /** How often to look for records without having been woken. 2 s when left out. */
  readonly pollMilliseconds?: number;
}

const DEFAULT_LEASE_MILLISECONDS = 10_000;
const DEFAULT_POLL_MILLISECONDS = 2_000;

/** The embedded event log: durable, ordered and shared by any number of processes through one PostgreSQL. */
export class PostgresEventLog implements EventLog {
  readonly #pool: Pool;
  readonly #topics: TopicCatalog;
  readonly #listener: Listener;
  readonly #onWarning: (message: string, cause: unknown) => void;
  readonly #subscriptions = new Set<Subscription>();
  #isClosed = false;

  constructor(private readonly options: PostgresEventLogOptions) {
    this.#pool = options.pool;
    this.#onWarning = options.onWarning ?? (() => undefined);
    this.#topics = new TopicCatalog(options.pool);
    this.#listener = new Listener(options.connectionString, this.#onWarning);
  }

  async ensureTopics(topics: readonly TopicSpecification[]): Promise<void> {
    await this.#open('ensuring topics', () => this.#topics.ensure(topics));
  }

  async append(topic: string, records: readonly EventRecord[]): Promise<void> {
    await this.#open(`appending to ${topic}`, async () => {
      const partitions = await this.#topics.partitionsOf(topic);
      records.forEach(recordBytes);
      if (records.length > 0) await appendRecords(this.#pool, topic, partitions, records);
    });
  }

  async consume(request: ConsumeRequest): Promise<Subscription> {
    const { group, topics } = request;
    return this.#open(`consuming as ${group}`, async () => {
      await Promise.all(topics.map((topic) => this.#topics.partitionsOf(topic)));
      const wakeUp = new WakeUp();
      const source = new GroupSource({
        pool: this.#pool,
        group,
        topics,
        leaseMilliseconds: this.options.leaseMilliseconds ?? DEFAULT_LEASE_MILLISECONDS,
        onWarning: this.#onWarning,
        onChange: () => wakeUp.raise(),
      });
      await source.join();
      const groupText = notificationText({ group });
      const ignore = this.#wakeOn(topics, wakeUp, (text) => {
        if (text === undefined || text === groupText) source.synchronise();
      });
      return this.#subscribe(source, request, wakeUp, ignore);
    });
  }

  async read(request: ReadRequest): Promise<Subscription> {
    return this.#open(`reading ${request.topic}`, async () => {
      const source = await ReaderSource.open(this.#pool, request);
      const wakeUp = new WakeUp();
      return this.#subscribe(source, request, wakeUp, this.#wakeOn([request.topic], wakeUp));
    });
  }

  async endOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
    return this.#open(`reading the ends of ${topic}`, async () => {
      await this.#topics.partitionsOf(topic);
      const bounds = await partitionBounds(this.#pool, topic);
      return new Map([...bounds].map(([partition, { next }]) => [partition, next]));
    });
  }

  async committedOffsets(group: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    return this.#open(`reading the offsets of ${group}`, async () => {
      await this.#topics.partitionsOf(topic);
      return groupOffsets(this.#pool, group, topic);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    await this.#listener.close();
  }

  async #open<Value>(doing: string, work: () => Promise<Value>): Promise<Value> {
    if (this.#isClosed) throw new FatalError('the event log is closed');
    return translateErrors(doing, work);
  }

  #wakeOn(topics: readonly string[], wakeUp: WakeUp, also?: (text: string | undefined) => void): () => void {
    const texts = new Set(topics.map((topic) => notificationText({ topic })));
    return this.#listener.add((text) => {
      if (text === undefined || texts.has(text)) wakeUp.raise();
      also?.(text);
    });
  }

  #subscribe(
    source: GroupSource | ReaderSource,
    { maximumBatch, handle }: Pick<ConsumeRequest, 'maximumBatch' | 'handle'>,
    wakeUp: WakeUp,
    ignoreNotifications: () => void,
  ): Subscription {
    const pollMilliseconds = this.options.pollMilliseconds ?? DEFAULT_POLL_MILLISECONDS;
    const onWarning = this.#onWarning;
    const options = { pool: this.#pool, source, maximumBatch, handle, pollMilliseconds, onWarning };
    const delivery = new Delivery(options, wakeUp);
    this.#subscriptions.add(delivery);
    const forget = () => {
      this.#subscriptions.delete(delivery);
      ignoreNotifications();
    };
    delivery.finished.then(forget, forget);
    if (this.#isClosed) void delivery.stop();
    return delivery;
  }
}
