import { Field, InputType, ID, ObjectType } from '@nestjs/graphql';
import type { AlertFilter } from '@causeway/application/ports';
import {
  freezesBridge,
  type AlertSeverity,
  type AlertStatus,
  type BridgeLeg,
  type ConservationAlert,
  type LegKind,
  type ViolationCode,
} from '@causeway/domain/conservation';
import type { Network } from '@causeway/domain/network';
import { parseBridgeId, tokenAmount, type UnixMilliseconds } from '@causeway/domain/units';
import { TokenAmountModel, tokenAmountModel } from '../network/token-amount.model.js';
import { connectionType } from '../schema/connection.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { FlagField, IdField, TextField, TimestampField } from '../schema/fields.js';
import { filterCondition } from '../schema/filter-condition.js';

const LegKindEnum = documentedEnum<LegKind>('BridgeLegKind', 'What a leg does to the money.', {
  lock: 'The bridge takes units into its keeping.',
  burn: 'The bridge destroys units.',
  mint: 'The bridge makes units.',
  release: 'The bridge pays out of its keeping.',
});

const ViolationEnum = documentedEnum<ViolationCode>('BridgeViolation', 'What an arrival breaks.', {
  UNEXPLAINED_ARRIVAL: 'No departure explains it.',
  SECOND_ARRIVAL: 'Its departure explains another arrival already.',
  AMOUNT_MISMATCH: 'More or less arrived than was sent, beyond what the bridge may keep.',
  ASSET_MISMATCH: 'Another asset arrived than was sent.',
  RECIPIENT_MISMATCH: 'Another was paid than was named.',
  PREMATURE_EXECUTION: 'It was executed before its departure was final.',
});

const SeverityEnum = documentedEnum<AlertSeverity>(
  'BridgeAlertSeverity',
  'How sure and how grave an alert is. Alarms and provisional alerts freeze their bridge while they are open.',
  {
    alarm: 'What is on record proves it.',
    provisional: 'The source chain was not read far enough in time.',
    notice: 'It is about an asset that backs no collateral.',
  },
);

export const AlertStatusEnum = documentedEnum<AlertStatus>('BridgeAlertStatus', 'What became of an alert.', {
  open: 'It stands.',
  explained: 'The record explains the arrival after all.',
  withdrawn: 'The block of the arrival was orphaned.',
  closed: 'An operator has looked into it.',
});

/** The GraphQL type `BridgeLeg`. */
@ObjectType('BridgeLeg', { description: 'One end of a message that moves units over a bridge.' })
export class BridgeLegModel {
  @IdField('Id of the leg: its log.')
  readonly id!: string;

  @Field(() => LegKindEnum, { description: 'What it does to the money.' })
  readonly kind!: LegKind;

  @IdField('The chain that it happened on.')
  readonly chain!: string;

  @IdField('The chain that the message comes from; of a departure its own.')
  readonly sourceChain!: string;

  @TimestampField('When it happened, by the clock of its chain.')
  readonly at!: UnixMilliseconds;

  @TextField('Hash of its transaction.')
  readonly transactionHash!: string;

  @TextField("The bridge's own id of the message; absent where it has none.", { nullable: true })
  readonly messageId?: string;

  @Field(() => TokenAmountModel, { description: 'What it moved.' })
  readonly amount!: TokenAmountModel;

  @IdField('Who was paid, or is to be; absent where its log does not tell.', { nullable: true })
  readonly recipient?: string;
}

/** The GraphQL type `BridgeAlert`. */
@ObjectType('BridgeAlert', { description: 'An arrival over a bridge that breaks the conservation of units.' })
export class BridgeAlertModel {
  @IdField('Id of the alert: bridge / id of the leg that arrived.')
  readonly id!: string;

  @IdField('The bridge.')
  readonly bridge!: string;

  @Field(() => ViolationEnum, { description: 'What it breaks.' })
  readonly code!: ViolationCode;

  @Field(() => SeverityEnum, { description: 'How sure and how grave it is.' })
  readonly severity!: AlertSeverity;

  @Field(() => AlertStatusEnum, { description: 'What became of it.' })
  readonly status!: AlertStatus;

  @FlagField('Whether it keeps its bridge frozen: no new in-transit collateral counts over it.')
  readonly freezesBridge!: boolean;

  @TextField('What was found, for people.')
  readonly message!: string;

  @IdField('The asset that should have been conserved: a family, or a token no family lists.')
  readonly asset!: string;

  @Field(() => BridgeLegModel, { description: 'The arrival.' })
  readonly arrival!: BridgeLegModel;

  @Field(() => BridgeLegModel, {
    nullable: true,
    description: 'The departure that contradicts it; absent where there is none at all.',
  })
  readonly departure?: BridgeLegModel;

  @TimestampField('The time of the log or reading that gave it away.')
  readonly raisedAt!: UnixMilliseconds;

  @TimestampField('When it ceased to be open; absent while it is.', { nullable: true })
  readonly settledAt?: UnixMilliseconds;
}

export const BridgeAlertConnectionModel = connectionType('BridgeAlert', BridgeAlertModel);

/** The GraphQL input `BridgeAlertFilter`. */
@InputType('BridgeAlertFilter', { description: 'Which alerts on bridges; each condition given must hold.' })
export class BridgeAlertFilterInput {
  @Field(() => ID, { nullable: true, description: 'On this bridge.' })
  readonly bridge?: string | null;

  @Field(() => AlertStatusEnum, { nullable: true, description: 'In this status.' })
  readonly status?: AlertStatus | null;
}

/** The filter as the store takes it. @throws ApiError when a condition cannot be read */
export function bridgeAlertFilter(filter: BridgeAlertFilterInput | null | undefined): AlertFilter {
  return {
    ...filterCondition('bridge', filter?.bridge, parseBridgeId),
    ...(filter?.status ? { status: filter.status } : {}),
  };
}

/** An alert as the API shows it. */
export function bridgeAlertModel(network: Network, alert: ConservationAlert): BridgeAlertModel {
  const { arrival, departure, ...facts } = alert;
  return {
    ...facts,
    freezesBridge: freezesBridge(alert),
    arrival: bridgeLegModel(network, arrival),
    ...(departure === undefined ? {} : { departure: bridgeLegModel(network, departure) }),
  };
}

function bridgeLegModel(network: Network, { asset, amount, ...facts }: BridgeLeg): BridgeLegModel {
  return { ...facts, amount: tokenAmountModel(network, tokenAmount(asset, amount)) };
}
