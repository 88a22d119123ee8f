import { Inject } from '@nestjs/common';
import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import type { FollowPorts } from '@causeway/application/follow-stream';
import { streamName, type KeptSettlement } from '@causeway/application/ports';
import type { Transfer, TransferStage } from '@causeway/domain/bridging';
import type { ConservationAlert } from '@causeway/domain/conservation';
import type { CaseStage, LiquidationCase } from '@causeway/domain/liquidation';
import type { MarginState } from '@causeway/domain/margin';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import { fail, parseAccountId, parseBridgeId, type AccountId, type BridgeId } from '@causeway/domain/units';
import { marginStateModel } from '../accounts/margin-state.model.js';
import { API_PORTS, type ApiPorts } from '../api-ports.js';
import { bridgeAlertModel } from '../conservation/bridge-alert.model.js';
import { ApiError, valueOrThrow } from '../errors/api-error.js';
import { liquidationCaseModel } from '../liquidations/liquidation-case.model.js';
import { SequenceNumberScalar } from '../schema/scalars.js';
import { settlementModel } from '../settlements/settlement.model.js';
import { systemicActionModel } from '../systemic-risk/systemic-action.model.js';
import { transferModel } from '../transfers/transfer.model.js';
import { readAllPages } from './read-all-pages.js';
import { FOLLOW_PORTS, streamFeed } from './stream-feed.js';
import {
  BridgeAlertMessageModel,
  LiquidationMessageModel,
  MarginMessageModel,
  SettlementMessageModel,
  SystemicRiskMessageModel,
  TransferMessageModel,
} from './stream-message.model.js';

/** In the order of the life cycle, so that a transfer that moves on while it is read is seen in a later stage. */
const STAGES_UNDER_WAY: readonly TransferStage[] = [
  'initiated',
  'attested',
  'relayed',
  'in-challenge',
  'partially-filled',
  'cancelled',
];
const OPEN_STAGES: readonly CaseStage[] = ['warned', 'margin-call', 'liquidating'];

const FROM_SEQ = {
  type: () => SequenceNumberScalar,
  nullable: true,
  description:
    'Resume after this seq, without a snapshot. The error SNAPSHOT_REQUIRED says that its events are no longer kept.',
};

/** The message is the value of the field; GraphQL would look for it under the name of the field otherwise. */
const resolve = (message: unknown): unknown => message;

/** A stream's position where the client gave one. */
const position = (fromSeq: number | null | undefined): { fromSeq?: number } =>
  typeof fromSeq === 'number' ? { fromSeq } : {};

/** Subscriptions: the state first, then every change in order. */
@Resolver()
export class EventResolver {
  constructor(
    @Inject(API_PORTS) private readonly ports: ApiPorts,
    @Inject(FOLLOW_PORTS) private readonly follow: FollowPorts,
  ) {}

  @Subscription(() => MarginMessageModel, {
    description: 'The margin of an account: now, then at every change.',
    resolve,
  })
  async marginEvents(
    @Args('account', { type: () => ID, description: 'The account.' }) id: string,
    @Args('fromSeq', FROM_SEQ) fromSeq?: number | null,
  ): Promise<AsyncIterableIterator<MarginMessageModel>> {
    const { reads, evaluate, network, clock } = this.ports;
    const account = await this.knownAccount(id);
    const read = async (): Promise<readonly MarginState[]> =>
      [...(await reads.marginInputs([account])).values()].map(evaluate);
    const snapshot = async function* (): AsyncGenerator<readonly MarginState[]> {
      yield await read();
    };
    return streamFeed<MarginState, MarginMessageModel>(
      this.follow,
      { stream: streamName('margin', account), snapshot, ...position(fromSeq) },
      {
        clock,
        itemOf: (event) =>
          event.type === 'margin.changed' ? { item: event.state, at: event.at } : undefined,
        contentOf: ([state]) => {
          if (state === undefined) throw new Error(`${account} disappeared while it was read`);
          return { margin: marginStateModel(network, state) };
        },
      },
    );
  }

  @Subscription(() => TransferMessageModel, {
    description: 'The transfers over a bridge: those under way now, then every step of every transfer.',
    resolve,
  })
  transferEvents(
    @Args('bridge', { type: () => ID, description: 'The bridge.' }) id: string,
    @Args('fromSeq', FROM_SEQ) fromSeq?: number | null,
  ): AsyncIterableIterator<TransferMessageModel> {
    const { reads, network, clock } = this.ports;
    const bridge = this.knownBridge(id);
    const snapshot = async function* (): AsyncGenerator<readonly Transfer[]> {
      for (const stage of STAGES_UNDER_WAY) {
        yield* readAllPages((page) => reads.transfers({ bridge, stage }, page), idOf);
      }
    };
    return streamFeed<Transfer, TransferMessageModel>(
      this.follow,
      { stream: streamName('transfer', bridge), snapshot, ...position(fromSeq) },
      {
        clock,
        itemOf: (event) =>
          event.type === 'transfer.changed' ? { item: event.transfer, at: event.cause.at } : undefined,
        contentOf: (transfers) => ({
          transfers: transfers.map((transfer) => transferModel(network, transfer)),
        }),
      },
    );
  }

