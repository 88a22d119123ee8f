import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import type { Page, PageRequest } from '@causeway/application/ports';
import { fail } from '@causeway/domain/units';
import { ApiError } from '../errors/api-error.js';
import { FlagField, TextField } from './fields.js';
import { storableId } from './storable-id.js';

export const DEFAULT_PAGE_SIZE = 20;
export const MAXIMUM_PAGE_SIZE = 100;

/** Arguments of every list. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    defaultValue: DEFAULT_PAGE_SIZE,
    description: `How many items to return, from 1 to ${MAXIMUM_PAGE_SIZE}.`,
  })
  readonly first: number = DEFAULT_PAGE_SIZE;

  @Field(() => String, {
    nullable: true,
    description: 'Return the items after this cursor, taken from an edge or from pageInfo.endCursor.',
  })
  readonly after?: string | null;
}

/** The GraphQL type `PageInfo`. */
@ObjectType('PageInfo', { description: 'Where a page lies in its list, as Relay defines it.' })
export class PageInfoModel {
  @FlagField('Whether there are items after this page.')
  readonly hasNextPage!: boolean;

  @FlagField('Whether the page was asked for with `after`, so that items come before it.')
  readonly hasPreviousPage!: boolean;

  @TextField('Cursor of the first item, absent on an empty page.', { nullable: true })
  readonly startCursor?: string;

  @TextField('Cursor of the last item: pass it as `after` to get the next page.', { nullable: true })
  readonly endCursor?: string;
}

/** A page of a list in the shape of Relay's connections. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: PageInfoModel;
}

/** The GraphQL types `<name>Connection` and `<name>Edge` for nodes of one type. */
export function connectionType<Node>(name: string, node: Type<Node>): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its cursor.` })
  class EdgeModel {
    @TextField('The place of this item in the list; opaque, valid as `after`.')
    readonly cursor!: string;

    @Field(() => node, { description: `The ${name} itself.` })
    readonly node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} items in a stable order.` })
  class ConnectionModel implements Connection<Node> {
    @Field(() => [EdgeModel], { description: 'The items of this page.' })
    readonly edges!: readonly EdgeModel[];

    @Field(() => PageInfoModel, { description: 'Where this page lies in the list.' })
    readonly pageInfo!: PageInfoModel;
  }
  return ConnectionModel;
}

/** The page a client asks for. @throws ApiError when `first` is out of range or `after` is no cursor of ours */
export function pageRequest({ first, after }: PageArguments): PageRequest {
  if (first < 1 || first > MAXIMUM_PAGE_SIZE) {
    const message = `first must be from 1 to ${MAXIMUM_PAGE_SIZE}, found ${first}`;
    throw new ApiError(fail('INVALID_PAGE_SIZE', message, 'first').failure);
  }
  return typeof after === 'string' ? { first, after: storableId(after, 'after') } : { first };
}

/** A page of rows as a connection. The cursor of a row is its id, so a page stays valid while rows are added. */
export function connection<Row, Node>(
  page: Page<Row>,
  request: PageRequest,
  idOf: (row: Row) => string,
  toNode: (row: Row) => Node,
): Connection<Node> {
  const edges = page.rows.map((row) => ({ cursor: idOf(row), node: toNode(row) }));
  const [first, last] = [edges[0], edges.at(-1)];
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: request.after !== undefined,
      ...(first === undefined ? {} : { startCursor: first.cursor }),
      ...(last === undefined ? {} : { endCursor: last.cursor }),
    },
  };
}
