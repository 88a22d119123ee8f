import { Kind, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
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
    preExecution: async (schema, document, context, variables) => {
      const hasSeveral = operationCount(document) > 1;
      const operationName = hasSeveral ? requestedOperation(context) : undefined;
      assertWithinLimits(
        {
          schema,
          document,
          variables: variables ?? {},
          ...(operationName === undefined ? {} : { operationName }),
        },
        limits,
      );
      // Mercurius keeps one compiled operation for a document and would run it whatever operation is asked for.
      // A document that counts as changed is not compiled.
      return hasSeveral ? { document } : undefined;
    },
    preSubscriptionExecution: async (schema, document) => {
      assertValid(schema, document);
      assertDepth(document, limits.depth);
    },
  };
}

/** Mercurius executes subscriptions without having validated them. */
function assertValid(schema: GraphQLSchema, document: DocumentNode): void {
  const [error] = validate(schema, document, specifiedRules);
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
