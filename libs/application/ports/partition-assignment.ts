import type { TopicSpecification } from './event-log.js';

/** One partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A member of a consumer group and the topics it wants. */
export interface GroupMember {
  readonly id: string;
  readonly topics: readonly string[];
}

/** The name of a partition, for maps. */
export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/**
 * Shares partitions among the members of a group, each among those that want its topic, as evenly as a round of
 * deals allows. Depends on the set of members alone, so that all of them come to the same result.
 * @returns the member's id by partition name; a partition that nobody wants is left out
 */
export function assignPartitions(
  members: readonly GroupMember[],
  topics: readonly TopicSpecification[],
): ReadonlyMap<string, string> {
  const inOrder = [...members].sort((a, b) => compare(a.id, b.id));
  const owners = new Map<string, string>();
  let dealt = 0;
  for (const { topic, partitions } of [...topics].sort((a, b) => compare(a.topic, b.topic))) {
    const interested = inOrder.filter((member) => member.topics.includes(topic));
    for (let partition = 0; partition < partitions; partition++) {
      const owner = interested[dealt % interested.length];
      if (owner === undefined) break;
      owners.set(partitionName({ topic, partition }), owner.id);
      dealt++;
    }
  }
  return owners;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
