import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
  getNamedType,
  getNullableType,
  isListType,
} from 'graphql';
import { getComplexity, type ComplexityEstimator } from 'graphql-query-complexity';
import { fail } from '@causeway/domain/units';
import { ApiError } from '../errors/api-error.js';

/** What one operation may ask for. */
export interface OperationLimits {
  readonly depth: number;
  readonly complexity: number;
}

/** An operation that was validated against the schema. */
export interface ValidOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Only where the document holds several operations. */
  readonly operationName?: string;
}

/** Items assumed in a list that has no `first`: the parts of an account, the steps of a history. */
const ASSUMED_ITEMS = 5;

/**
 * A field costs 1 and a list the cost of its items. Introspection is linear in its own size: graphql-js itself
 * refuses the nesting that would make it grow.
 */
const estimateComplexity: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (field.name.startsWith('__') || type.name.startsWith('__')) return 1 + childComplexity;
  const first: unknown = args['first'];
  if (typeof first === 'number') return 1 + Math.max(first, 1) * childComplexity;
  const isItems = isListType(getNullableType(field.type)) && !getNamedType(field.type).name.endsWith('Edge');
  return 1 + (isItems ? ASSUMED_ITEMS : 1) * childComplexity;
};

/** @throws ApiError when the operation is nested too deeply or would cost too much */
export function assertWithinLimits(operation: ValidOperation, limits: OperationLimits): void {
  assertDepth(operation.document, limits.depth);
  assertComplexity(operation, limits.complexity);
}

/** @throws ApiError when any operation of the document is nested too deeply; introspection does not count */
export function assertDepth(document: DocumentNode, maximum: number): void {
  const depth = operationDepth(document);
  if (depth <= maximum) return;
  const message = `the operation is nested ${depth} fields deep and at most ${maximum} are allowed`;
  throw new ApiError(fail('QUERY_TOO_DEEP', message).failure);
}

/** @throws ApiError when the operation would cost too much */
export function assertComplexity(operation: ValidOperation, maximum: number): void {
  const { schema, document, variables, operationName } = operation;
  const complexity = getComplexity({
    schema,
    query: document,
    estimators: [estimateComplexity],
    variables: { ...variables },
    ...(operationName === undefined ? {} : { operationName }),
  });
  if (complexity <= maximum) return;
  const message = `the operation costs ${complexity} and at most ${maximum} are allowed; ask for fewer fields or a smaller page`;
  throw new ApiError(fail('QUERY_TOO_COMPLEX', message).failure);
}

function operationDepth(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const depthOfFragment = new Map<string, number>();
  const depthOf = (selections: SelectionSetNode | undefined): number => {
    let deepest = 0;
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        deepest = Math.max(deepest, depthOf(selection.selectionSet));
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        deepest = Math.max(deepest, spreadDepth(selection.name.value));
      if (selection.kind === Kind.FIELD && !selection.name.value.startsWith('__')) {
        deepest = Math.max(deepest, 1 + depthOf(selection.selectionSet));
      }
    }
    return deepest;
  };
  const spreadDepth = (name: string): number => {
    const depth = depthOfFragment.get(name) ?? depthOf(fragments.get(name)?.selectionSet);
    depthOfFragment.set(name, depth);
    return depth;
  };
  return document.definitions.reduce(
    (deepest, definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? Math.max(deepest, depthOf(definition.selectionSet))
        : deepest,
    0,
  );
}
