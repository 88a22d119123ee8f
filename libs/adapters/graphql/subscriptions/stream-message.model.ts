import { Field, ObjectType } from '@nestjs/graphql';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { MarginStateModel } from '../accounts/margin-state.model.js';
import { BridgeAlertModel } from '../conservation/bridge-alert.model.js';
import { LiquidationCaseModel } from '../liquidations/liquidation-case.model.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { FlagField, SequenceNumberField, TimestampField } from '../schema/fields.js';
import { SettlementModel } from '../settlements/settlement.model.js';
import { SystemicActionInForceModel } from '../systemic-risk/systemic-action.model.js';
import { TransferModel } from '../transfers/transfer.model.js';

/** What a message of a subscription is. */
export type MessageKind = 'snapshot' | 'event';

const MessageKindEnum = documentedEnum<MessageKind>('MessageKind', 'What a message of a subscription is.', {
  snapshot: 'The state at the beginning; a long one comes in several messages.',
  event: 'A change, in the order of the stream.',
});

/** What all messages of a feed have. */
@ObjectType({ isAbstract: true })
export abstract class StreamMessageModel {
  @Field(() => MessageKindEnum, { description: 'Whether this is the state at the beginning or a change.' })
  readonly kind!: MessageKind;

  @SequenceNumberField(
    'Only in a snapshot: every event up to this seq is contained in it, and the events that follow start after it.',
    { nullable: true },
  )
  readonly asOfSeq?: number;

  @FlagField('Only in a snapshot: whether this is its last message.', { nullable: true })
  readonly isSnapshotComplete?: boolean;

  @SequenceNumberField('Only in an event: its place in the stream. Pass the last one as fromSeq to resume.', {
    nullable: true,
  })
  readonly seq?: number;

  @SequenceNumberField(
    'Only in an event: the seq of the event before it; it differs from the one you have when you missed some.',
    {
      nullable: true,
    },
  )
  readonly prevSeq?: number;

  @TimestampField('When the change happened, or when the snapshot was taken.')
  readonly at!: UnixMilliseconds;
}

/** The GraphQL type `MarginMessage`. */
@ObjectType('MarginMessage', { description: 'A message of marginEvents.' })
export class MarginMessageModel extends StreamMessageModel {
  @Field(() => MarginStateModel, { description: 'The whole margin of the account.' })
  readonly margin!: MarginStateModel;
}

/** The GraphQL type `TransferMessage`. */
@ObjectType('TransferMessage', { description: 'A message of transferEvents.' })
export class TransferMessageModel extends StreamMessageModel {
  @Field(() => [TransferModel], {
    description: 'In an event, the transfer that changed; in a snapshot, transfers that are under way.',
  })
  readonly transfers!: readonly TransferModel[];
}

/** The GraphQL type `LiquidationMessage`. */
@ObjectType('LiquidationMessage', { description: 'A message of liquidationEvents.' })
export class LiquidationMessageModel extends StreamMessageModel {
  @Field(() => [LiquidationCaseModel], {
    description: 'In an event, the case that changed; in a snapshot, the open case of the account, if any.',
  })
  readonly cases!: readonly LiquidationCaseModel[];
}

/** The GraphQL type `SettlementMessage`. */
@ObjectType('SettlementMessage', { description: 'A message of settlementEvents.' })
export class SettlementMessageModel extends StreamMessageModel {
  @Field(() => [SettlementModel], {
    description:
      'In an event, the settlement that changed; in a snapshot, settlements of the account that have not ended.',
  })
  readonly settlements!: readonly SettlementModel[];
}

/** The GraphQL type `BridgeAlertMessage`. */
@ObjectType('BridgeAlertMessage', { description: 'A message of bridgeAlerts.' })
export class BridgeAlertMessageModel extends StreamMessageModel {
  @Field(() => [BridgeAlertModel], {
    description: 'In an event, the alert that changed; in a snapshot, the open alerts on the bridge.',
  })
  readonly alerts!: readonly BridgeAlertModel[];
}

/** The GraphQL type `SystemicRiskMessage`. */
@ObjectType('SystemicRiskMessage', { description: 'A message of systemicRiskEvents.' })
export class SystemicRiskMessageModel extends StreamMessageModel {
  @Field(() => [SystemicActionInForceModel], {
    description: 'All actions that are in force from here on.',
  })
  readonly actions!: readonly SystemicActionInForceModel[];
}
