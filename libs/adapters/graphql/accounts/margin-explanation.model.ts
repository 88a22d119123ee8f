import { Field, ObjectType } from '@nestjs/graphql';
import type { ExplainedMargin, StepRounding } from '@causeway/domain/margin';
import type { Network } from '@causeway/domain/network';
import type { Decimal } from '@causeway/domain/units';
import { documentedEnum } from '../schema/documented-enum.js';
import { CountField, DecimalField, TextField } from '../schema/fields.js';
import { MarginStateModel, marginStateModel } from './margin-state.model.js';

const RoundingDirectionEnum = documentedEnum<StepRounding['direction']>(
  'RoundingDirection',
  'Which way the last place of a figure goes.',
  {
    down: 'Towards minus infinity: what counts in favour of the account.',
    up: 'Towards plus infinity: what the account must have.',
    nearest: 'To the nearest, halves away from zero.',
  },
);

/** The GraphQL type `ExplanationInput`. */
@ObjectType('ExplanationInput', { description: 'A figure that went into a step.' })
export class ExplanationInputModel {
  @TextField('Its name in the formula.')
  readonly name!: string;

  @DecimalField('The figure.')
  readonly value!: Decimal;

  @TextField('What it counts, e.g. USD, USD/token, tokens, contracts, fraction.')
  readonly unit!: string;
}

/** The GraphQL type `ExplanationRounding`. */
@ObjectType('ExplanationRounding', { description: 'How the result of a step was rounded.' })
export class ExplanationRoundingModel {
  @Field(() => RoundingDirectionEnum, { description: 'Which way.' })
  readonly direction!: StepRounding['direction'];

  @CountField('At how many decimal places.')
  readonly places!: number;
}

/** The GraphQL type `ExplanationStep`. */
@ObjectType('ExplanationStep', {
  description: 'One step of an evaluation: output = formula over the inputs, rounded once.',
})
export class ExplanationStepModel {
  @TextField('The rule that took the step; what no rule decides is named after what it computes.')
  readonly rule!: string;

  @TextField('JSON pointer of the rule in the policy document; absent for what no rule decides.', {
    nullable: true,
  })
  readonly path?: string;

  @TextField('What the step is about: an asset, a position, a bridge, the account.')
  readonly subject!: string;

  @TextField('The figure that it gives.')
  readonly figure!: string;

  @TextField('An expression over the names of the inputs.')
  readonly formula!: string;

  @Field(() => [ExplanationInputModel], { description: 'What went in.' })
  readonly inputs!: readonly ExplanationInputModel[];

  @Field(() => ExplanationRoundingModel, { nullable: true, description: 'Absent where the result is exact.' })
  readonly rounding?: ExplanationRoundingModel;

  @DecimalField('The result.')
  readonly output!: Decimal;

  @TextField('What the result counts.')
  readonly unit!: string;
}

/** The GraphQL type `MarginExplanation`. */
@ObjectType('MarginExplanation', {
  description: 'The margin of an account, and every step by which it was worked out.',
})
export class MarginExplanationModel {
  @Field(() => MarginStateModel, { description: 'The margin.' })
  readonly margin!: MarginStateModel;

  @Field(() => [ExplanationStepModel], { description: 'The steps, in the order in which they were taken.' })
  readonly steps!: readonly ExplanationStepModel[];
}

/** An explained margin as the API shows it. */
export function marginExplanationModel(
  network: Network,
  { state, steps }: ExplainedMargin,
): MarginExplanationModel {
  return { margin: marginStateModel(network, state), steps };
}
