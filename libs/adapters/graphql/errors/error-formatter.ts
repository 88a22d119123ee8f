import { GraphQLError, type ExecutionResult } from 'graphql';
import type { MercuriusCommonOptions } from 'mercurius';
import { publicErrors, statusOfRefusal } from './public-error.js';
import type { ErrorLog } from './unexpected-error.js';

interface ErrorContext {
  readonly reply?: { readonly log: ErrorLog };
  readonly app: { readonly log: ErrorLog };
}

/** Builds Mercurius' error formatter; `count` is told the code of every error that a client is shown. */
export function errorFormatter(
  count: (code: string) => void,
): NonNullable<MercuriusCommonOptions['errorFormatter']> {
  return (execution, context) => {
    const { reply, app } = context as unknown as ErrorContext;
    const errors = execution.errors.flatMap((error) => publicErrors(error, reply?.log ?? app.log));
    for (const { extensions } of errors) count(String(extensions?.['code']));
    // Mercurius types errors as instances, and only ever writes them as JSON.
    const response = { data: execution.data ?? null, errors: errors as unknown as GraphQLError[] };
    return { statusCode: statusOf(execution), response };
  };
}

/** As GraphQL over HTTP has it: what was executed is answered with 200, what was refused before is not. */
function statusOf(execution: ExecutionResult): number {
  const [first] = execution.errors ?? [];
  const wasExecuted = execution.data !== undefined && execution.data !== null;
  if (wasExecuted || (first instanceof GraphQLError && first.path !== undefined)) return 200;
  return statusOfRefusal(first);
}
