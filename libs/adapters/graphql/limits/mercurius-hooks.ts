import {
  Kind,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { fail } from '@causeway/domain/units';
import { ApiError } from '../errors/api-error.js';
import { assertDepth, assertWithinLimits, type OperationLimits } from './operation-limits.js';

interface HttpContext {
  readonly reply?: { readonly request: { readonly body?: unknown; readonly query?: unknown } };
}

/** Mercurius hooks that hold queries, mutations and subscriptions to the limits before they are executed. */
export function limitHooks(limits: OperationLimits): NonNullable<MercuriusDriverConfig['hooks']> {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius takes only hooks that return a promise
    preExecution: async (schema, document, context, variables) => {
      const hasSeveral = operationCount(document) > 1;
      const operationName = hasSeveral ? requestedOperation(context as unknown as HttpContext) : undefined;
      assertWithinLimits(
        {
          schema,
          document,
          variables: (variables ?? {}) as Record<string, unknown>,
          ...(operationName === undefined ? {} : { operationName }),
        },
        limits,
      );
      // Mercurius keeps one compiled operation for a document and would run it whatever operation is asked for.
      // A document that counts as changed is not compiled.
      return hasSeveral ? { document } : undefined;
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- Mercurius takes only hooks that return a promise
    preSubscriptionExecution: async (schema, document) => {
      assertValid(schema, document);
      assertDepth(document, limits.depth);
    },
  };
}

/** Mercurius executes subscriptions without having validated them. */
function assertValid(schema: GraphQLSchema, document: DocumentNode): void {
  const [error] = validate(schema, document, specifiedRules) as readonly GraphQLError[];
  if (error === undefined) return;
  if (typeof error.extensions['code'] === 'string') throw error;
  throw new ApiError(fail('INVALID_OPERATION', error.message).failure);
}

function operationCount(document: DocumentNode): number {
  return document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
}

function requestedOperation({ reply }: HttpContext): string | undefined {
  const body = reply?.request.body ?? reply?.request.query;
  const name = (body as { operationName?: unknown } | null | undefined)?.operationName;
  return typeof name === 'string' ? name : undefined;
}
