import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { ActionStepFilter, ActionStepOnRecord } from '@causeway/application/ports';
import type { ActionStep, ExposureDimension, SystemicAction } from '@causeway/domain/systemic-risk';
import type { Decimal, UnixMilliseconds } from '@causeway/domain/units';
import { connectionType } from '../schema/connection.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { DecimalField, SequenceNumberField, TimestampField } from '../schema/fields.js';
import { storableId } from '../schema/storable-id.js';
import { SystemicActionInForceModel, systemicActionModel } from './systemic-action.model.js';
import { ExposureDimensionEnum, SystemicActionEnum } from './systemic-risk.model.js';

export const SystemicActionStepKindEnum = documentedEnum<ActionStep['kind']>(
  'SystemicActionStepKind',
  'What became of an action.',
  {
    tripped: 'Its threshold was reached, and it came into force.',
    cleared: 'Its figure fell below where it clears, or the policy no longer has its threshold.',
  },
);

/** The GraphQL type `SystemicActionStep`. */
@ObjectType('SystemicActionStep', { description: 'A systemic-risk action that came into force or ended.' })
export class SystemicActionStepModel {
  @SequenceNumberField('Number of its event on the stream systemic-risk.')
  readonly seq!: number;

  @TimestampField('When, by the clock of the market.')
  readonly at!: UnixMilliseconds;

  @Field(() => SystemicActionStepKindEnum, { description: 'What became of the action.' })
  readonly kind!: ActionStep['kind'];

  @DecimalField('The measurement that made the step.')
  readonly value!: Decimal;

  @Field(() => SystemicActionInForceModel, { description: 'The action, with what had triggered it.' })
  readonly action!: SystemicActionInForceModel;
}

/** The GraphQL type `SystemicActionStepConnection`. */
export const SystemicActionStepConnectionModel = connectionType(
  'SystemicActionStep',
  SystemicActionStepModel,
);

/** The GraphQL input `SystemicActionStepFilter`. */
@InputType('SystemicActionStepFilter', { description: 'Steps that meet every condition given.' })
export class SystemicActionStepFilterInput {
  @Field(() => ExposureDimensionEnum, { nullable: true, description: 'Of this dimension.' })
  readonly dimension?: ExposureDimension | null;

  @Field(() => String, { nullable: true, description: 'Of this subject; * for whole dimensions.' })
  readonly subject?: string | null;

  @Field(() => String, { nullable: true, description: 'Of the threshold of this name.' })
  readonly threshold?: string | null;

  @Field(() => SystemicActionEnum, { nullable: true, description: 'Of actions of this kind.' })
  readonly action?: SystemicAction | null;

  @Field(() => SystemicActionStepKindEnum, {
    nullable: true,
    description: 'Only those that tripped or cleared.',
  })
  readonly kind?: ActionStep['kind'] | null;

  @TimestampField('At this time of the market or later.', { nullable: true })
  readonly from?: UnixMilliseconds | null;

  @TimestampField('Before this time of the market.', { nullable: true })
  readonly until?: UnixMilliseconds | null;
}

/** The filter in the terms of the ports. @throws ApiError naming a text that cannot be stored */
export function actionStepFilter(input: SystemicActionStepFilterInput | null | undefined): ActionStepFilter {
  const { dimension, subject, threshold, action, kind, from, until } = input ?? {};
  return {
    ...(dimension ? { dimension } : {}),
    ...(typeof subject === 'string' ? { subject: storableId(subject, 'filter.subject') } : {}),
    ...(typeof threshold === 'string' ? { threshold: storableId(threshold, 'filter.threshold') } : {}),
    ...(action ? { action } : {}),
    ...(kind ? { kind } : {}),
    ...(typeof from === 'number' ? { from } : {}),
    ...(typeof until === 'number' ? { until } : {}),
  };
}

/** A step as the API shows it. */
export function actionStepModel({
  action,
  kind,
  value,
  at,
  seq,
}: ActionStepOnRecord): SystemicActionStepModel {
  return { seq, at, kind, value, action: systemicActionModel(action) };
}
