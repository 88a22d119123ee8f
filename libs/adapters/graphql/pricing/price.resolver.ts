import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { PriceModel, priceModels } from './price.model.js';

/** Prices, and what they may be used for. */
@Resolver()
export class PriceResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => [PriceModel], {
    description: 'The price of each symbol, by name, with its sources and what it may be used for.',
  })
  async prices(
    @Args('symbols', { type: () => [String], nullable: true, description: 'Which symbols; all without it.' })
    symbols?: readonly string[] | null,
  ): Promise<readonly PriceModel[]> {
    const { states, policy } = await this.ports.reads.prices();
    const models = priceModels(states, policy?.prices);
    return symbols === undefined || symbols === null
      ? models
      : models.filter(({ symbol }) => symbols.includes(symbol));
  }
}
