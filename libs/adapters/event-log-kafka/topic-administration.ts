import {
  FatalError,
  MAXIMUM_RECORD_BYTES,
  type PartitionBounds,
  type TopicSpecification,
} from '@causeway/application/ports';
import type { Admin } from 'kafkajs';
import type { ConnectedClient } from './connected-client.js';

const BATCH_OVERHEAD_BYTES = 64 * 1024;
/** What Kafka says where a group has no offset. */
const NOTHING_COMMITTED = '-1';

/** The topics of the brokers; the numbers of partitions are remembered because they never change. */
export class TopicAdministration {
  readonly #partitions = new Map<string, number>();

  constructor(
    private readonly admin: ConnectedClient<Admin>,
    /** Copies of a new topic; what the brokers are set to when undefined. */
    private readonly replicationFactor: number | undefined,
  ) {}

  /** Creates what is missing. @throws FatalError on another number of partitions */
  async ensure(topics: readonly TopicSpecification[]): Promise<void> {
    const existing = await this.#describe(topics.map(({ topic }) => topic));
    checkPartitions(topics, existing);
    for (const specification of topics) {
      if (!existing.has(specification.topic)) await this.#create(specification);
    }
    // Somebody else may have been faster, with another number.
    const created = await this.#describe(topics.map(({ topic }) => topic));
    checkPartitions(topics, created);
    for (const [topic, partitions] of created) this.#partitions.set(topic, partitions);
  }

  /** The number of partitions of a topic. @throws FatalError when there is no such topic */
  async partitionsOf(topic: string): Promise<number> {
    const known = this.#partitions.get(topic) ?? (await this.#describe([topic])).get(topic);
    if (known === undefined) throw new FatalError(`topic ${topic} does not exist; ensure it first`);
    this.#partitions.set(topic, known);
    return known;
  }

  /** The bounds of every partition of a topic. @throws FatalError when there is no such topic */
  async bounds(topic: string): Promise<ReadonlyMap<number, PartitionBounds>> {
    await this.partitionsOf(topic);
    const offsets = await this.admin.use((admin) => admin.fetchTopicOffsets(topic));
    const sorted = [...offsets].sort((a, b) => a.partition - b.partition);
    return new Map(
      sorted.map(({ partition, low, high }) => [partition, { first: BigInt(low), next: BigInt(high) }]),
    );
  }

  /** The offsets a group has committed. @throws FatalError when there is no such topic */
  async committed(group: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    await this.partitionsOf(topic);
    const answers = await this.admin.use((admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
    const partitions = answers.flatMap((answer) => answer.partitions);
    const sorted = partitions.sort((a, b) => a.partition - b.partition);
    const toOffset = (offset: string) => (offset === NOTHING_COMMITTED ? 0n : BigInt(offset));
    return new Map(sorted.map(({ partition, offset }) => [partition, toOffset(offset)]));
  }

  /** Forgets a group that has no members any more. */
  async deleteGroup(group: string): Promise<void> {
    await this.admin.use((admin) => admin.deleteGroups([group]));
  }

  async #describe(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.admin.use(async (admin) => {
      // Asking for the metadata of a missing topic would be repeated for a long time.
      const all = new Set(await admin.listTopics());
      const existing = topics.filter((topic) => all.has(topic));
      if (existing.length === 0) return new Map();
      const metadata = await admin.fetchTopicMetadata({ topics: existing });
      return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
    });
  }

  async #create({ topic, partitions }: TopicSpecification): Promise<void> {
    const maximumBytes = MAXIMUM_RECORD_BYTES + BATCH_OVERHEAD_BYTES;
    const configEntries = [
      { name: 'max.message.bytes', value: String(maximumBytes) },
      { name: 'message.timestamp.type', value: 'LogAppendTime' },
      // Deleting by age could take records from a reader that is behind; that is the operator's decision.
      { name: 'retention.ms', value: '-1' },
    ];
    await this.admin.use((admin) =>
      admin.createTopics({
        waitForLeaders: true,
        topics: [
          {
            topic,
            numPartitions: partitions,
            replicationFactor: this.replicationFactor ?? -1,
            configEntries,
          },
        ],
      }),
    );
  }
}

function checkPartitions(topics: readonly TopicSpecification[], existing: ReadonlyMap<string, number>): void {
  for (const { topic, partitions } of topics) {
    const count = existing.get(topic) ?? partitions;
    if (count === partitions) continue;
    throw new FatalError(`topic ${topic} has ${count} partitions and cannot be given ${partitions}`);
  }
}
