import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import type { CaseId } from '@causeway/domain/units';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import { storableId } from '../schema/storable-id.js';
import {
  caseFilter,
  LiquidationCaseConnectionModel,
  LiquidationCaseFilterInput,
  LiquidationCaseModel,
  liquidationCaseModel,
} from './liquidation-case.model.js';

/** Liquidation cases. */
@Resolver()
export class LiquidationResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => LiquidationCaseModel, {
    nullable: true,
    description: 'One liquidation case with its plan and evidence; null when there is no such case.',
  })
  async liquidationCase(
    @Args('id', { type: () => ID, description: 'Id of the case: account / number.' }) id: string,
  ): Promise<LiquidationCaseModel | undefined> {
    const liquidation = await this.ports.reads.case(storableId<CaseId>(id, 'id'));
    return liquidation && liquidationCaseModel(this.ports.network, liquidation);
  }

  @Query(() => LiquidationCaseConnectionModel, { description: 'Liquidation cases, page by page.' })
  async liquidationCases(
    @Args() page: PageArguments,
    @Args('filter', {
      type: () => LiquidationCaseFilterInput,
      nullable: true,
      description: 'Which cases; all of them without it.',
    })
    filter?: LiquidationCaseFilterInput | null,
  ): Promise<Connection<LiquidationCaseModel>> {
    const request = pageRequest(page);
    const rows = await this.ports.reads.cases(caseFilter(filter), request);
    return connection(
      rows,
      request,
      ({ id }) => id,
      (liquidation) => liquidationCaseModel(this.ports.network, liquidation),
    );
  }
}
