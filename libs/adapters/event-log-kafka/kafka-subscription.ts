import {
  RetryableError,
  retryPauseMilliseconds,
  type BatchHandler,
  type Subscription,
} from '@causeway/application/ports';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { OffsetKeeper } from './offset-keeper.js';
import { translateError } from './kafka-errors.js';
import { toStoredRecord } from './record-decoding.js';

/** What a subscription needs. */
export interface KafkaSubscriptionOptions {
  readonly consumer: Consumer;
  readonly offsets: OffsetKeeper;
  readonly maximumBatch: number;
  readonly handle: BatchHandler;
  readonly heartbeatMilliseconds: number;
  readonly onWarning: (message: string, cause: unknown) => void;
}

/** Delivers what a kafkajs consumer fetches. */
export class KafkaSubscription implements Subscription {
  readonly finished: Promise<void>;
  readonly #failures = new Map<string, number>();
  readonly #resumptions = new Set<NodeJS.Timeout>();
  #resolve: () => void = () => undefined;
  #reject: (cause: unknown) => void = () => undefined;
  #ending: Promise<void> | undefined;

  constructor(private readonly options: KafkaSubscriptionOptions) {
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A rejection that nobody has had the time to watch yet must not end the process.
    this.finished.catch(() => undefined);
  }

  /** Whether nothing more is to be delivered. */
  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /** Joins the group and begins to deliver. */
  async start(topics: readonly string[]): Promise<void> {
    const { consumer, offsets } = this.options;
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      // Otherwise kafkajs starts the consumer again by itself.
      if (!payload.restart) void this.#end(translateError('consuming', payload.error));
    });
    offsets.attach(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
  }

  async stop(): Promise<void> {
    await this.#end(undefined);
  }

  /** Ends delivery, once; with an error when there is a cause. */
  async #end(cause: unknown): Promise<void> {
    this.#ending ??= this.#disconnect().then(() => {
      if (cause === undefined) this.#resolve();
      else this.#reject(cause);
    });
    await this.#ending;
  }

  async #disconnect(): Promise<void> {
    for (const timer of this.#resumptions) clearTimeout(timer);
    const { consumer, offsets, onWarning } = this.options;
    try {
      await consumer.disconnect();
      await offsets.close();
    } catch (cause) {
      onWarning('a consumer could not take its leave of the brokers', cause);
    }
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { maximumBatch, offsets } = this.options;
    const { topic, partition } = batch;
    const wanted = batch.messages.filter(({ offset }) => offsets.isWanted(partition, BigInt(offset)));
    for (let start = 0; start < wanted.length; start += maximumBatch) {
      if (this.isEnding || !payload.isRunning() || payload.isStale()) return;
      const slice = wanted.slice(start, start + maximumBatch);
      const records = slice.map((message) => toStoredRecord(topic, partition, message));
      if (!(await this.#deliver(payload, records))) return;
      await payload.heartbeat();
    }
    // What was not wanted lies before what was asked for, or is the mark of a transaction.
    if (wanted.length === 0) payload.resolveOffset(batch.lastOffset());
  }

  /** @returns false when the batch is to be delivered again, or never */
  async #deliver(payload: EachBatchPayload, records: ReturnType<typeof toStoredRecord>[]): Promise<boolean> {
    const { topic, partition } = payload.batch;
    const last = records.at(-1);
    if (last === undefined) return true;
    const name = `${topic}/${partition}`;
    try {
      this.options.offsets.check(partition, records[0]?.offset ?? last.offset);
      await this.#withHeartbeats(payload, () => this.options.handle({ topic, partition, records }));
    } catch (cause) {
      if (cause instanceof RetryableError) this.#pause(payload, name, cause);
      else void this.#end(cause);
      return false;
    }
    this.#failures.delete(name);
    await this.options.offsets.handled(payload, last.offset + 1n);
    payload.resolveOffset(String(last.offset));
    return true;
  }

  /** A handler may take longer than the session lasts. */
  async #withHeartbeats(payload: EachBatchPayload, work: () => Promise<void>): Promise<void> {
    const beat = () => {
      // Whether the partition was lost shows when its offset is committed.
      payload.heartbeat().catch(() => undefined);
    };
    const timer = setInterval(beat, this.options.heartbeatMilliseconds);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
  }

  #pause(payload: EachBatchPayload, name: string, cause: unknown): void {
    const failures = (this.#failures.get(name) ?? 0) + 1;
    this.#failures.set(name, failures);
    this.options.onWarning(`a batch of ${name} is delivered again`, cause);
    const resume = payload.pause();
    const timer = setTimeout(() => {
      this.#resumptions.delete(timer);
      resume();
    }, retryPauseMilliseconds(failures));
    this.#resumptions.add(timer);
  }
}
