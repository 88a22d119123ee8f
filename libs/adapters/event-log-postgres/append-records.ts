import { partitionOfKey, type EventRecord } from '@causeway/application/ports';
import type { Pool, PoolClient } from 'pg';
import { notify } from './notification.js';
import { inTransaction } from '@causeway/adapters/postgres';

/** Appends records to the partitions of their keys, all or none; durable once resolved. */
export async function appendRecords(
  pool: Pool,
  topic: string,
  partitions: number,
  records: readonly EventRecord[],
): Promise<void> {
  const byPartition = new Map<number, EventRecord[]>();
  for (const record of records) {
    const partition = partitionOfKey(record.key, partitions);
    const group = byPartition.get(partition);
    if (group === undefined) byPartition.set(partition, [record]);
    else group.push(record);
  }
  await inTransaction(pool, async (client) => {
    const offsets = await lockPartitions(client, topic, [...byPartition.keys()]);
    await insertRecords(client, topic, byPartition, offsets);
    await notify(client, { topic });
  });
}

/**
 * Locks the partitions in their order, so that writers never wait in a circle. The locks last until the commit:
 * offsets therefore become visible in order, and a reader that saw one has seen all before it.
 */
async function lockPartitions(
  client: PoolClient,
  topic: string,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, bigint>> {
  const { rows } = await client.query<{ partition: number; next_offset: string }>(
    `SELECT partition, next_offset FROM event_log_partition
      WHERE topic = $1 AND partition = ANY($2) ORDER BY partition FOR NO KEY UPDATE`,
    [topic, partitions],
  );
  return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
}

async function insertRecords(
  client: PoolClient,
  topic: string,
  byPartition: ReadonlyMap<number, readonly EventRecord[]>,
  firstOffsets: ReadonlyMap<number, bigint>,
): Promise<void> {
  const rows = [...byPartition].flatMap(([partition, records]) => {
    const first = firstOffsets.get(partition);
    if (first === undefined) throw new Error(`topic ${topic} has lost its partition ${partition}`);
    return records.map((record, index) => ({ ...record, partition, offset: first + BigInt(index) }));
  });
  // The clock is read under the partitions' locks, so that appended_at grows with the offset.
  await client.query(
    `WITH inserted AS (
       INSERT INTO event_log_record (topic, partition, "offset", key, value, headers, appended_at)
       SELECT $1, r.*, clock_timestamp()
         FROM UNNEST($2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[]) AS r
     )
     UPDATE event_log_partition p SET next_offset = p.next_offset + added.count
       FROM (SELECT partition, count(*) FROM UNNEST($2::int[]) AS partition GROUP BY 1) AS added
      WHERE p.topic = $1 AND p.partition = added.partition`,
    [
      topic,
      rows.map(({ partition }) => partition),
      rows.map(({ offset }) => offset),
      rows.map(({ key }) => key),
      rows.map(({ value }) => value),
      rows.map(({ headers }) => JSON.stringify(headers)),
    ],
  );
}
