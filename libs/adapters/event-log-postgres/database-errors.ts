import { FatalError, RetryableError } from '@causeway/application/ports';

/** SQLSTATE classes of lost connections, rollbacks asked for, scarce resources and shutdowns; and of lock timeouts. */
const RETRYABLE_STATES = /^(08|40|53|57|55P03)/;
const SQL_STATE = /^[0-9A-Z]{5}$/;
const LOST_CONNECTION = /^(E[A-Z]+)$/;
const LOST_CONNECTION_MESSAGE = /connection|timeout/i;

/** Runs database work. @throws RetryableError when it may succeed later, FatalError when it will not */
export async function translateErrors<Value>(doing: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof FatalError || cause instanceof RetryableError) throw cause;
    const message = `${doing} failed: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw isRetryable(cause) ? new RetryableError(message, { cause }) : new FatalError(message, { cause });
  }
}

function isRetryable(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (LOST_CONNECTION.test(code) && !SQL_STATE.test(code)) return true;
  if (SQL_STATE.test(code)) return RETRYABLE_STATES.test(code);
  // pg itself reports a connection that broke under a query, or that it did not get in time, by message alone.
  return LOST_CONNECTION_MESSAGE.test(cause.message);
}
