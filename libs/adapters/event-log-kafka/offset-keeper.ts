import { FatalError } from '@causeway/application/ports';
import type { Consumer, EachBatchPayload } from 'kafkajs';

/** Who remembers how far a subscription has come. */
export interface OffsetKeeper {
  /** Called before the consumer joins. */
  attach(consumer: Consumer): void;
  /** Whether a record is to be delivered. */
  isWanted(partition: number, offset: bigint): boolean;
  /** @throws FatalError when records before this one were lost */
  check(partition: number, offset: bigint): void;
  /** Called after the handler is through with everything before `next`. */
  handled(payload: EachBatchPayload, next: bigint): Promise<void>;
  /** Called when the consumer has left. */
  close(): Promise<void>;
}

/** The broker remembers, for the group; it refuses the commit of a member that has lost its place. */
export class GroupOffsets implements OffsetKeeper {
  attach(): void {
    // The consumer begins where the group is.
  }

  isWanted(): boolean {
    return true;
  }

  check(): void {
    // A group begins at the oldest record that is kept.
  }

  async handled(payload: EachBatchPayload, next: bigint): Promise<void> {
    const { topic, partition } = payload.batch;
    const partitions = [{ partition, offset: String(next) }];
    await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
  }

  async close(): Promise<void> {
    // The group lives on.
  }
}

/** The reader remembers; the group that kafkajs insists on is its alone and goes with it. */
export class ReaderOffsets implements OffsetKeeper {
  readonly #next: Map<number, bigint>;

  constructor(
    private readonly topic: string,
    from: ReadonlyMap<number, bigint>,
    private readonly deleteGroup: () => Promise<void>,
  ) {
    this.#next = new Map(from);
  }

  attach(consumer: Consumer): void {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const [partition, offset] of this.#next) {
        consumer.seek({ topic: this.topic, partition, offset: String(offset) });
      }
    });
  }

  isWanted(partition: number, offset: bigint): boolean {
    const next = this.#next.get(partition);
    return next !== undefined && offset >= next;
  }

  check(partition: number, offset: bigint): void {
    const next = this.#next.get(partition);
    if (offset === next) return;
    throw new FatalError(`topic ${this.topic} partition ${partition} no longer keeps offset ${next}`);
  }

  async handled({ batch }: EachBatchPayload, next: bigint): Promise<void> {
    this.#next.set(batch.partition, next);
  }

  async close(): Promise<void> {
    await this.deleteGroup();
  }
}
