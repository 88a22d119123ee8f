import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { codeOfFault, isRequestFault } from './request-fault.js';
import { reportUnexpectedError, type ErrorLog } from './unexpected-error.js';

/**
 * Errors as clients may see them, each with a stable `extensions.code`. Whatever is neither an expected failure nor
 * a fault of the request is logged and masked; what Mercurius puts under a fault of the request is that fault.
 */
export function publicErrors(error: unknown, log: ErrorLog): readonly GraphQLFormattedError[] {
  const original = originalOf(error);
  if (hasErrors(original)) {
    return original.errors.flatMap((each) =>
      isRequestFault(original) && !(each instanceof GraphQLError)
        ? [{ message: original.message, extensions: { code: codeOfFault(original) } }]
        : publicErrors(each, log),
    );
  }
  return [publicError(error, original, log)];
}

/** The HTTP status of a request that was refused as a whole. */
export function statusOfRefusal(error: unknown): number {
  const original = originalOf(error);
  if (isRequestFault(original)) return original.statusCode;
  return hasCode(error) || isInvalidOperation(error, original) ? 400 : 500;
}

function publicError(error: unknown, original: unknown, log: ErrorLog): GraphQLFormattedError {
  const shown = error instanceof GraphQLError ? error.toJSON() : undefined;
  if (hasCode(error)) return { ...shown, message: error.message, extensions: error.extensions };
  if (shown !== undefined && isInvalidOperation(error, original)) {
    return { ...shown, extensions: { ...shown.extensions, code: 'INVALID_OPERATION' } };
  }
  if (isRequestFault(original)) {
    return { message: original.message, extensions: { code: codeOfFault(original) } };
  }
  const { message, ...extensions } = reportUnexpectedError(original, log);
  return { ...shown, message, extensions };
}

/** An expected failure carries its own code. */
function hasCode(error: unknown): error is Error & { readonly extensions: Record<string, unknown> } {
  return error instanceof Error && typeof (error as GraphQLError).extensions?.['code'] === 'string';
}

/** Syntax, validation and variables: GraphQL's own errors, found before anything was executed. */
function isInvalidOperation(error: unknown, original: unknown): boolean {
  return error instanceof GraphQLError && error.path === undefined && original instanceof GraphQLError;
}

function hasErrors(error: unknown): error is { readonly errors: readonly unknown[] } {
  return Array.isArray((error as { errors?: unknown } | null)?.errors);
}

function originalOf(error: unknown): unknown {
  let original = error;
  while (original instanceof GraphQLError && original.originalError !== undefined) {
    original = original.originalError;
  }
  return original;
}
