import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { parseBridgeId } from '@causeway/domain/units';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { valueOrThrow } from '../errors/api-error.js';
import { connection, PageArguments, pageRequest, type Connection } from '../schema/connection.js';
import { OPERATOR_ARGUMENT, parseOperator } from '../schema/operator.js';
import { storableId } from '../schema/storable-id.js';
import {
  BridgeAlertConnectionModel,
  bridgeAlertFilter,
  BridgeAlertFilterInput,
  BridgeAlertModel,
  bridgeAlertModel,
} from './bridge-alert.model.js';
import {
  BridgeConservationModel,
  bridgeConservationModels,
  ChainRecordModel,
  chainRecordModel,
} from './bridge-conservation.model.js';

/** Whether bridges only move units, and what operators do about it when they do not. */
@Resolver()
export class ConservationResolver {
  constructor(@Inject(API_PORTS) private readonly ports: ApiPorts) {}

  @Query(() => BridgeAlertConnectionModel, {
    description: 'Arrivals over bridges that no departure explains, page by page.',
  })
  async bridgeAlerts(
    @Args() page: PageArguments,
    @Args('filter', {
      type: () => BridgeAlertFilterInput,
      nullable: true,
      description: 'Which alerts; all of them without it.',
    })
    filter?: BridgeAlertFilterInput | null,
  ): Promise<Connection<BridgeAlertModel>> {
    const request = pageRequest(page);
    const rows = await this.ports.conservation.alerts(bridgeAlertFilter(filter), request);
    return connection(
      rows,
      request,
      ({ id }) => id,
      (alert) => bridgeAlertModel(this.ports.network, alert),
    );
  }

  @Query(() => [BridgeConservationModel], {
    description: 'What each bridge holds and owes asset by asset, and whether it is frozen.',
  })
  async bridgeConservation(
    @Args('bridge', { type: () => ID, nullable: true, description: 'This bridge alone; all without it.' })
    id?: string | null,
  ): Promise<readonly BridgeConservationModel[]> {
    const { conservation } = this.ports;
    const bridge = typeof id === 'string' ? valueOrThrow(parseBridgeId(id, 'bridge')) : undefined;
    const [positions, frozen] = await Promise.all([conservation.positions(), conservation.frozenBridges()]);
    const models = bridgeConservationModels(positions, frozen);
    return bridge === undefined ? models : models.filter((model) => model.bridge === bridge);
  }

  @Query(() => [ChainRecordModel], {
    description: 'From when to when the legs of bridges on each chain are on record without a gap.',
  })
  async chainRecords(): Promise<readonly ChainRecordModel[]> {
    return (await this.ports.conservation.records()).map(chainRecordModel);
  }

  @Mutation(() => BridgeAlertModel, {
    description:
      'Closes an open alert that was looked into; its bridge thaws with the last that kept it frozen. Leaves an audit row.',
  })
  async closeBridgeAlert(
    @Args('id', { type: () => ID, description: 'Id of the alert.' }) id: string,
    @Args('by', OPERATOR_ARGUMENT) by: string,
    @Args('reason', { type: () => String, description: 'Why, for the audit.' }) reason: string,
  ): Promise<BridgeAlertModel> {
    const closed = await this.ports.commands.closeBridgeAlert({
      alert: storableId(id, 'id'),
      by: parseOperator(by),
      reason,
    });
    return bridgeAlertModel(this.ports.network, valueOrThrow(closed));
  }
}
