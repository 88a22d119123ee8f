import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { CountField, TextField, TimestampField } from '../schema/fields.js';
import { CrossedThresholdModel } from './systemic-risk.model.js';

/** The GraphQL type `SystemicActionEvidence`. */
@ObjectType('SystemicActionEvidence', { description: 'What a measurement was made from.' })
export class SystemicActionEvidenceModel {
  @TextField('Name of the set of prices.')
  readonly priceVector!: string;

  @CountField('Version of the risk policy.')
  readonly policyVersion!: number;

  @CountField('Accounts that were measured.')
  readonly accounts!: number;
}

/** The GraphQL type `SystemicActionInForce`. */
@ObjectType('SystemicActionInForce', {
  description: 'An action that a crossed threshold has triggered, until it clears.',
})
export class SystemicActionInForceModel extends CrossedThresholdModel {
  @TimestampField('Since when, by the clock of the market.')
  readonly since!: UnixMilliseconds;

  @Field(() => [ID], {
    description: 'Accounts that a failure of the subject would have breached then, the first 1,000 of them.',
  })
  readonly affected!: readonly string[];

  @Field(() => SystemicActionEvidenceModel, { description: 'What the measurement was made from.' })
  readonly evidence!: SystemicActionEvidenceModel;
}

/** An action in force as the API shows it. */
export function systemicActionModel({ affected = [], ...action }: ActionInForce): SystemicActionInForceModel {
  return { ...action, affected };
}
