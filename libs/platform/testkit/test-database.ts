import { randomBytes } from 'node:crypto';
import { createPool } from '@causeway/platform/database';
import type { Pool } from 'pg';
import { databaseUrl, runStatements, type DatabaseTemplate } from './database-broker.js';

/** An empty, migrated database that no other test sees. */
export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

/**
 * A new database with all migrations applied, cloned in some 20 ms from a template. Ask for one in `beforeAll`
 * and drop it in `afterAll`. The server is `TEST_DATABASE_URL` when set, else an embedded one for the whole run.
 * @throws Error when called outside a Jest run, or when the server or a migration fails
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { serverUrl, template } = await requestTemplate();
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await runStatements(serverUrl, [`CREATE DATABASE "${name}" TEMPLATE "${template}"`]);
  const url = databaseUrl(serverUrl, name);
  // Tests break connections on purpose; what that does to queries is theirs to check.
  const pool = createPool(url, { onError: () => undefined });
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await runStatements(serverUrl, [`DROP DATABASE "${name}" WITH (FORCE)`]);
    },
  };
}

async function requestTemplate(): Promise<DatabaseTemplate> {
  // eslint-disable-next-line no-restricted-syntax -- Jest hands values from its global setup to workers this way only
  const broker = process.env['CAUSEWAY_TEST_DATABASE_BROKER'];
  if (broker === undefined) throw new Error('testDatabase() works in a Jest run of this project only');
  const response = await fetch(broker);
  const body = await response.text();
  if (!response.ok) throw new Error(`the test database could not be prepared: ${body}`);
  return JSON.parse(body) as DatabaseTemplate;
}
