import pg from 'pg';
import { FatalError, RetryableError } from '@causeway/application/ports';
import { Prisma } from './generated/client.js';

/** SQLSTATE classes after which the same work may succeed: connection, rollback, resources, operator intervention. */
const RETRYABLE_STATES = /^(08|40|53|57|58)/;
/** Prisma's own codes for a database that is not reached in time or closed the connection, or a pool that is empty. */
const RETRYABLE_PRISMA_CODES = /^(P1001|P1002|P1008|P1017|P2024|P2028)$/;
/** What Node and pg say of a connection that is not there, or no longer. */
const LOST_CONNECTION =
  /E(AI_AGAIN|CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|TIMEDOUT)|[Cc]onnection (terminated|error)|not queryable|timeout exceeded when trying to connect/;

/** An error of pg or Prisma as the ports promise it; errors that are bugs of ours pass unchanged. */
export function asAdapterError(error: unknown): unknown {
  const message = messageOf(error);
  const state = sqlStateOf(error);
  const prismaCode = error instanceof Prisma.PrismaClientKnownRequestError ? error.code : undefined;
  const mayRetry =
    state === undefined
      ? LOST_CONNECTION.test(message) || RETRYABLE_PRISMA_CODES.test(prismaCode ?? '')
      : RETRYABLE_STATES.test(state);
  if (mayRetry) return new RetryableError(message, { cause: error });
  const isRefusal = state !== undefined || prismaCode !== undefined;
  return isRefusal ? new FatalError(message, { cause: error }) : error;
}

/** The SQLSTATE that the database gave, if it was the database. */
export function sqlStateOf(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError) return error.code;
  return driverErrorOf(error)?.cause?.originalCode;
}

/** The same store, throwing as the ports promise. */
export function withAdapterErrors<Store extends object>(store: Store): Store {
  const methods = Object.entries(store) as [string, (...given: unknown[]) => Promise<unknown>][];
  const translated = methods.map(([name, method]) => [
    name,
    async (...given: unknown[]): Promise<unknown> => {
      try {
        return await method(...given);
      } catch (error) {
        throw asAdapterError(error);
      }
    },
  ]);
  return Object.fromEntries(translated) as Store;
}

interface DriverError {
  readonly message?: string;
  readonly cause?: { readonly originalCode?: string };
}

function driverErrorOf(error: unknown): DriverError | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  return error.meta?.['driverAdapterError'] as DriverError | undefined;
}

/** Prisma's own messages show the source code that called it. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  const driverMessage = driverErrorOf(error)?.message;
  if (driverMessage !== undefined) return driverMessage;
  return error instanceof Error ? error.message : String(error);
}
