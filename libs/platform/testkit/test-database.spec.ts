import { afterAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from './test-database.js';

describe('testDatabase', () => {
  const databases: TestDatabase[] = [];
  const open = async (): Promise<TestDatabase> => {
    const database = await testDatabase();
    databases.push(database);
    return database;
  };

  afterAll(async () => {
    await Promise.all(databases.map(async (database) => database.drop()));
  });

  it('gives each caller a database of its own', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    await first.pool.query('CREATE TABLE mark (value int)');
    const { rows } = await second.pool.query("SELECT to_regclass('mark') AS mark");
    expect(rows).toEqual([{ mark: null }]);
  });

  it('has the migrations applied', async () => {
    const { pool } = await open();
    const { rows } = await pool.query("SELECT to_regclass('_prisma_migrations')::text AS name");
    expect(rows).toEqual([{ name: '_prisma_migrations' }]);
  });

  it('reckons in UTC', async () => {
    const { pool } = await open();
    const { rows } = await pool.query('SHOW TimeZone');
    expect(rows).toEqual([{ TimeZone: 'UTC' }]);
  });
});
