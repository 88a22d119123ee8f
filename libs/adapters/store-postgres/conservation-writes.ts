import type { PoolClient } from 'pg';
import { conservationAlertFormat, conservationMessageFormat } from '@causeway/adapters/wire';
import type { AssetPosition, ConservationChanges, WatchedMessage } from '@causeway/domain/conservation';

/** Writes a decision: a fixed number of statements, whatever the number of rows. */
export async function writeConservation(client: PoolClient, changes: ConservationChanges): Promise<void> {
  await writeMessages(client, changes.messages);
  await writeAlerts(client, changes.messages);
  await addPositions(client, changes.positions);
  await writeReadings(client, changes);
}

async function writeMessages(client: PoolClient, messages: readonly WatchedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await client.query(
    `INSERT INTO conservation_message (message_key, source_chain, due_read, patience_end, state)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::jsonb[])
     ON CONFLICT (message_key) DO UPDATE
       SET due_read = EXCLUDED.due_read, patience_end = EXCLUDED.patience_end, state = EXCLUDED.state`,
    [
      messages.map(({ message }) => message.key),
      messages.map(({ message }) => message.sourceChain),
      messages.map(({ due }) => dateOf(due?.readThrough)),
      messages.map(({ due }) => dateOf(due?.patienceEnd)),
      messages.map(({ alerts: _, ...stored }) => conservationMessageFormat.encodeText(stored)),
    ],
  );
}

async function writeAlerts(client: PoolClient, messages: readonly WatchedMessage[]): Promise<void> {
  const alerts = messages.flatMap((watched) =>
    [...watched.alerts.values()].map((alert) => ({ key: watched.message.key, alert })),
  );
  if (alerts.length === 0) return;
  await client.query(
    `INSERT INTO conservation_alert (alert_id, message_key, bridge, status, severity, state)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
     ON CONFLICT (alert_id) DO UPDATE
       SET status = EXCLUDED.status, severity = EXCLUDED.severity, state = EXCLUDED.state`,
    [
      alerts.map(({ alert }) => alert.id),
      alerts.map(({ key }) => key),
      alerts.map(({ alert }) => alert.bridge),
      alerts.map(({ alert }) => alert.status),
      alerts.map(({ alert }) => alert.severity),
      alerts.map(({ alert }) => conservationAlertFormat.encodeText(alert)),
    ],
  );
}

async function addPositions(client: PoolClient, positions: ConservationChanges['positions']): Promise<void> {
  const rows = [...positions].flatMap(([bridge, byAsset]) =>
    [...byAsset].map(([asset, position]) => ({ bridge, asset, position })),
  );
  if (rows.length === 0) return;
  const column = (field: keyof AssetPosition): string[] =>
    rows.map(({ position }) => String(position[field]));
  await client.query(
    `INSERT INTO conservation_position AS p
       (bridge, asset, locked, burned, minted, released, in_flight, fees, awaiting, unexplained, opening)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[],
                          $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[])
     ON CONFLICT (bridge, asset) DO UPDATE
       SET locked = p.locked + EXCLUDED.locked, burned = p.burned + EXCLUDED.burned,
           minted = p.minted + EXCLUDED.minted, released = p.released + EXCLUDED.released,
           in_flight = p.in_flight + EXCLUDED.in_flight, fees = p.fees + EXCLUDED.fees,
           awaiting = p.awaiting + EXCLUDED.awaiting, unexplained = p.unexplained + EXCLUDED.unexplained,
           opening = p.opening + EXCLUDED.opening`,
    [
      rows.map(({ bridge }) => bridge),
      rows.map(({ asset }) => asset),
      column('locked'),
      column('burned'),
      column('minted'),
      column('released'),
      column('inFlight'),
      column('fees'),
      column('awaiting'),
      column('unexplained'),
      column('opening'),
    ],
  );
}

async function writeReadings(client: PoolClient, { chainsRead, now }: ConservationChanges): Promise<void> {
  await client.query(
    `INSERT INTO conservation_reading (chain, since, through)
     SELECT * FROM UNNEST($1::text[], $2::timestamptz[], $3::timestamptz[])
     ON CONFLICT (chain) DO UPDATE SET since = EXCLUDED.since, through = EXCLUDED.through`,
    [
      [...chainsRead.keys()],
      [...chainsRead.values()].map(({ since }) => new Date(since)),
      [...chainsRead.values()].map(({ through }) => new Date(through)),
    ],
  );
  await client.query(
    `INSERT INTO conservation_clock (id, now) VALUES (1, $1)
     ON CONFLICT (id) DO UPDATE SET now = EXCLUDED.now`,
    [new Date(now)],
  );
}

/** Writes how far the leg streams were taken in, with what they changed. */
export async function writeCursors(client: PoolClient, cursors: ReadonlyMap<string, number>): Promise<void> {
  if (cursors.size === 0) return;
  await client.query(
    `INSERT INTO conservation_cursor (stream, seq) SELECT * FROM UNNEST($1::text[], $2::bigint[])
     ON CONFLICT (stream) DO UPDATE SET seq = EXCLUDED.seq`,
    [[...cursors.keys()], [...cursors.values()]],
  );
}

function dateOf(instant: number | undefined): Date | null {
  return instant === undefined ? null : new Date(instant);
}
