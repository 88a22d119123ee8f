import { Field, ObjectType } from '@nestjs/graphql';
import type {
  AccountSimulation,
  PolicyOutcome,
  PolicySimulation,
} from '@causeway/application/simulate-policy';
import type { Decimal } from '@causeway/domain/units';
import { documentedEnum } from '../schema/documented-enum.js';
import { CountField, DecimalField, IdField, TextField } from '../schema/fields.js';

const PolicyOutcomeEnum = documentedEnum<PolicyOutcome>(
  'PolicyOutcome',
  'What a policy would do with an account as it stands.',
  {
    healthy: 'Nothing.',
    warned: 'It would be warned.',
    called: 'Its margin would be called.',
    liquidated: 'It would be liquidated.',
    undecided: 'A price that the policy counts on is missing, or may not be used.',
  },
);

/** The GraphQL type `PolicyOutcomeCounts`. */
@ObjectType('PolicyOutcomeCounts', { description: 'How many accounts have which outcome.' })
export class PolicyOutcomeCountsModel {
  @CountField('Accounts to which nothing happens.')
  readonly healthy!: number;

  @CountField('Accounts that would be warned.')
  readonly warned!: number;

  @CountField('Accounts whose margin would be called.')
  readonly called!: number;

  @CountField('Accounts that would be liquidated.')
  readonly liquidated!: number;

  @CountField('Accounts that lack a price.')
  readonly undecided!: number;
}

/** The GraphQL type `PolicyEffect`. */
@ObjectType('PolicyEffect', { description: 'An account under one policy. In USD.' })
export class PolicyEffectModel {
  @Field(() => PolicyOutcomeEnum, { description: 'What the policy would do.' })
  readonly outcome!: PolicyOutcome;

  @DecimalField('Equity.')
  readonly equity!: Decimal;

  @DecimalField('What must be maintained.')
  readonly maintenanceMargin!: Decimal;

  @DecimalField('Equity over maintenance margin; absent when nothing must be maintained.', { nullable: true })
  readonly health?: Decimal;
}

/** The GraphQL type `AccountSimulation`. */
@ObjectType('AccountSimulation', { description: 'An account under the policy in force and under another.' })
export class AccountSimulationModel {
  @IdField('The account.')
  readonly account!: string;

  @Field(() => PolicyEffectModel, { description: 'Under the policy in force.' })
  readonly present!: PolicyEffectModel;

  @Field(() => PolicyEffectModel, { description: 'Under the proposed policy.' })
  readonly proposed!: PolicyEffectModel;
}

/** The GraphQL type `PolicySimulation`. */
@ObjectType('PolicySimulation', { description: 'Accounts under a proposed policy, beside the one in force.' })
export class PolicySimulationModel {
  @TextField('Name of the proposed policy.')
  readonly policyName!: string;

  @CountField('Accounts that were evaluated.')
  readonly accounts!: number;

  @Field(() => PolicyOutcomeCountsModel, { description: 'Outcomes under the policy in force.' })
  readonly present!: PolicyOutcomeCountsModel;

  @Field(() => PolicyOutcomeCountsModel, { description: 'Outcomes under the proposed policy.' })
  readonly proposed!: PolicyOutcomeCountsModel;

  @CountField('Accounts whose outcome differs.')
  readonly changed!: number;

  @Field(() => [AccountSimulationModel], {
    description: 'The accounts that were named; else those whose outcome differs, the first 500 of them.',
  })
  readonly told!: readonly AccountSimulationModel[];
}

/** A simulation as the API shows it. */
export function policySimulationModel({ told, ...simulation }: PolicySimulation): PolicySimulationModel {
  return { ...simulation, told: told.map(accountSimulationModel) };
}

function accountSimulationModel({ account, present, proposed }: AccountSimulation): AccountSimulationModel {
  return { account, present: effectOf(present), proposed: effectOf(proposed) };
}

function effectOf({ outcome, state }: AccountSimulation['present']): PolicyEffectModel {
  const { equity, maintenanceMargin, health } = state;
  return { outcome, equity, maintenanceMargin, ...(health === undefined ? {} : { health }) };
}
