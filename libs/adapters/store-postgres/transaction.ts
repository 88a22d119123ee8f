import pg, { type Pool, type PoolClient } from 'pg';
import { FatalError, RetryableError } from '@causeway/application/ports';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const RACES = new Set([SERIALIZATION_FAILURE, DEADLOCK_DETECTED, UNIQUE_VIOLATION]);
/** SQLSTATE classes after which the same work may succeed: connection, rollback, resources, operator intervention. */
const RETRYABLE_CLASSES = new Set(['08', '40', '53', '57', '58']);
/** What Node and pg say of a connection that is not there, or no longer. */
const LOST_CONNECTION =
  /E(AI_AGAIN|CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|TIMEDOUT)|[Cc]onnection (terminated|error)|not queryable|timeout exceeded when trying to connect/;
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
      if (!RACES.has(sqlState(error) ?? '') || attempt === MAXIMUM_ATTEMPTS) throw asAdapterError(error);
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
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

function isConnectionError(error: unknown): boolean {
  return LOST_CONNECTION.test(messageOf(error));
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
