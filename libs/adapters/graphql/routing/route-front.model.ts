import { Field, Int, ObjectType } from '@nestjs/graphql';
import { routeFrontFormat, toldFront } from '@causeway/adapters/wire';
import type { Network, SecurityMechanism } from '@causeway/domain/network';
import type { FrontPoint, RouteFront } from '@causeway/domain/routing';
import { SecurityMechanismEnum } from '../network/network-enums.js';
import { FlagField, TextField } from '../schema/fields.js';
import { RouteQuoteModel, routeQuoteModel } from './route-quote.model.js';

/** The GraphQL type `RouteFrontPoint`. */
@ObjectType('RouteFrontPoint', {
  description: 'A quote that no other of the front beats in amount, arrival and security at once.',
})
export class RouteFrontPointModel {
  @Field(() => Int, {
    nullable: true,
    description: 'The deadline under which it is the best and certified; absent where there is none.',
  })
  readonly deadlineSeconds?: number;

  @Field(() => SecurityMechanismEnum, {
    nullable: true,
    description: 'The weakest mechanism that was allowed for it.',
  })
  readonly minimumSecurity?: SecurityMechanism;

  @Field(() => RouteQuoteModel, { description: 'The quote, which a request with these two repeats.' })
  readonly quote!: RouteQuoteModel;
}

/** The GraphQL type `RouteFront`. */
@ObjectType('RouteFront', { description: 'The choices between amount, arrival and security.' })
export class RouteFrontModel {
  @Field(() => [RouteFrontPointModel], { description: 'The largest output, or the least input, first.' })
  readonly points!: readonly RouteFrontPointModel[];

  @FlagField('False when there are so many arrivals that some between those found may be missing.')
  readonly isComplete!: boolean;

  @TextField(
    'All of it as a document `causeway.route-front/1`: to the byte what `causeway route --front` prints for this graph, request and time.',
  )
  readonly document!: string;
}

/** A front as the API shows it. */
export function routeFrontModel(network: Network, front: RouteFront): RouteFrontModel {
  return {
    points: front.points.map((point) => routeFrontPointModel(network, point)),
    isComplete: front.isComplete,
    document: routeFrontFormat.encodeText(toldFront(front)),
  };
}

/** A point of the front as the API shows it. */
function routeFrontPointModel(network: Network, { request, quote }: FrontPoint): RouteFrontPointModel {
  const { deadlineSeconds, minimumSecurity } = request;
  return {
    ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
    ...(minimumSecurity === undefined ? {} : { minimumSecurity }),
    quote: routeQuoteModel(network, quote),
  };
}
