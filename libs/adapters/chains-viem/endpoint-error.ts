import { BaseError, HttpRequestError, ResponseBodyTooLargeError, TimeoutError } from 'viem';
import { isRangeRefusal } from './range-refusal.js';

/** One endpoint did not answer, or not with what was asked for; another may. */
export class EndpointError extends Error {
  override readonly name: string = 'EndpointError';
}

/** One endpoint has no such block or transaction. */
export class MissingError extends EndpointError {
  override readonly name = 'MissingError';
}

/** One endpoint would answer for fewer blocks. */
export class RangeRefusedError extends EndpointError {
  override readonly name = 'RangeRefusedError';
}

/** HTTP statuses of an answer, or a question, that became too long. */
const TOO_LONG = new Set([408, 413, 504]);

/**
 * A failed request in the terms above. Only what the endpoint said is kept: viem's own messages hold the URL, and
 * providers' URLs hold keys.
 */
export function endpointError(method: string, cause: unknown): EndpointError {
  const said = saidBy(cause);
  const message = `${method}: ${said}`;
  const isTooMuch = method === 'eth_getLogs' && (isTooLong(cause) || isRangeRefusal(said));
  return isTooMuch ? new RangeRefusedError(message) : new EndpointError(message);
}

function saidBy(cause: unknown): string {
  if (!(cause instanceof BaseError)) return cause instanceof Error ? cause.name : 'failed';
  const status = findError(cause, HttpRequestError)?.status;
  const said = cause.details || cause.shortMessage;
  return status === undefined ? said : `HTTP ${status}: ${said}`;
}

function isTooLong(cause: unknown): boolean {
  if (!(cause instanceof BaseError)) return false;
  if (findError(cause, TimeoutError) ?? findError(cause, ResponseBodyTooLargeError)) return true;
  return TOO_LONG.has(findError(cause, HttpRequestError)?.status ?? 0);
}

function findError<Kind extends BaseError>(
  cause: BaseError,
  kind: abstract new (...parameters: never[]) => Kind,
): Kind | undefined {
  const found = cause.walk((error) => error instanceof kind);
  return found instanceof kind ? found : undefined;
}
