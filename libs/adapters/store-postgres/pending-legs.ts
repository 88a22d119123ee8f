import type { PoolClient } from 'pg';
import { decodeEvent } from '@causeway/adapters/wire';
import type { StreamEvent } from '@causeway/application/ports';
import { expectOk } from '@causeway/domain/units';

interface PendingRow {
  readonly stream: string;
  readonly seq: string;
  readonly key: string;
  readonly type: string;
  readonly payload: unknown;
}

/**
 * The oldest events of the leg streams that were not taken in. The heads of the streams are few and tell which of them
 * have any, so that nothing is searched while there is none.
 */
export async function readPendingLegs(client: PoolClient, maximum: number): Promise<readonly StreamEvent[]> {
  const { rows } = await client.query<PendingRow>(
    `SELECT e.stream, e.seq, e.key, e.type, e.payload
     FROM stream_head h LEFT JOIN conservation_cursor c USING (stream)
     JOIN LATERAL (
       SELECT * FROM outbox_event o WHERE o.stream = h.stream AND o.seq > COALESCE(c.seq, 0)
       ORDER BY o.seq LIMIT $1
     ) e ON true
     WHERE h.stream LIKE 'leg/%' AND h.seq > COALESCE(c.seq, 0)
     ORDER BY e.id LIMIT $1`,
    [maximum],
  );
  return rows.map(({ stream, seq, key, type, payload }) => {
    const event = expectOk(decodeEvent(type, payload));
    return { stream, key, event, seq: Number(seq), prevSeq: Number(seq) - 1 };
  });
}
