import type { Pool, PoolClient } from 'pg';
import { FatalError, RetryableError } from '@causeway/application/ports';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
/** SQLSTATE classes after which the same transaction may succeed: connection, resources, operator intervention. */
const RETRYABLE_CLASSES = new Set(['08', '53', '57', '58']);
const MAXIMUM_ATTEMPTS = 5;

/**
 * Runs `work` in one transaction and commits. A transaction that lost a deadlock or a serialisation race is run
 * again; `work` must therefore have no effect outside it.
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
      const state = sqlState(error);
      const isRace = state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED;
      if (!isRace) throw asAdapterError(error);
      if (attempt === MAXIMUM_ATTEMPTS) throw new RetryableError(messageOf(error), { cause: error });
    }
  }
}

async function attemptTransaction<Outcome>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await pool.connect();
  let broken: Error | undefined;
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
    client.release(broken);
  }
}

/** An error of the driver as the ports promise it; errors that are bugs of ours pass unchanged. */
export function asAdapterError(error: unknown): unknown {
  const state = sqlState(error);
  if (state === undefined) {
    return isConnectionError(error) ? new RetryableError(messageOf(error), { cause: error }) : error;
  }
  const mayRetry = RETRYABLE_CLASSES.has(state.slice(0, 2));
  const options = { cause: error };
  return mayRetry ? new RetryableError(messageOf(error), options) : new FatalError(messageOf(error), options);
}

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function isConnectionError(error: unknown): boolean {
  return /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Connection terminated|timeout exceeded when trying to connect/.test(
    messageOf(error),
  );
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
