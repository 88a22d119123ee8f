import type { PoolClient } from 'pg';
import { liquidityGraphFormat, settlementFormat } from '@causeway/adapters/wire';
import type { SettlementRecord } from '@causeway/application/ports';

/** Writes a settlement that this transaction has locked, with what it claims, reserves and is carried by. */
export async function writeSettlement(
  client: PoolClient,
  before: SettlementRecord | undefined,
  record: SettlementRecord,
): Promise<void> {
  const { graph, ...kept } = record;
  const { plan, acceptedAt, outcome } = record.settlement;
  await client.query(
    `INSERT INTO settlement (quote_id, account_id, accepted_at, is_open, graph, state)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb)
     ON CONFLICT (quote_id) DO UPDATE SET is_open = EXCLUDED.is_open, state = EXCLUDED.state`,
    [
      plan.quote,
      record.account,
      new Date(acceptedAt),
      outcome === undefined,
      liquidityGraphFormat.encodeText(graph),
      settlementFormat.encodeText(kept),
    ],
  );
  await writeClaims(client, before, record);
  await writeReservations(client, plan.quote, record);
  await writeTransfers(client, plan.quote, record);
}

/** Adds to each resource what the settlement claims more of it than before. */
async function writeClaims(
  client: PoolClient,
  before: SettlementRecord | undefined,
  { claims }: SettlementRecord,
): Promise<void> {
  const changes = new Map<string, bigint>();
  for (const { resource, raw } of claims) changes.set(resource, (changes.get(resource) ?? 0n) + raw);
  for (const { resource, raw } of before?.claims ?? []) {
    changes.set(resource, (changes.get(resource) ?? 0n) - raw);
  }
  const changed = [...changes].filter(([, raw]) => raw !== 0n);
  if (changed.length === 0) return;
  await client.query(
    `UPDATE claimed_resource SET raw = claimed_resource.raw + n.raw
     FROM UNNEST($1::text[], $2::numeric[]) AS n (resource, raw) WHERE claimed_resource.resource = n.resource`,
    [changed.map(([resource]) => resource), changed.map(([, raw]) => String(raw))],
  );
}

async function writeReservations(
  client: PoolClient,
  quote: string,
  { account, reserved }: SettlementRecord,
): Promise<void> {
  await client.query(
    'DELETE FROM settlement_reservation WHERE quote_id = $1 AND NOT asset = ANY($2::text[])',
    [quote, reserved.map(({ asset }) => asset)],
  );
  if (reserved.length === 0) return;
  await client.query(
    `INSERT INTO settlement_reservation (quote_id, account_id, asset, raw)
     SELECT $1, $2, * FROM UNNEST($3::text[], $4::numeric[])
     ON CONFLICT (quote_id, asset) DO UPDATE SET raw = EXCLUDED.raw`,
    [quote, account, reserved.map(({ asset }) => asset), reserved.map(({ raw }) => String(raw))],
  );
}

/** A transfer carries a leg of one settlement: should another have taken it meanwhile, its key breaks. */
async function writeTransfers(
  client: PoolClient,
  quote: string,
  { evidence }: SettlementRecord,
): Promise<void> {
  const transfers = evidence.flatMap(({ transfer }) => transfer ?? []);
  await client.query(
    'DELETE FROM settlement_transfer WHERE quote_id = $1 AND NOT transfer_id = ANY($2::text[])',
    [quote, transfers],
  );
  if (transfers.length === 0) return;
  await client.query(
    `INSERT INTO settlement_transfer (transfer_id, quote_id)
     SELECT id, $2 FROM UNNEST($1::text[]) AS id
     WHERE NOT EXISTS (SELECT FROM settlement_transfer s WHERE s.transfer_id = id AND s.quote_id = $2)`,
    [transfers, quote],
  );
}
