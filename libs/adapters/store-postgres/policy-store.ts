import type { Pool, PoolClient } from 'pg';
import type { PolicyRecord, PolicyStatus, PolicyStore } from '@causeway/application/ports';
import type { PolicyVersion, UnixMilliseconds } from '@causeway/domain/units';
import { writeOutbox } from './outbox-writes.js';
import { inTransaction } from '@causeway/adapters/postgres';

/** Held while the versions are decided on, so that two proposals cannot become the same version. */
const POLICY_LOCK = 0x43_57_50_4c;

interface PolicyRow {
  readonly version: number;
  readonly status: PolicyStatus;
  readonly name: string;
  readonly document: unknown;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly activated_by: string | null;
  readonly activated_at: Date | null;
}

/** Versions of the risk policy in PostgreSQL. */
export function createPolicyStore(pool: Pool): PolicyStore {
  return {
    all: () => inTransaction(pool, readAll),
    transact: (decide) =>
      inTransaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [POLICY_LOCK]);
        const { upserts, outbox, outcome } = decide(await readAll(client));
        for (const record of upserts) await upsert(client, record);
        await writeOutbox(client, outbox);
        return outcome;
      }),
  };
}

async function readAll(client: PoolClient): Promise<readonly PolicyRecord[]> {
  const { rows } = await client.query<PolicyRow>('SELECT * FROM policy_version ORDER BY version');
  return rows.map((row) => ({
    version: row.version as PolicyVersion,
    status: row.status,
    name: row.name,
    document: row.document,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at.getTime() as UnixMilliseconds,
    ...(row.activated_by === null ? {} : { activatedBy: row.activated_by }),
    ...(row.activated_at === null ? {} : { activatedAt: row.activated_at.getTime() as UnixMilliseconds }),
  }));
}

async function upsert(client: PoolClient, record: PolicyRecord): Promise<void> {
  await client.query(
    `INSERT INTO policy_version
       (version, status, name, document, proposed_by, proposed_at, activated_by, activated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (version) DO UPDATE
       SET status = EXCLUDED.status, activated_by = EXCLUDED.activated_by, activated_at = EXCLUDED.activated_at`,
    [
      record.version,
      record.status,
      record.name,
      JSON.stringify(record.document),
      record.proposedBy,
      new Date(record.proposedAt),
      record.activatedBy ?? null,
      record.activatedAt === undefined ? null : new Date(record.activatedAt),
    ],
  );
}
