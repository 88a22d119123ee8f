import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import { parseRouteRequest } from './parse-route-request.js';
import { RouteFrontModel, routeFrontModel } from './route-front.model.js';
import { QuoteInput, RouteQuoteModel, routeQuoteModel } from './route-quote.model.js';

/** Route quotes. */
@Resolver()
export class QuoteResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => RouteQuoteModel, {
    description:
      'The best route found from one asset to another, across layers, split where that pays, with a proof of how good it is.',
  })
  async quote(
    @Args('input', { type: () => QuoteInput, description: 'What is asked of the router.' }) input: QuoteInput,
  ): Promise<RouteQuoteModel> {
    const { network } = this.ports;
    const request = valueOrThrow(parseRouteRequest(network, input));
    return routeQuoteModel(network, valueOrThrow(await this.ports.quote(request), 'input'));
  }

  @Query(() => RouteFrontModel, {
    description:
      'The choices between amount, arrival and security: quotes of which none is beaten by another in all three.',
  })
  async routeFront(
    @Args('input', { type: () => QuoteInput, description: 'What is asked of the router.' }) input: QuoteInput,
  ): Promise<RouteFrontModel> {
    const { network } = this.ports;
    const request = valueOrThrow(parseRouteRequest(network, input));
    return routeFrontModel(network, valueOrThrow(await this.ports.routeFront(request), 'input'));
  }
}
