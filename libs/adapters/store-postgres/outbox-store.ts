import type { Pool } from 'pg';
import { decodeEvent } from '@causeway/adapters/wire';
import type { OutboxStore, StreamEvent, UnpublishedEvent } from '@causeway/application/ports';
import { expectOk } from '@causeway/domain/units';
import { listenForOutbox } from './outbox-listener.js';
import { asAdapterError, inTransaction } from '@causeway/adapters/postgres';

/** Taken by the process that relays, so that there is one publisher and a stream cannot overtake itself. */
const RELAY_LOCK = 0x43_57_52_4c;

interface OutboxRow {
  readonly id: string;
  readonly stream: string;
  readonly seq: string;
  readonly key: string;
  readonly type: string;
  readonly payload: unknown;
}

/** The outbox in PostgreSQL. */
export function createOutboxStore(pool: Pool): OutboxStore {
  return {
    relay: (maximum, publish) => relay(pool, maximum, publish),
    backlog: async () => {
      const { rows } = await query<{ waiting: string }>(
        pool,
        'SELECT count(*) AS waiting FROM outbox_event WHERE NOT published',
        [],
      );
      return Number(rows[0]?.waiting ?? 0);
    },
    read: async (stream, afterSeq, maximum) => {
      const { rows } = await query<OutboxRow>(
        pool,
        `SELECT id, stream, seq, key, type, payload FROM outbox_event
         WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
        [stream, afterSeq, maximum],
      );
      return rows.map(streamEvent);
    },
    bounds: async (stream) => {
      const { rows } = await query<{ oldest: string | null; newest: string | null }>(
        pool,
        `SELECT (SELECT min(seq) FROM outbox_event WHERE stream = $1) AS oldest,
                (SELECT seq FROM stream_head WHERE stream = $1) AS newest`,
        [stream],
      );
      const newest = Number(rows[0]?.newest ?? 0);
      return { oldest: Number(rows[0]?.oldest ?? newest + 1), newest };
    },
    watch: (onChange) => listenForOutbox(pool, onChange),
  };
}

async function relay(
  pool: Pool,
  maximum: number,
  publish: (events: readonly UnpublishedEvent[]) => Promise<void>,
): Promise<number> {
  return inTransaction(pool, async (client) => {
    const lock = await client.query<{ leads: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS leads', [
      RELAY_LOCK,
    ]);
    if (lock.rows[0]?.leads !== true) return 0;
    const { rows } = await client.query<OutboxRow>(
      `SELECT id, stream, seq, key, type, payload FROM outbox_event
       WHERE NOT published ORDER BY id LIMIT $1`,
      [maximum],
    );
    if (rows.length === 0) return 0;
    await publish(rows.map((row) => ({ ...streamEvent(row), id: BigInt(row.id) })));
    await client.query('UPDATE outbox_event SET published = true WHERE id = ANY($1::bigint[])', [
      rows.map(({ id }) => id),
    ]);
    return rows.length;
  });
}

function streamEvent(row: OutboxRow): StreamEvent {
  const seq = Number(row.seq);
  const event = expectOk(decodeEvent(row.type, row.payload));
  return { stream: row.stream, key: row.key, event, seq, prevSeq: seq - 1 };
}

async function query<Row extends object>(
  pool: Pool,
  sql: string,
  values: readonly unknown[],
): Promise<{ rows: Row[] }> {
  try {
    return await pool.query<Row>(sql, [...values]);
  } catch (error) {
    throw asAdapterError(error);
  }
}
