import {
  FatalError,
  RetryableError,
  retryPauseMilliseconds,
  type BatchHandler,
  type Subscription,
} from '@causeway/application/ports';
import type { Pool } from 'pg';
import { translateErrors } from '@causeway/adapters/postgres';
import { fetchRecords, withRecords } from './fetch-records.js';
import type { Cursor, PartitionSource } from './partition-source.js';
import type { WakeUp } from './wake-up.js';

/** What a subscription needs. */
export interface DeliveryOptions {
  readonly pool: Pool;
  readonly source: PartitionSource;
  readonly maximumBatch: number;
  readonly handle: BatchHandler;
  /** How long to wait for a wake-up before looking all the same. */
  readonly pollMilliseconds: number;
  readonly onWarning: (message: string, cause: unknown) => void;
}

/** Delivers the batches of a source, one after another, until it is stopped or fails. */
export class Delivery implements Subscription {
  readonly finished: Promise<void>;
  readonly #wakeUp: WakeUp;
  #isStopping = false;

  constructor(
    private readonly options: DeliveryOptions,
    wakeUp: WakeUp,
  ) {
    this.#wakeUp = wakeUp;
    this.finished = this.#run();
    // A rejection that nobody has had the time to watch yet must not end the process.
    this.finished.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wakeUp.raise();
    await this.finished.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { source, onWarning } = this.options;
    try {
      await this.#deliverUntilStopped();
    } finally {
      await source.leave().catch((cause: unknown) => {
        onWarning('a member could not leave its group, which will wait for its lease to expire', cause);
      });
    }
  }

  async #deliverUntilStopped(): Promise<void> {
    let failures = 0;
    while (!this.#isStopping) {
      try {
        const isBusy = await this.#round();
        failures = 0;
        if (!isBusy) await this.#wakeUp.wait(this.#pauseMilliseconds());
      } catch (cause) {
        if (!(cause instanceof RetryableError)) throw cause;
        this.options.onWarning('delivery waits for the database', cause);
        await this.#wakeUp.wait(retryPauseMilliseconds(++failures));
      }
    }
  }

  /** One batch of each partition that has some. @returns whether there was any */
  async #round(): Promise<boolean> {
    const now = Date.now();
    const candidates = this.options.source.cursors().filter(({ pausedUntil }) => pausedUntil <= now);
    const waiting = await translateErrors('looking for records', () =>
      withRecords(this.options.pool, candidates),
    );
    for (const cursor of waiting) {
      if (this.#isStopping) break;
      await this.#deliver(cursor);
    }
    return waiting.length > 0;
  }

  async #deliver(cursor: Cursor): Promise<void> {
    const { pool, source, maximumBatch, handle, onWarning } = this.options;
    if (!source.begin(cursor)) return;
    try {
      const { topic, partition } = cursor;
      const records = await translateErrors('fetching records', () =>
        fetchRecords(pool, cursor, maximumBatch),
      );
      const [first, last] = [records[0], records.at(-1)];
      if (first === undefined || last === undefined) return;
      if (first.offset > cursor.next && !source.startsAtOldest) throw droppedError(cursor);
      await handle({ topic, partition, records });
      await translateErrors('committing an offset', () => source.handled(cursor, last.offset + 1n));
      cursor.failures = 0;
    } catch (cause) {
      if (!(cause instanceof RetryableError)) throw cause;
      cursor.failures++;
      cursor.pausedUntil = Date.now() + retryPauseMilliseconds(cursor.failures);
      onWarning(`a batch of ${cursor.topic} partition ${cursor.partition} is delivered again`, cause);
    } finally {
      source.end(cursor);
    }
  }

  #pauseMilliseconds(): number {
    const now = Date.now();
    const failed = this.options.source.cursors().filter(({ failures }) => failures > 0);
    const pauses = failed.map(({ pausedUntil }) => Math.max(0, pausedUntil - now));
    return Math.min(this.options.pollMilliseconds, ...pauses);
  }
}

function droppedError({ topic, partition, next }: Cursor): FatalError {
  return new FatalError(`topic ${topic} partition ${partition} no longer keeps offset ${next}`);
}
