import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  temporaryFolder,
  testDatabase,
  type TemporaryFolder,
  type TestDatabase,
} from '@causeway/platform/testkit';
import { migrateDatabase } from './index.js';

const FIRST = 'CREATE TABLE first (id int PRIMARY KEY);\n';
const SECOND = "CREATE TABLE second (note text DEFAULT 'a;b');\nALTER TABLE first ADD COLUMN note text;\n";

/** Prisma's own engine in a process of its own; its answer to `call`. */
async function prismaEngine(url: string, folder: string, call: string): Promise<unknown> {
  const program = `
    import { FILTERS, migrationList, openSchemaEngine } from './scripts/migrations/schema-engine.mjs';
    const engine = await openSchemaEngine(${JSON.stringify(url)}, undefined);
    const migrationsList = migrationList(${JSON.stringify(folder)});
    console.log(JSON.stringify(await engine.${call}));
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  return JSON.parse(stdout);
}

describe('the migrations table, against the schema engine of Prisma', () => {
  let database: TestDatabase;
  let folder: TemporaryFolder;

  const add = (name: string, sql: string): void => {
    mkdirSync(path.join(folder.path, name));
    writeFileSync(path.join(folder.path, name, 'migration.sql'), sql);
  };
  const rows = async (): Promise<unknown[]> => {
    const result = await database.pool.query<Record<string, unknown>>(
      `SELECT migration_name, checksum, applied_steps_count, logs, rolled_back_at, finished_at IS NOT NULL AS finished
         FROM _prisma_migrations ORDER BY migration_name`,
    );
    return result.rows;
  };

  beforeEach(async () => {
    database = await testDatabase();
    await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    folder = temporaryFolder();
    writeFileSync(path.join(folder.path, 'migration_lock.toml'), 'provider = "postgresql"\n');
    add('20990101000000_first', FIRST);
    add('20990102000000_second', SECOND);
  });

  afterEach(async () => {
    folder.remove();
    await database.drop();
  });

  it('holds the same rows whichever of the two applied the migrations', async () => {
    await migrateDatabase(database.url, folder.path);
    const ours = await rows();
    await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const call = 'applyMigrations({ migrationsList, filters: FILTERS })';
    expect(await prismaEngine(database.url, folder.path, call)).toEqual({
      appliedMigrationNames: ['20990101000000_first', '20990102000000_second'],
    });
    expect(await rows()).toEqual(ours);
    expect(await migrateDatabase(database.url, folder.path)).toEqual([]);
  });

  it('leaves Prisma nothing to do', async () => {
    await migrateDatabase(database.url, folder.path);
    const call = 'applyMigrations({ migrationsList, filters: FILTERS })';
    expect(await prismaEngine(database.url, folder.path, call)).toEqual({ appliedMigrationNames: [] });
  });
});
