import {
  GraphQLError,
  Kind,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { fail } from '@causeway/domain/units';
import { ApiError } from '../errors/api-error.js';
import { publicErrors } from '../errors/public-error.js';
import type { ErrorLog } from '../errors/unexpected-error.js';
import { assertComplexity } from '../limits/operation-limits.js';
import type { SubscriberConnection } from './subscriber-connection.js';

/** What guarding needs to know and whom it tells. */
export interface SubscriptionGuard {
  readonly maximumComplexity: number;
  readonly maximumPerConnection: number;
  readonly log: ErrorLog;
  readonly onOpen: (field: string) => void;
  readonly onClose: (field: string) => void;
  readonly onError: (code: string) => void;
}

interface SubscriptionContext {
  readonly connection: SubscriberConnection;
}

/**
 * Wraps every subscription of a schema: it is held to the complexity limit (the variables that count are known
 * only here) and to the number a connection may hold, it ends when its socket closes, and whatever it throws is
 * masked as an error of a query is.
 */
export function guardSubscriptions(schema: GraphQLSchema, guard: SubscriptionGuard): GraphQLSchema {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { subscribe } = field;
    if (subscribe === undefined) throw new Error(`subscription ${field.name} has no resolver`);
    field.subscribe = (source, args: Record<string, unknown>, context: SubscriptionContext, info) =>
      guarded(guard, context.connection, info, () => startOf(subscribe, source, args, context, info));
  }
  return schema;
}

async function startOf(
  subscribe: GraphQLFieldResolver<unknown, SubscriptionContext>,
  source: unknown,
  args: Record<string, unknown>,
  context: SubscriptionContext,
  info: GraphQLResolveInfo,
): Promise<AsyncIterator<unknown>> {
  return (await subscribe(source, args, context, info)) as AsyncIterator<unknown>;
}

/** Errors are thrown from `next`, where Mercurius passes them on, and not on subscribing, where it also logs them. */
function guarded(
  guard: SubscriptionGuard,
  connection: SubscriberConnection,
  info: GraphQLResolveInfo,
  start: () => Promise<AsyncIterator<unknown>>,
): AsyncIterableIterator<unknown> {
  let source: Promise<AsyncIterator<unknown>> | undefined;
  let isOpen = true;
  connection.openSubscriptions += 1;
  guard.onOpen(info.fieldName);

  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    connection.openSubscriptions -= 1;
    connection.closed.removeEventListener('abort', onConnectionClosed);
    guard.onClose(info.fieldName);
  };
  const finish = async (): Promise<IteratorResult<unknown>> => {
    close();
    await source?.then((iterator) => iterator.return?.()).catch(() => undefined);
    return { done: true, value: undefined };
  };
  const onConnectionClosed = (): void => void finish();
  connection.closed.addEventListener('abort', onConnectionClosed);
  const open = (): Promise<AsyncIterator<unknown>> => {
    assertAllowed(guard, connection, info);
    return start();
  };

  return {
    next: async () => {
      if (!isOpen) return { done: true, value: undefined };
      try {
        source ??= open();
        return await (await source).next();
      } catch (error) {
        close();
        throw masked(error, guard);
      }
    },
    return: finish,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function assertAllowed(
  guard: SubscriptionGuard,
  connection: SubscriberConnection,
  info: GraphQLResolveInfo,
): void {
  const { schema, operation, fragments, variableValues } = info;
  const definitions = [operation, ...Object.values(fragments)];
  assertComplexity(
    { schema, document: { kind: Kind.DOCUMENT, definitions }, variables: variableValues },
    guard.maximumComplexity,
  );
  if (connection.openSubscriptions > guard.maximumPerConnection) {
    const message = `a connection may hold ${guard.maximumPerConnection} subscriptions; end one or connect again`;
    throw new ApiError(fail('TOO_MANY_SUBSCRIPTIONS', message).failure);
  }
}

function masked(error: unknown, guard: SubscriptionGuard): GraphQLError {
  const [shown = { message: 'internal error' }] = publicErrors(error, guard.log);
  guard.onError(String(shown.extensions?.['code']));
  return new GraphQLError(shown.message, { extensions: shown.extensions ?? null });
}
