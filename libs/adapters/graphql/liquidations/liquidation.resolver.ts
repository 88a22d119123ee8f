import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { CaseId } from '@causeway/domain/units';
import { valueOrThrow } from '../errors/api-error.js';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import { storableId } from '../schema/storable-id.js';
import { LiquidationSettlementModel, liquidationSettlementModel } from './allocation-evidence.model.js';
import { InsuranceFundModel, insuranceFundModel } from './insurance-fund.model.js';
import { parseSettlement, SettleLiquidationInput } from './settle-liquidation.inputs.js';
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

  @Query(() => [LiquidationSettlementModel], {
    description:
      'How a liquidation case was paid for, settlement by settlement; empty when none was settled.',
  })
  async liquidationSettlements(
    @Args('case', { type: () => ID, description: 'Id of the case: account / number.' }) id: string,
  ): Promise<readonly LiquidationSettlementModel[]> {
    const settlements = await this.ports.reads.settlements(storableId<CaseId>(id, 'case'));
    return settlements.map((evidence) => liquidationSettlementModel(this.ports.network, evidence));
  }

  @Query(() => InsuranceFundModel, {
    nullable: true,
    description:
      'The insurance fund, what it holds and the latest settlements that moved it; null where the policy names none.',
  })
  async insuranceFund(): Promise<InsuranceFundModel | undefined> {
    const fund = await this.ports.insuranceFund();
    return fund && insuranceFundModel(this.ports.network, fund);
  }

  @Mutation(() => LiquidationSettlementModel, {
    description:
      'Settles what was closed and sold for a liquidation: the account pays, then the insurance fund, then others by the policy; all or nothing. Repeating a settlement returns it as it stands.',
  })
  async settleLiquidation(
    @Args('input', { type: () => SettleLiquidationInput, description: 'What was done.' })
    input: SettleLiquidationInput,
  ): Promise<LiquidationSettlementModel> {
    const { network, commands } = this.ports;
    const command = valueOrThrow(parseSettlement(network, input), 'input');
    const evidence = valueOrThrow(await commands.settleLiquidation(command), 'input');
    return liquidationSettlementModel(network, evidence);
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
