import type { PoolClient } from 'pg';
import { encodeEvent } from '@causeway/adapters/wire';
import { topicOfStream, type OutboxEvent } from '@causeway/application/ports';

/** The channel on which commits name the streams they wrote to. */
export const OUTBOX_CHANNEL = 'causeway_outbox';
const NOTIFICATION_BYTES = 7_500;

/**
 * Writes events to the outbox, each with the next `seq` of its stream. The row lock on the stream's head is held
 * until the commit, so that a stream's numbers are gap-free and appear in order.
 */
export async function writeOutbox(client: PoolClient, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  const counts = new Map<string, number>();
  for (const { stream } of events) counts.set(stream, (counts.get(stream) ?? 0) + 1);
  const { rows } = await client.query<{ stream: string; seq: string }>(
    `INSERT INTO stream_head (stream, seq)
     SELECT * FROM UNNEST($1::text[], $2::bigint[]) AS added (stream, count) ORDER BY stream
     ON CONFLICT (stream) DO UPDATE SET seq = stream_head.seq + EXCLUDED.seq
     RETURNING stream, seq`,
    [[...counts.keys()], [...counts.values()]],
  );
  const next = new Map(rows.map(({ stream, seq }) => [stream, Number(seq) - (counts.get(stream) ?? 0) + 1]));
  const numbered = events.map((event) => {
    const seq = next.get(event.stream) ?? 1;
    next.set(event.stream, seq + 1);
    return { ...event, seq, encoded: encodeEvent(event.event) };
  });
  await client.query(
    `INSERT INTO outbox_event (stream, seq, topic, key, type, payload)
     SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[],
                          string_to_array($6, E'\\n')::jsonb[])`,
    [
      numbered.map(({ stream }) => stream),
      numbered.map(({ seq }) => seq),
      numbered.map(({ stream }) => topicOfStream(stream)),
      numbered.map(({ key }) => key),
      numbered.map(({ encoded }) => encoded.type),
      numbered.map(({ encoded }) => JSON.stringify(encoded.payload)).join('\n'),
    ],
  );
  await client.query('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, notification([...counts.keys()])]);
}

/** The streams written to, or nothing when they are too many to name: then every stream may have changed. */
function notification(streams: readonly string[]): string {
  const text = JSON.stringify(streams);
  return Buffer.byteLength(text) <= NOTIFICATION_BYTES ? text : '';
}
