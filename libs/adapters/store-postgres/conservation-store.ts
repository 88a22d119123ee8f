import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@causeway/adapters/postgres';
import { conservationAlertFormat } from '@causeway/adapters/wire';
import type {
  AlertFilter,
  BridgePosition,
  ConservationStore,
  OperatorAction,
  Page,
  PageRequest,
} from '@causeway/application/ports';
import type { ConservationAlert } from '@causeway/domain/conservation';
import { expectOk, type BridgeId } from '@causeway/domain/units';
import { readConservation, readCursors, readRecords } from './conservation-reads.js';
import { writeConservation, writeCursors } from './conservation-writes.js';
import { readPendingLegs } from './pending-legs.js';
import { writeOutbox } from './outbox-writes.js';

/** Held while a decision is taken: a reading of one chain can settle messages of all others. */
const CONSERVATION_LOCK = 0x43_57_43_4f;

/** The legs of the bridges and what they add up to, in PostgreSQL. */
export function createConservationStore(pool: Pool): ConservationStore {
  return {
    transact: (keys, decide) =>
      inTransaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [CONSERVATION_LOCK]);
        const { changes, outbox, audit, cursors, outcome } = decide(
          await readConservation(client, keys),
          await readCursors(client, keys.streams ?? []),
        );
        await writeConservation(client, changes);
        await writeCursors(client, cursors ?? new Map());
        if (audit !== undefined) await writeAudit(client, audit);
        await writeOutbox(client, outbox);
        return outcome;
      }),
    pendingLegs: (maximum) => inTransaction(pool, (client) => readPendingLegs(client, maximum)),
    hasPendingLegs: () =>
      inTransaction(pool, async (client) => (await readPendingLegs(client, 1)).length > 0),
    records: () => inTransaction(pool, readRecords),
    alert: (id) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<AlertRow>(
          'SELECT state FROM conservation_alert WHERE alert_id = $1',
          [id],
        );
        return rows.map(alertOf)[0];
      }),
    alerts: (filter, page) => inTransaction(pool, (client) => readAlerts(client, filter, page)),
    positions: () => inTransaction(pool, readPositions),
    frozenBridges: () => inTransaction(pool, readFrozenBridges),
  };
}

interface AlertRow {
  readonly state: unknown;
}

function alertOf({ state }: AlertRow): ConservationAlert {
  return expectOk(conservationAlertFormat.decode(state));
}

async function readAlerts(
  client: PoolClient,
  { bridge, status }: AlertFilter,
  { first, after }: PageRequest,
): Promise<Page<ConservationAlert>> {
  const { rows } = await client.query<AlertRow>(
    `SELECT state FROM conservation_alert
     WHERE ($1::text IS NULL OR bridge = $1) AND ($2::text IS NULL OR status = $2)
       AND ($3::text IS NULL OR alert_id COLLATE "C" > $3)
     ORDER BY alert_id COLLATE "C" LIMIT $4`,
    [bridge ?? null, status ?? null, after ?? null, first + 1],
  );
  return { rows: rows.slice(0, first).map(alertOf), hasNextPage: rows.length > first };
}

interface PositionRow {
  readonly bridge: BridgeId;
  readonly asset: string;
  readonly amounts: readonly string[];
}

async function readPositions(client: PoolClient): Promise<readonly BridgePosition[]> {
  const { rows } = await client.query<PositionRow>(
    `SELECT bridge, asset,
       ARRAY[locked, burned, minted, released, in_flight, fees, awaiting, unexplained, opening]::text[] AS amounts
     FROM conservation_position ORDER BY bridge COLLATE "C", asset COLLATE "C"`,
  );
  return rows.map(({ bridge, asset, amounts }) => {
    const [locked, burned, minted, released, inFlight, fees, awaiting, unexplained, opening] = amounts.map(
      BigInt,
    ) as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    return {
      bridge,
      asset,
      position: { locked, burned, minted, released, inFlight, fees, awaiting, unexplained, opening },
    };
  });
}

async function readFrozenBridges(client: PoolClient): Promise<readonly BridgeId[]> {
  const { rows } = await client.query<{ bridge: BridgeId }>(
    `SELECT bridge FROM conservation_alert WHERE status = 'open' AND severity <> 'notice'
     GROUP BY bridge ORDER BY bridge COLLATE "C"`,
  );
  return rows.map(({ bridge }) => bridge);
}

async function writeAudit(client: PoolClient, action: OperatorAction): Promise<void> {
  await client.query(
    'INSERT INTO operator_action (action, subject, by, reason, at) VALUES ($1, $2, $3, $4, $5)',
    [action.action, action.subject, action.by, action.reason, new Date(action.at)],
  );
}
