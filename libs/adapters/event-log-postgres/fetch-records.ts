import type { PartitionBounds, StoredRecord, TopicPartition } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { Pool } from 'pg';

/** Bytes of values after which a batch is closed, so that large records do not add up in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;

/** A partition and the offset of the next record wanted of it. */
export interface Position extends TopicPartition {
  readonly next: bigint;
}

/** The bounds of every partition of a topic, by partition. */
export async function partitionBounds(
  pool: Pool,
  topic: string,
): Promise<ReadonlyMap<number, PartitionBounds>> {
  const { rows } = await pool.query<{ partition: number; first_offset: string; next_offset: string }>(
    'SELECT partition, first_offset, next_offset FROM event_log_partition WHERE topic = $1 ORDER BY partition',
    [topic],
  );
  return new Map(
    rows.map((row) => [row.partition, { first: BigInt(row.first_offset), next: BigInt(row.next_offset) }]),
  );
}

/** Those positions that have records waiting, in the given order. */
export async function withRecords<Cursor extends Position>(
  pool: Pool,
  cursors: readonly Cursor[],
): Promise<readonly Cursor[]> {
  if (cursors.length === 0) return [];
  const { rows } = await pool.query<{ index: string }>(
    `SELECT c.index FROM UNNEST($1::text[], $2::int[], $3::bigint[])
            WITH ORDINALITY AS c (topic, partition, next, index)
       JOIN event_log_partition p USING (topic, partition)
      WHERE p.next_offset > greatest(c.next, p.first_offset)`,
    [
      cursors.map(({ topic }) => topic),
      cursors.map(({ partition }) => partition),
      cursors.map(({ next }) => next),
    ],
  );
  const waiting = new Set(rows.map(({ index }) => Number(index) - 1));
  return cursors.filter((_, index) => waiting.has(index));
}

/** Records from a position on: `maximum` at most, and no more than make a large batch. */
export async function fetchRecords(
  pool: Pool,
  { topic, partition, next }: Position,
  maximum: number,
): Promise<readonly StoredRecord[]> {
  const { rows } = await pool.query<{
    offset: string;
    key: string;
    value: string;
    headers: string;
    appended_at: Date;
  }>(
    `SELECT "offset", key, value, headers, appended_at
       FROM (SELECT *, sum(octet_length(value)) OVER (ORDER BY "offset") - octet_length(value) AS bytes_before
               FROM (SELECT * FROM event_log_record
                      WHERE topic = $1 AND partition = $2 AND "offset" >= $3
                      ORDER BY "offset" LIMIT $4) AS page) AS sized
      WHERE bytes_before < $5 ORDER BY "offset"`,
    [topic, partition, next, maximum, BATCH_BYTES],
  );
  return rows.map((row) => ({
    topic,
    partition,
    offset: BigInt(row.offset),
    key: row.key,
    value: row.value,
    headers: JSON.parse(row.headers) as Record<string, string>,
    appendedAt: row.appended_at.getTime() as UnixMilliseconds,
  }));
}
