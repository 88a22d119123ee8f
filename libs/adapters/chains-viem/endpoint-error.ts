import {
  BaseError,
  HttpRequestError,
  MethodNotFoundRpcError,
  MethodNotSupportedRpcError,
  ResponseBodyTooLargeError,
  TimeoutError,
} from 'viem';
import type { ContradictionCode } from '@causeway/application/ports';
import type { Result } from '@causeway/domain/units';
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

/** One endpoint does not offer the method. */
export class UnofferedError extends EndpointError {
  override readonly name = 'UnofferedError';
}

/** What one endpoint answers contradicts itself: it errs, or it lies. */
export class ContradictionError extends EndpointError {
  override readonly name = 'ContradictionError';

  constructor(
    readonly code: ContradictionCode,
    message: string,
  ) {
    super(message);
  }
}

/** @throws ContradictionError when a check of an endpoint's answers found one */
export function requireConsistent(checked: Result<void, ContradictionCode>): void {
  if (!checked.ok) throw new ContradictionError(checked.failure.code, checked.failure.message);
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
  if (isTooMuch) return new RangeRefusedError(message);
  return isUnoffered(cause) ? new UnofferedError(message) : new EndpointError(message);
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

function isUnoffered(cause: unknown): boolean {
  if (!(cause instanceof BaseError)) return false;
  return (
    (findError(cause, MethodNotFoundRpcError) ?? findError(cause, MethodNotSupportedRpcError)) !== undefined
  );
}

function findError<Kind extends BaseError>(
  cause: BaseError,
  kind: abstract new (...parameters: never[]) => Kind,
): Kind | undefined {
  const found = cause.walk((error) => error instanceof kind);
  return found instanceof kind ? found : undefined;
}
