import { FatalError } from './adapter-errors.js';
import type { TopicPartition } from './partition-assignment.js';

/** The oldest offset kept of a partition and the next to be written. */
export interface PartitionBounds {
  readonly first: bigint;
  readonly next: bigint;
}

/** @throws FatalError when reading cannot begin at an offset, since records from there on are gone or never were */
export function checkReadOffset(
  { topic, partition }: TopicPartition,
  offset: bigint,
  bounds: PartitionBounds | undefined,
): void {
  if (bounds === undefined) throw new FatalError(`topic ${topic} has no partition ${partition}`);
  if (offset >= bounds.first && offset <= bounds.next) return;
  throw new FatalError(
    `topic ${topic} partition ${partition} holds offsets ${bounds.first} to ${bounds.next}, not ${offset}`,
  );
}
