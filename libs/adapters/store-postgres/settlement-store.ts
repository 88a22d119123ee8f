import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@causeway/adapters/postgres';
import { liquidityGraphFormat, settlementFormat, transferFormat } from '@causeway/adapters/wire';
import {
  departuresSince,
  type Page,
  type PageRequest,
  type SettlementFilter,
  type SettlementKeys,
  type SettlementRecord,
  type SettlementReference,
  type SettlementSnapshot,
  type SettlementStore,
} from '@causeway/application/ports';
import type { Transfer } from '@causeway/domain/bridging';
import { expectOk, type AccountId, type AssetId } from '@causeway/domain/units';
import { readLedger } from './ledger-reads.js';
import { writeLedger } from './ledger-writes.js';
import { writeSettlement } from './settlement-writes.js';

/**
 * The settlements in PostgreSQL. A decision locks the account first, as every decision on the books does, then the
 * settlement, then what it claims in the order of the names, so that two that meet wait and never deadlock.
 */
export function createSettlementStore(pool: Pool): SettlementStore {
  return {
    transact: (keys, decide) =>
      inTransaction(pool, async (client) => {
        const snapshot = await readSnapshot(client, keys);
        const { ledger, record, outcome } = decide(snapshot);
        await writeLedger(client, ledger, snapshot.ledger);
        if (record !== undefined) await writeSettlement(client, snapshot.known, record);
        return outcome;
      }),
    find: (quote) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<SettlementRow>(
          'SELECT state, graph FROM settlement WHERE quote_id = $1',
          [quote],
        );
        return rows.map(recordOf)[0];
      }),
    list: (filter, page) => inTransaction(pool, (client) => readPage(client, filter, page)),
    followed: (since, after, maximum) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<SettlementReference>(
          `SELECT quote_id AS quote, account_id AS account FROM settlement
           WHERE (is_open OR accepted_at >= $1) AND ($2::text IS NULL OR quote_id COLLATE "C" > $2)
           ORDER BY quote_id COLLATE "C" LIMIT $3`,
          [since === undefined ? null : new Date(since), after ?? null, maximum],
        );
        return rows;
      }),
  };
}

async function readPage(
  client: PoolClient,
  { account, isOpen }: SettlementFilter,
  { first, after }: PageRequest,
): Promise<Page<SettlementRecord>> {
  const { rows } = await client.query<SettlementRow>(
    `SELECT state, graph FROM settlement
     WHERE ($1::text IS NULL OR account_id = $1) AND ($2::boolean IS NULL OR is_open = $2)
       AND ($3::text IS NULL OR quote_id COLLATE "C" > $3)
     ORDER BY quote_id COLLATE "C" LIMIT $4`,
    [account ?? null, isOpen ?? null, after ?? null, first + 1],
  );
  return { rows: rows.slice(0, first).map(recordOf), hasNextPage: rows.length > first };
}

interface SettlementRow {
  readonly state: unknown;
  readonly graph: unknown;
}

function recordOf({ state, graph }: SettlementRow): SettlementRecord {
  return {
    ...expectOk(settlementFormat.decode(state)),
    graph: expectOk(liquidityGraphFormat.decode(graph)),
  };
}

async function readSnapshot(
  client: PoolClient,
  { quote, account, resources, wallets }: SettlementKeys,
): Promise<SettlementSnapshot> {
  const { snapshot: ledger } = await readLedger(client, {
    logs: [],
    transfers: [],
    wallets,
    accounts: [account],
  });
  const { rows } = await client.query<SettlementRow>(
    'SELECT state, graph FROM settlement WHERE quote_id = $1 FOR UPDATE',
    [quote],
  );
  const known = rows.map(recordOf)[0];
  const named = [...resources, ...(known?.claims ?? []).map(({ resource }) => resource)];
  return {
    ledger,
    ...(known === undefined ? {} : { known }),
    claimed: await lockClaims(client, [...new Set(named)]),
    reserved: await readReserved(client, account),
    transfers: known === undefined ? [] : await readDepartures(client, quote, known),
  };
}

/** Rows of what was never claimed are made here, because a row that does not exist cannot be locked. */
async function lockClaims(
  client: PoolClient,
  resources: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  if (resources.length === 0) return new Map();
  await client.query(
    `INSERT INTO claimed_resource (resource, raw)
     SELECT resource, 0 FROM UNNEST($1::text[]) AS resource ORDER BY resource COLLATE "C"
     ON CONFLICT (resource) DO NOTHING`,
    [resources],
  );
  const { rows } = await client.query<{ resource: string; raw: string }>(
    `SELECT resource, raw::text FROM claimed_resource WHERE resource = ANY($1::text[])
     ORDER BY resource COLLATE "C" FOR UPDATE`,
    [resources],
  );
  return new Map(rows.map(({ resource, raw }) => [resource, BigInt(raw)]));
}

async function readReserved(client: PoolClient, account: AccountId): Promise<ReadonlyMap<AssetId, bigint>> {
  const { rows } = await client.query<{ asset: AssetId; raw: string }>(
    'SELECT asset, sum(raw)::text AS raw FROM settlement_reservation WHERE account_id = $1 GROUP BY asset',
    [account],
  );
  return new Map(rows.map(({ asset, raw }) => [asset, BigInt(raw)]));
}

async function readDepartures(
  client: PoolClient,
  quote: string,
  { wallet, settlement }: SettlementRecord,
): Promise<readonly Transfer[]> {
  const { rows } = await client.query<{ state: unknown }>(
    `SELECT t.state FROM transfer t LEFT JOIN settlement_transfer s USING (transfer_id)
     WHERE t.sender = $1 AND t.initiated_at >= $2 AND t.state IS NOT NULL
       AND (s.quote_id IS NULL OR s.quote_id = $3)
     ORDER BY t.initiated_at, t.transfer_id COLLATE "C"`,
    [wallet, new Date(departuresSince(settlement)), quote],
  );
  return rows.map(({ state }) => expectOk(transferFormat.decode(state)));
}
