import { randomUUID } from 'node:crypto';

/** Where unexpected errors are written whole. */
export interface ErrorLog {
  error(context: object, message: string): void;
}

/** What a client is told about an unexpected error. */
export interface UnexpectedError {
  readonly code: 'INTERNAL_ERROR';
  readonly message: string;
  readonly correlationId: string;
}

/** Logs an error whole and returns what may be said of it, since its message may hold anything. */
export function reportUnexpectedError(error: unknown, log: ErrorLog): UnexpectedError {
  const correlationId = randomUUID();
  log.error({ err: error, correlationId }, 'unexpected error while answering a request');
  return {
    code: 'INTERNAL_ERROR',
    message: `internal error; quote ${correlationId} when reporting it`,
    correlationId,
  };
}
