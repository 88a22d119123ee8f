import type { Pool, PoolClient } from 'pg';
import { asAdapterError, sqlStateOf } from './database-errors.js';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const RACES = new Set([SERIALIZATION_FAILURE, DEADLOCK_DETECTED, UNIQUE_VIOLATION]);
const MAXIMUM_ATTEMPTS = 5;

/**
 * Runs `work` in one transaction and commits. A transaction that lost a race is run again; `work` must therefore
 * have no effect outside it. A broken unique key is such a race too: a row that was not there when it was looked
 * for, and so could not be locked, has been made by another transaction meanwhile.
 * @throws RetryableError when the database cannot be reached or asks to come back later
 * @throws FatalError when it refuses the statement itself
 */
export async function inTransaction<Outcome>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptTransaction(pool, work);
    } catch (error) {
      if (!RACES.has(sqlStateOf(error) ?? '') || attempt === MAXIMUM_ATTEMPTS) throw asAdapterError(error);
    }
  }
}

async function attemptTransaction<Outcome>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Between two statements nobody else hears that the connection broke; unheard, it would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const outcome = await work(client);
    await client.query('COMMIT');
    return outcome;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
