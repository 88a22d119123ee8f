import {
  FatalError,
  partitionOfKey,
  recordBytes,
  type EventRecord,
  type StoredRecord,
  type TopicSpecification,
} from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';

/** The records of all topics. */
export class MemoryTopics {
  readonly #partitions = new Map<string, readonly StoredRecord[][]>();

  /** Creates what is missing. @throws FatalError on another number of partitions */
  ensure(topics: readonly TopicSpecification[]): void {
    for (const { topic, partitions } of topics) {
      const existing = this.#partitions.get(topic)?.length ?? partitions;
      if (existing !== partitions) {
        throw new FatalError(`topic ${topic} has ${existing} partitions and cannot be given ${partitions}`);
      }
    }
    for (const { topic, partitions } of topics) {
      if (this.#partitions.has(topic)) continue;
      this.#partitions.set(
        topic,
        Array.from({ length: partitions }, () => []),
      );
    }
  }

  /** The partitions of a topic. @throws FatalError when there is no such topic */
  of(topic: string): readonly StoredRecord[][] {
    const partitions = this.#partitions.get(topic);
    if (partitions === undefined) throw new FatalError(`topic ${topic} does not exist; ensure it first`);
    return partitions;
  }

  /** Appends all records or, when one of them cannot be stored, none. */
  append(topic: string, records: readonly EventRecord[], appendedAt: UnixMilliseconds): void {
    const partitions = this.of(topic);
    records.forEach(recordBytes);
    for (const { key, value, headers } of records) {
      const partition = partitionOfKey(key, partitions.length);
      const log = partitions[partition];
      if (log === undefined) throw new RangeError(`topic ${topic} has no partition ${partition}`);
      const offset = BigInt(log.length);
      log.push({ topic, partition, offset, appendedAt, key, value, headers: { ...headers } });
    }
  }

  /** At most `maximum` records of a partition from an offset on. */
  slice(topic: string, partition: number, from: bigint, maximum: number): readonly StoredRecord[] {
    return this.of(topic)[partition]?.slice(Number(from), Number(from) + maximum) ?? [];
  }

  /** The next offset of a partition. @throws FatalError when there is no such partition */
  end(topic: string, partition: number): bigint {
    const log = this.of(topic)[partition];
    if (log === undefined) throw new FatalError(`topic ${topic} has no partition ${partition}`);
    return BigInt(log.length);
  }
}
