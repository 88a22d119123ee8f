import { asAdapterError, isRetryableState } from '@causeway/adapters/postgres';
import { FatalError, RetryableError } from '@causeway/application/ports';
import { Prisma } from './generated/client.js';

/** Prisma's own codes for a database that is not reached in time or closed the connection, or a pool that is empty. */
const RETRYABLE_PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);

/** The same store, read or written through Prisma, throwing as the ports promise. */
export function withAdapterErrors<Store extends object>(store: Store): Store {
  const methods = Object.entries(store) as [string, (...given: unknown[]) => Promise<unknown>][];
  const translated = methods.map(([name, method]) => [
    name,
    async (...given: unknown[]): Promise<unknown> => {
      try {
        return await method(...given);
      } catch (error) {
        throw ofPrisma(error) ?? asAdapterError(error);
      }
    },
  ]);
  return Object.fromEntries(translated) as Store;
}

interface DriverError {
  readonly message?: string;
  readonly cause?: { readonly originalCode?: string };
}

function ofPrisma(error: unknown): Error | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  const driverError = error.meta?.['driverAdapterError'] as DriverError | undefined;
  const state = driverError?.cause?.originalCode;
  // Prisma's own messages show the source code that called it.
  const message = driverError?.message ?? error.message;
  const mayRetry = state === undefined ? RETRYABLE_PRISMA_CODES.has(error.code) : isRetryableState(state);
  return mayRetry ? new RetryableError(message, { cause: error }) : new FatalError(message, { cause: error });
}
