import { ObjectType, Field } from '@nestjs/graphql';
import type { DeadLetterRecord, DeadLetterStatus } from '@causeway/application/ports';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { connectionType } from '../schema/connection.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { BigIntegerField, CountField, IdField, TextField, TimestampField } from '../schema/fields.js';

export const DeadLetterStatusEnum = documentedEnum<DeadLetterStatus>(
  'DeadLetterStatus',
  'What was done about a dead letter.',
  {
    waiting: 'Nothing yet.',
    retried: 'An operator had it read once more.',
    skipped: 'An operator gave it up.',
  },
);

/** The GraphQL type `DeadLetter`. */
@ObjectType('DeadLetter', {
  description: 'Input that could not be read: kept whole, with the reason. It blocks nothing.',
})
export class DeadLetterModel {
  @IdField('Id of the dead letter.')
  readonly id!: string;

  @Field(() => DeadLetterStatusEnum, { description: 'What was done about it.' })
  readonly status!: DeadLetterStatus;

  @TextField('The topic it came on.')
  readonly topic!: string;

  @CountField('The partition of the topic.')
  readonly partition!: number;

  @BigIntegerField('The offset in the partition.')
  readonly offset!: bigint;

  @TextField('Stable code of the reason.')
  readonly code!: string;

  @TextField('The reason, for people.')
  readonly message!: string;

  @TextField('The input as it was received.')
  readonly body!: string;

  @TextField('What of the input could not be read, e.g. a log id; absent when it is the whole.', {
    nullable: true,
  })
  readonly subject?: string;

  @TimestampField('When it was set aside.')
  readonly at!: UnixMilliseconds;

  @TextField('The operator who decided about it.', { nullable: true })
  readonly decidedBy?: string;

  @TextField('Why the operator decided so.', { nullable: true })
  readonly decisionReason?: string;
}

export const DeadLetterConnectionModel = connectionType('DeadLetter', DeadLetterModel);

/** A record already has the shape the API shows. */
export function deadLetterModel(record: DeadLetterRecord): DeadLetterModel {
  return record;
}
