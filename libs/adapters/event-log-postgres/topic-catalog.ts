import { FatalError, type TopicSpecification } from '@causeway/application/ports';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@causeway/adapters/postgres';

/** The topics and their partitions, remembered because they never change. */
export class TopicCatalog {
  readonly #partitions = new Map<string, number>();

  constructor(private readonly pool: Pool) {}

  /** Creates what is missing, or nothing. @throws FatalError on another number of partitions */
  async ensure(topics: readonly TopicSpecification[]): Promise<void> {
    const existing = await inTransaction(this.pool, (client) => createTopics(client, topics));
    for (const { topic, partitions } of existing) this.#partitions.set(topic, partitions);
  }

  /** The number of partitions of a topic. @throws FatalError when there is no such topic */
  async partitionsOf(topic: string): Promise<number> {
    const known = this.#partitions.get(topic);
    if (known !== undefined) return known;
    const sql = 'SELECT topic, partitions FROM event_log_topic WHERE topic = $1';
    const row = (await this.pool.query<TopicSpecification>(sql, [topic])).rows[0];
    if (row === undefined) throw new FatalError(`topic ${topic} does not exist; ensure it first`);
    this.#partitions.set(topic, row.partitions);
    return row.partitions;
  }
}

async function createTopics(
  client: PoolClient,
  topics: readonly TopicSpecification[],
): Promise<readonly TopicSpecification[]> {
  const names = topics.map(({ topic }) => topic);
  // In order of name, so that two processes that create the same topics do not wait for each other in a circle.
  await client.query(
    `INSERT INTO event_log_topic (topic, partitions)
     SELECT * FROM UNNEST($1::text[], $2::int[]) AS t (topic, partitions) ORDER BY topic
     ON CONFLICT DO NOTHING`,
    [names, topics.map(({ partitions }) => partitions)],
  );
  const sql = 'SELECT topic, partitions FROM event_log_topic WHERE topic = ANY($1)';
  const { rows } = await client.query<TopicSpecification>(sql, [names]);
  for (const { topic, partitions } of topics) {
    const existing = rows.find((row) => row.topic === topic)?.partitions;
    if (existing === partitions) continue;
    throw new FatalError(`topic ${topic} has ${existing} partitions and cannot be given ${partitions}`);
  }
  await client.query(
    `INSERT INTO event_log_partition (topic, partition)
     SELECT t.topic, p FROM event_log_topic t, generate_series(0, t.partitions - 1) AS p
      WHERE t.topic = ANY($1) ORDER BY t.topic, p
     ON CONFLICT DO NOTHING`,
    [names],
  );
  return rows;
}