  @Subscription(() => BridgeAlertMessageModel, {
    description: 'The alerts on a bridge: those open now, then every change of every alert.',
    resolve,
  })
  bridgeAlerts(
    @Args('bridge', { type: () => ID, description: 'The bridge.' }) id: string,
    @Args('fromSeq', FROM_SEQ) fromSeq?: number | null,
  ): AsyncIterableIterator<BridgeAlertMessageModel> {
    const { conservation, network, clock } = this.ports;
    const bridge = this.knownBridge(id);
    const snapshot = (): AsyncGenerator<readonly ConservationAlert[]> =>
      readAllPages((page) => conservation.alerts({ bridge, status: 'open' }, page), idOf);
    return streamFeed<ConservationAlert, BridgeAlertMessageModel>(
      this.follow,
      { stream: streamName('bridge', bridge), snapshot, ...position(fromSeq) },
      {
        clock,
        itemOf: (event) =>
          event.type === 'bridge.alerted'
            ? { item: event.alert, at: event.alert.settledAt ?? event.alert.raisedAt }
            : undefined,
        contentOf: (alerts) => ({ alerts: alerts.map((alert) => bridgeAlertModel(network, alert)) }),
      },
    );
  }

  @Subscription(() => SystemicRiskMessageModel, {
    description: 'The systemic-risk actions: those in force now, then all of them after every change.',
    resolve,
  })
  systemicRiskEvents(
    @Args('fromSeq', FROM_SEQ) fromSeq?: number | null,
  ): AsyncIterableIterator<SystemicRiskMessageModel> {
    const { systemicActions, clock } = this.ports;
    const snapshot = async function* (): AsyncGenerator<readonly (readonly ActionInForce[])[]> {
      yield [await systemicActions()];
    };
    return streamFeed<readonly ActionInForce[], SystemicRiskMessageModel>(
      this.follow,
      { stream: streamName('systemic-risk'), snapshot, ...position(fromSeq) },
      {
        clock,
        itemOf: (event) =>
          event.type === 'systemic-risk.changed' ? { item: event.inForce, at: event.at } : undefined,
        contentOf: ([actions = []]) => ({ actions: actions.map(systemicActionModel) }),
      },
    );
  }

  @Subscription(() => LiquidationMessageModel, {
    description: 'The liquidation cases of an account: the open one now, then every step of every case.',
    resolve,
  })
  async liquidationEvents(
    @Args('account', { type: () => ID, description: 'The account.' }) id: string,
    @Args('fromSeq', FROM_SEQ) fromSeq?: number | null,
  ): Promise<AsyncIterableIterator<LiquidationMessageModel>> {
    const { reads, network, clock } = this.ports;
    const account = await this.knownAccount(id);
    const snapshot = async function* (): AsyncGenerator<readonly LiquidationCase[]> {
      for (const stage of OPEN_STAGES) {
        yield* readAllPages((page) => reads.cases({ account, stage }, page), idOf);
      }
    };
    return streamFeed<LiquidationCase, LiquidationMessageModel>(
      this.follow,
      { stream: streamName('liquidation', account), snapshot, ...position(fromSeq) },
      {
        clock,
        itemOf: (event) =>
          event.type === 'liquidation.changed' ? { item: event.case, at: event.case.updatedAt } : undefined,
        contentOf: (cases) => ({ cases: cases.map((each) => liquidationCaseModel(network, each)) }),
      },
    );
  }

  @Subscription(() => SettlementMessageModel, {
    description: 'The settlements of an account: the open ones now, then every change of every settlement.',
    resolve,
  })
  async settlementEvents(
    @Args('account', { type: () => ID, description: 'The account.' }) id: string,
    @Args('fromSeq', FROM_SEQ) fromSeq?: number | null,
  ): Promise<AsyncIterableIterator<SettlementMessageModel>> {
    const { settlements, network, clock } = this.ports;
    const account = await this.knownAccount(id);
    const snapshot = (): AsyncGenerator<readonly KeptSettlement[]> =>
      readAllPages((page) => settlements.list({ account, isOpen: true }, page), quoteOf);
    return streamFeed<KeptSettlement, SettlementMessageModel>(
      this.follow,
      { stream: streamName('settlement', account), snapshot, ...position(fromSeq) },
      {
        clock,
        itemOf: (event) =>
          event.type === 'settlement.changed' ? { item: event.settlement, at: event.at } : undefined,
        contentOf: (items) => ({
          settlements: items.map((each) => settlementModel(network, each, clock())),
        }),
      },
    );
  }

  private knownBridge(id: string): BridgeId {
    const bridge = valueOrThrow(parseBridgeId(id, 'bridge'));
    if (this.ports.network.bridges.has(bridge)) return bridge;
    const message = `${bridge} is not a bridge of this network; see the query \`bridges\``;
    throw new ApiError(fail('UNKNOWN_BRIDGE', message, 'bridge').failure);
  }

  private async knownAccount(id: string): Promise<AccountId> {
    const account = valueOrThrow(parseAccountId(id, 'account'));
    if ((await this.ports.reads.marginInputs([account])).size > 0) return account;
    throw new ApiError(fail('UNKNOWN_ACCOUNT', `there is no account ${account}`, 'account').failure);
  }
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function quoteOf({ settlement }: KeptSettlement): string {
  return settlement.plan.quote;
}
