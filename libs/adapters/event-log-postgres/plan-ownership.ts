import {
  assignPartitions,
  partitionName,
  type GroupMember,
  type TopicPartition,
} from '@causeway/application/ports';

/** A partition of a group, as the database has it. */
export interface OwnedPartition extends TopicPartition {
  readonly owner: string | undefined;
  readonly epoch: bigint;
}

/** What one member knows when it compares notes with the database. */
export interface OwnershipView {
  readonly memberId: string;
  readonly members: readonly GroupMember[];
  readonly partitions: readonly OwnedPartition[];
  /** The epochs of the partitions the member delivers, by name. */
  readonly held: ReadonlyMap<string, bigint>;
  /** The partition whose batch the member has in hand; it keeps that until it is done. */
  readonly inHand: string | undefined;
}

/** What the member does. */
export interface OwnershipPlan {
  /** Taken away: delivery ceases. */
  readonly lost: readonly TopicPartition[];
  /** To be given back once the batch in hand is done. */
  readonly yield: readonly TopicPartition[];
  /** Given back now. */
  readonly release: readonly TopicPartition[];
  readonly claim: readonly TopicPartition[];
}

/**
 * One member's step towards the assignment that all members agree on. A partition changes hands in two steps, its
 * owner's release and the new one's claim, so that no record is handled twice unless a member dies.
 */
export function planOwnership(view: OwnershipView): OwnershipPlan {
  const assigned = assignPartitions(view.members, partitionCounts(view.partitions));
  const alive = new Set(view.members.map(({ id }) => id));
  const lost: TopicPartition[] = [];
  const yielded: TopicPartition[] = [];
  const release: TopicPartition[] = [];
  const claim: TopicPartition[] = [];
  for (const partition of view.partitions) {
    const name = partitionName(partition);
    const isMine = partition.owner === view.memberId;
    const isWanted = assigned.get(name) === view.memberId;
    const heldEpoch = view.held.get(name);
    const isInHand = view.inHand === name;
    const isDelivered = isMine && heldEpoch === partition.epoch;
    if (isDelivered && isWanted) continue;
    if (heldEpoch !== undefined && !isDelivered) lost.push(partition);
    const isFree = partition.owner === undefined || isMine || !alive.has(partition.owner);
    if (isInHand) yielded.push(partition);
    else if (isWanted && isFree) claim.push(partition);
    else if (isMine) release.push(partition);
  }
  return { lost, yield: yielded, release, claim };
}

function partitionCounts(partitions: readonly TopicPartition[]): { topic: string; partitions: number }[] {
  const counts = new Map<string, number>();
  for (const { topic } of partitions) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts].map(([topic, count]) => ({ topic, partitions: count }));
}
