import { createPool } from '@causeway/platform/database';

/**
 * Rows per second of the least that a durable service can do one by one: each record as one row of one table, each
 * in a transaction of its own.
 */
export async function insertLoop(databaseUrl: string, values: readonly string[]): Promise<number> {
  const failures: Error[] = [];
  const pool = createPool(databaseUrl, { onError: (error) => failures.push(error), maximumConnections: 1 });
  try {
    await pool.query('CREATE TABLE insert_loop (id bigint PRIMARY KEY, value text NOT NULL)');
    const startedAt = performance.now();
    for (const [id, value] of values.entries()) {
      await pool.query('INSERT INTO insert_loop (id, value) VALUES ($1, $2)', [id, value]);
    }
    return (values.length * 1_000) / (performance.now() - startedAt);
  } finally {
    await pool.end();
    if (failures[0] !== undefined) console.error(`a database connection broke: ${failures[0].message}`);
  }
}
