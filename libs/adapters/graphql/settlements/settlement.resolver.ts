import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { executionPlanOf } from '@causeway/adapters/execution-calldata';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import { storableId } from '../schema/storable-id.js';
import { ExecutionPlanModel, legExecutionModel, RetryableTermsInput } from './execution-plan.model.js';
import { AcceptQuoteInput, parseAcceptance, parseLegReport, ReportLegInput } from './settlement.inputs.js';
import {
  SettlementConnectionModel,
  settlementFilter,
  SettlementFilterInput,
  SettlementModel,
  settlementModel,
} from './settlement.model.js';

/** Accepted quotes and how they are carried out. */
@Resolver()
export class SettlementResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Mutation(() => SettlementModel, {
    description:
      'Accepts a quote: reserves what it uses and issues its first legs. The quote is computed again from its request and time, and refused where its id is another. Accepting it again returns the settlement as it stands.',
  })
  async acceptQuote(
    @Args('input', { type: () => AcceptQuoteInput, description: 'The quote, and who takes it.' })
    input: AcceptQuoteInput,
  ): Promise<SettlementModel> {
    const { network, commands, clock } = this.ports;
    const command = valueOrThrow(parseAcceptance(network, input), 'input');
    return settlementModel(network, valueOrThrow(await commands.acceptQuote(command), 'input'), clock());
  }

  @Mutation(() => SettlementModel, {
    description:
      'Reports what became of an attempt at a leg. What a bridge tells of it counts for more. Repeating a report changes nothing.',
  })
  async reportLeg(
    @Args('input', { type: () => ReportLegInput, description: 'The attempt, and what became of it.' })
    input: ReportLegInput,
  ): Promise<SettlementModel> {
    const { network, commands, clock } = this.ports;
    const command = valueOrThrow(parseLegReport(input), 'input');
    return settlementModel(network, valueOrThrow(await commands.reportLeg(command), 'input'), clock());
  }

  @Query(() => SettlementModel, {
    nullable: true,
    description: 'One settlement; null when no quote with this id was accepted.',
  })
  async settlement(
    @Args('id', { type: () => ID, description: 'The id of the quote.' }) id: string,
  ): Promise<SettlementModel | undefined> {
    const { network, settlements, clock } = this.ports;
    const found = await settlements.find(storableId(id, 'id'));
    return found && settlementModel(network, found, clock());
  }

  @Query(() => SettlementConnectionModel, { description: 'Settlements, page by page.' })
  async settlements(
    @Args() page: PageArguments,
    @Args('filter', {
      type: () => SettlementFilterInput,
      nullable: true,
      description: 'Which settlements; all of them without it.',
    })
    filter?: SettlementFilterInput | null,
  ): Promise<Connection<SettlementModel>> {
    const { network, settlements, clock } = this.ports;
    const request = pageRequest(page);
    const rows = await settlements.list(settlementFilter(filter), request);
    const at = clock();
    return connection(
      rows,
      request,
      ({ settlement }) => settlement.plan.quote,
      (record) => settlementModel(network, record, at),
    );
  }

  @Query(() => ExecutionPlanModel, {
    nullable: true,
    description:
      'What the desk is to do for a settlement now: the transactions of each leg that is to be sent, or why there are none. Null when no quote with this id was accepted.',
  })
  async executionPlan(
    @Args('settlement', { type: () => ID, description: 'The settlement.' }) id: string,
    @Args('retryableTerms', {
      type: () => RetryableTermsInput,
      nullable: true,
      description: 'Gas terms, for legs that deposit a token into Arbitrum.',
    })
    retryableTerms?: RetryableTermsInput | null,
  ): Promise<ExecutionPlanModel | undefined> {
    const { network, settlements, clock } = this.ports;
    const found = await settlements.find(storableId(id, 'settlement'));
    if (found === undefined) return undefined;
    const { plan } = found.settlement;
    return {
      settlement: plan.quote,
      wallet: found.wallet,
      expiresAt: plan.expiresAt,
      legs: executionPlanOf(found, network, clock(), retryableTerms ?? undefined).map((execution) =>
        legExecutionModel(network, execution),
      ),
    };
  }
}
