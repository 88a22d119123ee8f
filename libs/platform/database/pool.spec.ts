import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@causeway/platform/testkit';
import { createPool } from './index.js';

describe('createPool', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  });

  afterAll(async () => database.drop());

  it('reckons in UTC and appears under its name', async () => {
    const pool = createPool(database.url, { onError: () => undefined, applicationName: 'causeway-engine' });
    const { rows } = await pool.query(
      `SELECT current_setting('TimeZone') AS zone, current_setting('application_name') AS name`,
    );
    await pool.end();
    expect(rows).toEqual([{ zone: 'UTC', name: 'causeway-engine' }]);
  });

  it('reports an idle connection that broke and replaces it', async () => {
    let report: (error: Error) => void = () => undefined;
    const reported = new Promise<Error>((resolve) => (report = resolve));
    const pool = createPool(database.url, { onError: report, maximumConnections: 1 });
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    expect((await reported).message).toContain('terminat');
    expect((await pool.query('SELECT 1 AS alive')).rows).toEqual([{ alive: 1 }]);
    await pool.end();
  });

  it('opens no more connections than it may', async () => {
    const pool = createPool(database.url, { onError: () => undefined, maximumConnections: 2 });
    await Promise.all([1, 2, 3, 4, 5].map(async () => pool.query('SELECT pg_sleep(0.01)')));
    expect(pool.totalCount).toBe(2);
    await pool.end();
  });
});
