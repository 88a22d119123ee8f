import pg from 'pg';
import { FatalError, RetryableError } from '@causeway/application/ports';

/**
 * SQLSTATE classes after which the same work may succeed: lost connections, rollbacks asked for, scarce resources,
 * operator intervention, system errors; and a lock that was not granted in time.
 */
const RETRYABLE_STATES = /^(08|40|53|57|58|55P03)/;
/** What Node and pg say of a connection that is not there, or no longer. */
const LOST_CONNECTION =
  /E(AI_AGAIN|CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|TIMEDOUT)|[Cc]onnection (terminated|error)|not queryable|timeout exceeded when trying to connect/;

/** An error of pg as the ports promise it; errors that are bugs of ours pass unchanged. */
export function asAdapterError(error: unknown): unknown {
  const message = messageOf(error);
  const state = sqlStateOf(error);
  if (state === undefined) {
    return LOST_CONNECTION.test(message) ? new RetryableError(message, { cause: error }) : error;
  }
  return isRetryableState(state)
    ? new RetryableError(message, { cause: error })
    : new FatalError(message, { cause: error });
}

/**
 * Runs database work, and says in the message of an error of the database what was being done.
 * @throws RetryableError when it may succeed later, FatalError when it will not; other errors pass unchanged
 */
export async function translateErrors<Value>(doing: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    const error = asAdapterError(cause);
    if (error === cause) throw cause;
    const message = `${doing} failed: ${messageOf(cause)}`;
    throw error instanceof RetryableError
      ? new RetryableError(message, { cause })
      : new FatalError(message, { cause });
  }
}

/** The SQLSTATE that the database gave, if it was the database. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Whether the same work may succeed after this SQLSTATE. */
export function isRetryableState(state: string): boolean {
  return RETRYABLE_STATES.test(state);
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
