import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { readMigrations, type Migration } from './migrations-folder.js';

/** The advisory lock that Prisma itself takes, so that both exclude each other. */
const PRISMA_LOCK = 72_707_369;

const MIGRATIONS_TABLE = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
)`;

interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly isFinished: boolean;
}

/**
 * Brings a database up to the migrations of a folder and returns the names of those applied now. The rows in
 * `_prisma_migrations` are those that `prisma migrate deploy` writes, so that either tool can take over. Each
 * migration commits together with its row: a kill in the middle leaves it unapplied, to be applied next time.
 * Several processes may call this at once; one works, the others wait and find nothing to do.
 * @throws Error naming the migration that failed, was edited after it was applied, or that this build lacks
 */
export async function migrateDatabase(
  connectionString: string,
  migrationsDirectory: string,
): Promise<readonly string[]> {
  const migrations = await readMigrations(migrationsDirectory);
  const client = new pg.Client({ connectionString, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(MIGRATIONS_TABLE);
    const pending = pendingMigrations(migrations, await readApplied(client));
    for (const migration of pending) await applyMigration(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // Ending the session releases the lock.
    await client.end();
  }
}

async function readApplied(client: pg.Client): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS "name", checksum, finished_at IS NOT NULL AS "isFinished"
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, isFinished } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new Error(`the database has migration ${name}, which this build lacks: run the newer build`);
    }
    if (!isFinished) {
      throw new Error(`migration ${name} stopped half-way: repair it with prisma migrate resolve`);
    }
    if (checksum !== migration.checksum) {
      throw new Error(
        `migration ${name} was edited after it was applied: restore it and add a new migration`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  const id = randomUUID();
  await client.query('BEGIN');
  try {
    await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
      id,
      migration.checksum,
      migration.name,
    ]);
    await client.query(migration.sql);
    await client.query(
      'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
      [id],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new Error(`migration ${migration.name} failed: ${(cause as Error).message}`, { cause });
  }
}
