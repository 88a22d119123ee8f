import type { PoolClient } from 'pg';
import { conservationAlertFormat, conservationMessageFormat } from '@causeway/adapters/wire';
import type { ConservationKeys } from '@causeway/application/ports';
import type {
  ConservationAlert,
  ConservationSnapshot,
  RecordSpan,
  WatchedMessage,
} from '@causeway/domain/conservation';
import { expectOk, type BridgeId, type ChainId, type UnixMilliseconds } from '@causeway/domain/units';
import { spanOf } from './leg-reads.js';

/** Reads what a decision may touch; the caller holds the lock under which decisions are taken. */
export async function readConservation(
  client: PoolClient,
  keys: ConservationKeys,
): Promise<ConservationSnapshot> {
  const records = await readRecords(client);
  const clock = await client.query<{ now: Date }>('SELECT now FROM conservation_clock');
  const freezing = await client.query<{ bridge: BridgeId; count: number }>(
    `SELECT bridge, COUNT(*)::int AS count FROM conservation_alert
     WHERE status = 'open' AND severity <> 'notice' GROUP BY bridge`,
  );
  return {
    messages: await readMessages(client, keys),
    chainsRead: new Map(records.map(({ chain, since, through }) => [chain, { since, through }])),
    freezing: new Map(freezing.rows.map(({ bridge, count }) => [bridge, count])),
    now: (clock.rows[0]?.now.getTime() ?? 0) as UnixMilliseconds,
  };
}

/** How far each chain is on record. */
export async function readRecords(
  client: PoolClient,
): Promise<readonly (RecordSpan & { readonly chain: ChainId })[]> {
  const { rows } = await client.query<{ chain: ChainId; since: Date; through: Date }>(
    'SELECT chain, since, through FROM conservation_reading ORDER BY chain COLLATE "C"',
  );
  return rows.map(({ chain, since, through }) => ({ chain, ...spanOf(since, through) }));
}

/** Which events of the leg streams were taken in last. */
export async function readCursors(
  client: PoolClient,
  streams: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (streams.length === 0) return new Map();
  const { rows } = await client.query<{ stream: string; seq: string }>(
    'SELECT stream, seq FROM conservation_cursor WHERE stream = ANY($1::text[])',
    [streams],
  );
  return new Map(rows.map(({ stream, seq }) => [stream, Number(seq)]));
}

async function readMessages(
  client: PoolClient,
  { messages, chainsRead, now }: ConservationKeys,
): Promise<ReadonlyMap<string, WatchedMessage>> {
  const { rows } = await client.query<{ message_key: string; state: unknown }>(
    `SELECT message_key, state FROM conservation_message WHERE message_key = ANY($1::text[])
     UNION ALL
     SELECT message_key, state FROM conservation_message
     WHERE message_key <> ALL($1::text[]) AND (patience_end <= $2 OR EXISTS (
       SELECT FROM UNNEST($3::text[], $4::timestamptz[]) AS r (chain, through)
       WHERE r.chain = source_chain AND due_read <= r.through))`,
    [
      messages,
      new Date(now),
      [...chainsRead.keys()],
      [...chainsRead.values()].map((through) => new Date(through)),
    ],
  );
  const alerts = await readAlerts(
    client,
    rows.map(({ message_key }) => message_key),
  );
  return new Map(
    rows.map(({ message_key, state }) => {
      const stored = expectOk(conservationMessageFormat.decode(state));
      return [message_key, { ...stored, alerts: alerts.get(message_key) ?? new Map() }];
    }),
  );
}

async function readAlerts(
  client: PoolClient,
  messages: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, ConservationAlert>>> {
  const { rows } = await client.query<{ message_key: string; alert_id: string; state: unknown }>(
    `SELECT message_key, alert_id, state FROM conservation_alert WHERE message_key = ANY($1::text[])
     ORDER BY alert_id COLLATE "C"`,
    [messages],
  );
  const alerts = new Map<string, Map<string, ConservationAlert>>();
  for (const { message_key, alert_id, state } of rows) {
    const known = alerts.get(message_key) ?? new Map<string, ConservationAlert>();
    alerts.set(message_key, known.set(alert_id, expectOk(conservationAlertFormat.decode(state))));
  }
  return alerts;
}
