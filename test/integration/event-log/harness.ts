import {
  partitionOfKey,
  type EventLog,
  type EventRecord,
  type RecordBatch,
  type StoredRecord,
} from '@causeway/application/ports';

/** One log that several processes could connect to, as the contract suite drives it. */
export interface EventLogHarness {
  /** A connection of its own, as another process would open it. */
  connect(): Promise<EventLog>;
  /** Loses a connection as a crash would: its members neither leave nor answer any more. */
  crash(log: EventLog): Promise<void>;
  /** Lets delivery go on, where nothing else does. */
  progress(): Promise<void>;
  /** Closes every connection and frees the log. */
  close(): Promise<void>;
}

/** What differs between the logs under test. */
export interface EventLogUnderTest {
  readonly name: string;
  /** Opened once for the whole suite. */
  readonly open: () => Promise<EventLogHarness>;
  /** Cases of the property test. */
  readonly runs: number;
  /** Why the suite cannot run here. */
  readonly skipped?: string;
}

const PATIENCE_MILLISECONDS = 30_000;

/** A name that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}.${Math.random().toString(36).slice(2, 12)}`;
}

/** Waits until a condition holds. @throws Error saying what did not happen */
export async function eventually(
  harness: EventLogHarness,
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (Date.now() < deadline) {
    await harness.progress();
    if (await condition()) return;
    await pause(5);
  }
  throw new Error(`waited in vain until ${what}`);
}

/** Waits while delivery, if any were due, would happen. */
export async function quietly(harness: EventLogHarness, milliseconds = 300): Promise<void> {
  await harness.progress();
  await pause(milliseconds);
  await harness.progress();
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Records `<key>:0`, `<key>:1`, … of one key. */
export function numbered(key: string, count: number, first = 0): EventRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    key,
    value: JSON.stringify({ key, number: first + index }),
    headers: {},
  }));
}

/** A key that lies on the given partition. */
export function keyOnPartition(partition: number, partitions: number): string {
  for (let number = 0; ; number++) {
    const key = `key-${number}`;
    if (partitionOfKey(key, partitions) === partition) return key;
  }
}

/** Collects what a handler is given. */
export class Received {
  readonly batches: RecordBatch[] = [];

  readonly handle = async (batch: RecordBatch): Promise<void> => {
    this.batches.push(batch);
  };

  get records(): StoredRecord[] {
    return this.batches.flatMap(({ records }) => records);
  }

  get values(): string[] {
    return this.records.map(({ value }) => value);
  }
}

/** The offsets of each partition in the order of their first delivery. */
export function firstDeliveries(records: readonly StoredRecord[]): Map<number, bigint[]> {
  const offsets = new Map<number, bigint[]>();
  for (const { partition, offset } of records) {
    const seen = offsets.get(partition) ?? [];
    if (!seen.includes(offset)) seen.push(offset);
    offsets.set(partition, seen);
  }
  return offsets;
}

/** 0, 1, … up to the given end. */
export function offsetsUpTo(end: bigint): bigint[] {
  return Array.from({ length: Number(end) }, (_, offset) => BigInt(offset));
}
