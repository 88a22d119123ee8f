import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  temporaryFolder,
  testDatabase,
  type TemporaryFolder,
  type TestDatabase,
} from '@causeway/platform/testkit';
import { migrateDatabase } from './index.js';

const NAMES = `SELECT migration_name FROM _prisma_migrations
                WHERE migration_name LIKE '2099%' ORDER BY migration_name`;

describe('migrateDatabase', () => {
  let database: TestDatabase;
  let folder: TemporaryFolder;

  const add = (name: string, sql: string): void => {
    mkdirSync(path.join(folder.path, name), { recursive: true });
    writeFileSync(path.join(folder.path, name, 'migration.sql'), sql);
  };
  const migrate = async (): Promise<readonly string[]> => migrateDatabase(database.url, folder.path);
  const recorded = async (): Promise<unknown[]> =>
    (await database.pool.query<{ migration_name: string }>(NAMES)).rows.map((row) => row.migration_name);

  beforeAll(async () => {
    database = await testDatabase();
  });

  beforeEach(async () => {
    folder = temporaryFolder();
    await database.pool.query('DROP TABLE IF EXISTS _prisma_migrations, first, second');
  });

  afterEach(() => folder.remove());

  afterAll(async () => database.drop());

  it('applies what is missing, in the order of the names', async () => {
    add('20990102000000_second', 'CREATE TABLE second (id int REFERENCES first (id));');
    add('20990101000000_first', 'CREATE TABLE first (id int PRIMARY KEY);');
    expect(await migrate()).toEqual(['20990101000000_first', '20990102000000_second']);
    expect(await migrate()).toEqual([]);
  });

  it('records the SHA-256 of the script and one finished step', async () => {
    const sql = 'CREATE TABLE first (id int PRIMARY KEY);\n';
    add('20990101000000_first', sql);
    await migrate();
    const { rows } = await database.pool.query(
      `SELECT checksum, applied_steps_count, logs, rolled_back_at, finished_at >= started_at AS finished,
              length(id) AS id_length FROM _prisma_migrations`,
    );
    expect(rows).toEqual([
      {
        checksum: createHash('sha256').update(sql).digest('hex'),
        applied_steps_count: 1,
        logs: null,
        rolled_back_at: null,
        finished: true,
        id_length: 36,
      },
    ]);
  });

  it('leaves no trace of a migration that fails, so that it can be mended and tried again', async () => {
    add('20990101000000_first', 'CREATE TABLE first (id int PRIMARY KEY); SELECT 1 / 0;');
    await expect(migrate()).rejects.toThrow('migration 20990101000000_first failed: division by zero');
    expect(await recorded()).toEqual([]);
    add('20990101000000_first', 'CREATE TABLE first (id int PRIMARY KEY);');
    expect(await migrate()).toEqual(['20990101000000_first']);
  });

  it('lets one of several processes work and the others find nothing to do', async () => {
    add('20990101000000_first', 'CREATE TABLE first (id int PRIMARY KEY); SELECT pg_sleep(0.1);');
    const applied = await Promise.all([migrate(), migrate(), migrate()]);
    expect(applied.flat()).toEqual(['20990101000000_first']);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    add('20990101000000_first', 'CREATE TABLE first (id int PRIMARY KEY);');
    await migrate();
    add('20990101000000_first', 'CREATE TABLE first (id bigint PRIMARY KEY);');
    await expect(migrate()).rejects.toThrow('20990101000000_first was edited after it was applied');
  });

  it('refuses a database that a newer build has migrated', async () => {
    add('20990101000000_first', 'CREATE TABLE first (id int PRIMARY KEY);');
    await migrate();
    rmSync(path.join(folder.path, '20990101000000_first'), { recursive: true });
    await expect(migrate()).rejects.toThrow('20990101000000_first, which this build lacks');
  });

  it('refuses to go past a migration that another tool left half-way', async () => {
    add('20990101000000_first', 'CREATE TABLE first (id int PRIMARY KEY);');
    await migrate();
    await database.pool.query('UPDATE _prisma_migrations SET finished_at = NULL');
    await expect(migrate()).rejects.toThrow('20990101000000_first stopped half-way');
  });
});
