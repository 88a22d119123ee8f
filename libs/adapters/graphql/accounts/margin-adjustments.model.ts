import { Field, ObjectType } from '@nestjs/graphql';
import type { MarginBand } from '@causeway/domain/margin';
import type { Decimal } from '@causeway/domain/units';
import { DecimalField, IdField, TextField } from '../schema/fields.js';
import { MarginBandEnum } from './margin-enums.js';

/** The GraphQL type `DebtMargin`. */
@ObjectType('DebtMargin', { description: 'What one debt costs. In USD.' })
export class DebtMarginModel {
  @IdField('The borrowed asset.')
  readonly asset!: string;

  @IdField('The chain it was borrowed on.')
  readonly chain!: string;

  @IdField('The asset family, e.g. USDC.')
  readonly family!: string;

  @DecimalField('Quantity owed in whole tokens, interest included.')
  readonly quantity!: Decimal;

  @DecimalField('Price of one whole token; zero when there is none.')
  readonly price!: Decimal;

  @DecimalField('Quantity × price, rounded up.')
  readonly value!: Decimal;

  @DecimalField('What is taken off equity.')
  readonly deduction!: Decimal;

  @DecimalField('What it adds to initial margin.')
  readonly initialMargin!: Decimal;

  @DecimalField('What it adds to maintenance margin.')
  readonly maintenanceMargin!: Decimal;
}

/** The GraphQL type `MarginAdjustment`. */
@ObjectType('MarginAdjustment', {
  description:
    'What a rule over the whole account adds to the sums of its parts; negative figures lower them. In USD.',
})
export class MarginAdjustmentModel {
  @TextField('The rule.')
  readonly rule!: string;

  @TextField('What it is for, e.g. the pair of a hedge or the worst scenario.')
  readonly subject!: string;

  @DecimalField('Added to equity.')
  readonly equity!: Decimal;

  @DecimalField('Added to initial margin.')
  readonly initialMargin!: Decimal;

  @DecimalField('Added to maintenance margin.')
  readonly maintenanceMargin!: Decimal;
}

/** The GraphQL type `IsolatedMargin`. */
@ObjectType('IsolatedMargin', {
  description: 'A position that is margined by what was set aside for it alone. In USD.',
})
export class IsolatedMarginModel {
  @IdField('The instrument, e.g. BTC-PERP.')
  readonly instrument!: string;

  @IdField('The chain of the venue.')
  readonly chain!: string;

  @DecimalField('What was set aside, plus unrealised profit.')
  readonly equity!: Decimal;

  @DecimalField('Margin required to open the position.')
  readonly initialMargin!: Decimal;

  @DecimalField('Margin required to keep the position.')
  readonly maintenanceMargin!: Decimal;

  @DecimalField('equity / maintenanceMargin; absent when nothing must be maintained.', { nullable: true })
  readonly health?: Decimal;

  @Field(() => MarginBandEnum, { description: 'Where it stands against the thresholds of the policy.' })
  readonly band!: MarginBand;
}
