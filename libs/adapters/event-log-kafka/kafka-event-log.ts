import { randomUUID } from 'node:crypto';
import {
  checkReadOffset,
  FatalError,
  type ConsumeRequest,
  type EventLog,
  type EventRecord,
  type ReadRequest,
  type Subscription,
  type TopicSpecification,
} from '@causeway/application/ports';
import type { Admin, Consumer, ISocketFactory, PartitionAssigner } from 'kafkajs';
import { ConnectedClient } from './connected-client.js';
import { createKafkaClient, type KafkaClientOptions } from './kafka-client.js';
import { translateErrors } from './kafka-errors.js';
import { KafkaSubscription } from './kafka-subscription.js';
import { namedPartitionsAssigner } from './named-partitions-assigner.js';
import { GroupOffsets, ReaderOffsets, type OffsetKeeper } from './offset-keeper.js';
import { PRODUCER_SETTINGS, RecordProducer } from './record-producer.js';
import { TopicAdministration } from './topic-administration.js';

/** Which brokers to use and how. */
export interface KafkaEventLogOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Copies of each new topic; what the brokers are set to when left out. */
  readonly replicationFactor?: number | undefined;
  /** Told of what went wrong and is tried again. */
  readonly onWarning?: (message: string, cause: unknown) => void;
  /** After how long a silent member is replaced. 10 s when left out. */
  readonly sessionTimeoutMilliseconds?: number;
  /** Opens connections some other way, through a proxy for example. */
  readonly socketFactory?: ISocketFactory;
}

const DEFAULT_SESSION_TIMEOUT_MILLISECONDS = 10_000;
const HEARTBEATS_PER_SESSION = 3;
/** How long the broker holds a fetch that finds nothing; stopping a consumer waits for it. */
const FETCH_WAIT_MILLISECONDS = 500;

/** The event log on Apache Kafka. Connections are opened when they are first needed. */
export class KafkaEventLog implements EventLog {
  readonly #client: KafkaClientOptions;
  readonly #admin: ConnectedClient<Admin>;
  readonly #topics: TopicAdministration;
  readonly #producer: RecordProducer;
  readonly #subscriptions = new Set<Subscription>();
  #isClosed = false;

  constructor(private readonly options: KafkaEventLogOptions) {
    const { brokers, clientId, socketFactory, onWarning = () => undefined } = options;
    this.#client = { brokers, clientId, socketFactory, onWarning };
    const kafka = createKafkaClient(this.#client);
    this.#admin = new ConnectedClient(() => kafka.admin());
    this.#topics = new TopicAdministration(this.#admin, options.replicationFactor);
    this.#producer = new RecordProducer(new ConnectedClient(() => kafka.producer(PRODUCER_SETTINGS)));
  }

  async ensureTopics(topics: readonly TopicSpecification[]): Promise<void> {
    await this.#open('ensuring topics', () => this.#topics.ensure(topics));
  }

  async append(topic: string, records: readonly EventRecord[]): Promise<void> {
    await this.#open(`appending to ${topic}`, async () => {
      await this.#topics.partitionsOf(topic);
      await this.#producer.append(topic, records);
    });
  }

  async consume(request: ConsumeRequest): Promise<Subscription> {
    const { group, topics } = request;
    return this.#open(`consuming as ${group}`, async () => {
      await Promise.all(topics.map((topic) => this.#topics.partitionsOf(topic)));
      return this.#subscribe(request, topics, group, new GroupOffsets());
    });
  }

  async read(request: ReadRequest): Promise<Subscription> {
    const { topic, from } = request;
    return this.#open(`reading ${topic}`, async () => {
      const bounds = await this.#topics.bounds(topic);
      for (const [partition, offset] of from) {
        checkReadOffset({ topic, partition }, offset, bounds.get(partition));
      }
      const group = `${this.options.clientId}-reader-${randomUUID()}`;
      const offsets = new ReaderOffsets(topic, from, () => this.#topics.deleteGroup(group));
      return this.#subscribe(
        request,
        [topic],
        group,
        offsets,
        namedPartitionsAssigner(topic, [...from.keys()]),
      );
    });
  }

  async endOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
    return this.#open(`reading the ends of ${topic}`, async () => {
      const bounds = await this.#topics.bounds(topic);
      return new Map([...bounds].map(([partition, { next }]) => [partition, next]));
    });
  }

  async committedOffsets(group: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    return this.#open(`reading the offsets of ${group}`, () => this.#topics.committed(group, topic));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    await Promise.all([this.#producer.close(), this.#admin.close()]);
  }

  async #open<Value>(doing: string, work: () => Promise<Value>): Promise<Value> {
    if (this.#isClosed) throw new FatalError('the event log is closed');
    return translateErrors(doing, work);
  }

  async #subscribe(
    { maximumBatch, handle }: Pick<ConsumeRequest, 'maximumBatch' | 'handle'>,
    topics: readonly string[],
    group: string,
    offsets: OffsetKeeper,
    assigner?: PartitionAssigner,
  ): Promise<Subscription> {
    const sessionTimeout = this.options.sessionTimeoutMilliseconds ?? DEFAULT_SESSION_TIMEOUT_MILLISECONDS;
    const heartbeatMilliseconds = Math.floor(sessionTimeout / HEARTBEATS_PER_SESSION);
    const isEnding = () => subscription.isEnding;
    const consumer = this.#createConsumer(group, sessionTimeout, heartbeatMilliseconds, isEnding, assigner);
    const { onWarning } = this.#client;
    const options = { consumer, offsets, maximumBatch, handle, heartbeatMilliseconds, onWarning };
    const subscription = new KafkaSubscription(options);
    this.#subscriptions.add(subscription);
    const forget = () => this.#subscriptions.delete(subscription);
    subscription.finished.then(forget, forget);
    try {
      await subscription.start(topics);
    } catch (error) {
      await subscription.stop();
      throw error;
    }
    if (this.#isClosed) await subscription.stop();
    return subscription;
  }

  #createConsumer(
    groupId: string,
    sessionTimeout: number,
    heartbeatInterval: number,
    isEnding: () => boolean,
    assigner: PartitionAssigner | undefined,
  ): Consumer {
    return createKafkaClient(this.#client).consumer({
      groupId,
      sessionTimeout,
      heartbeatInterval,
      maxWaitTimeInMs: FETCH_WAIT_MILLISECONDS,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: async () => !isEnding() },
      ...(assigner === undefined ? {} : { partitionAssigners: [assigner] }),
    });
  }
}
