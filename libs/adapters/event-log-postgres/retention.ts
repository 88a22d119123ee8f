import { FatalError } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import type { Pool } from 'pg';
import { partitionBounds } from './fetch-records.js';
import { inTransaction, translateErrors } from '@causeway/adapters/postgres';

/** Which records may go. */
export interface RetentionRequest {
  readonly topic: string;
  /** Records appended at or after this instant stay. */
  readonly before: UnixMilliseconds;
  /** The cursors of readers that keep them elsewhere, by partition: records from there on stay too. */
  readonly keepFrom?: ReadonlyMap<number, bigint>;
}

const CHUNK = 10_000;

/**
 * Drops the records that are old enough and that every group which ever consumed the topic is past. A partition
 * without any group and without a cursor in `keepFrom` keeps everything.
 * @returns how many were dropped
 * @throws RetryableError, with nothing lost: what was dropped by then stays dropped
 */
export async function dropConsumedRecords(pool: Pool, request: RetentionRequest): Promise<number> {
  return translateErrors(`dropping records of ${request.topic}`, async () => {
    const partitions = [...(await partitionBounds(pool, request.topic)).keys()];
    if (partitions.length === 0) throw new FatalError(`topic ${request.topic} does not exist`);
    const floors = await consumedFloors(pool, request);
    let dropped = 0;
    for (const partition of partitions) {
      const floor = floors.get(partition);
      if (floor !== undefined) dropped += await dropBelow(pool, request, partition, floor);
    }
    return dropped;
  });
}

async function consumedFloors(
  pool: Pool,
  { topic, keepFrom }: RetentionRequest,
): Promise<ReadonlyMap<number, bigint>> {
  const { rows } = await pool.query<{ partition: number; floor: string }>(
    `SELECT partition, min(next_offset) AS floor FROM event_log_group_partition
      WHERE topic = $1 GROUP BY partition`,
    [topic],
  );
  const floors = new Map(rows.map(({ partition, floor }) => [partition, BigInt(floor)]));
  for (const [partition, cursor] of keepFrom ?? []) {
    const floor = floors.get(partition);
    if (floor === undefined || cursor < floor) floors.set(partition, cursor);
  }
  return floors;
}

async function dropBelow(
  pool: Pool,
  { topic, before }: RetentionRequest,
  partition: number,
  floor: bigint,
): Promise<number> {
  let dropped = 0;
  for (let inChunk = CHUNK; inChunk === CHUNK; dropped += inChunk) {
    inChunk = await inTransaction(pool, async (client) => {
      // Only up to the first record that stays, so that what is kept has no gaps even if the clock was set back.
      const { rowCount } = await client.query(
        `WITH oldest AS (
           SELECT "offset", bool_and(appended_at < $4) OVER (ORDER BY "offset") AS may_go
             FROM (SELECT "offset", appended_at FROM event_log_record
                    WHERE topic = $1 AND partition = $2 AND "offset" < $3 ORDER BY "offset" LIMIT $5) AS chunk
         )
         DELETE FROM event_log_record r USING oldest o
          WHERE r.topic = $1 AND r.partition = $2 AND r."offset" = o."offset" AND o.may_go`,
        [topic, partition, floor, new Date(before), CHUNK],
      );
      await client.query(
        'UPDATE event_log_partition SET first_offset = first_offset + $3 WHERE topic = $1 AND partition = $2',
        [topic, partition, rowCount ?? 0],
      );
      return rowCount ?? 0;
    });
  }
  return dropped;
}
