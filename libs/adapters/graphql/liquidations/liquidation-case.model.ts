import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { CaseFilter } from '@causeway/application/ports';
import type { CaseStage, LiquidationCase } from '@causeway/domain/liquidation';
import type { Network } from '@causeway/domain/network';
import { parseAccountId, parseDeskId, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
import { connectionType } from '../schema/connection.js';
import { documentedEnum } from '../schema/documented-enum.js';
import {
  CountField,
  DecimalField,
  IdField,
  SequenceNumberField,
  TextField,
  TimestampField,
} from '../schema/fields.js';
import { filterCondition } from '../schema/filter-condition.js';
import { LiquidationPlanModel, liquidationPlanModel } from './liquidation-plan.model.js';

export const CaseStageEnum = documentedEnum<CaseStage>(
  'LiquidationStage',
  'The life of a liquidation case: warned, margin call and liquidating are open, the others end it.',
  {
    warned: 'Health is below the warning threshold.',
    'margin-call': 'Health is below the margin-call threshold; the account has until a deadline to mend it.',
    liquidating: 'Health is below the liquidation threshold; there is a plan.',
    recovered: 'Health rose above the warning threshold again.',
    closed: 'The account holds no position any more.',
    bankrupt: 'What is left does not cover the loss.',
  },
);

/** The GraphQL type `LiquidationEvidence`. */
@ObjectType('LiquidationEvidence', {
  description: 'What a step was decided from, so that anybody can decide it again.',
})
export class LiquidationEvidenceModel {
  @SequenceNumberField('Version of the account.')
  readonly accountSeq!: number;

  @TextField('Name of the set of prices.')
  readonly priceVector!: string;

  @CountField('Version of the risk policy.')
  readonly policyVersion!: number;

  @DecimalField('Equity in USD.')
  readonly equity!: Decimal;

  @DecimalField('Maintenance margin in USD.')
  readonly maintenanceMargin!: Decimal;

  @DecimalField('Health; absent when nothing had to be maintained.', { nullable: true })
  readonly health?: Decimal;

  @Field(() => [String], {
    nullable: true,
    description:
      'Systemic-risk actions in force that concerned the account, as threshold: subject; absent without.',
  })
  readonly systemicActions?: readonly string[];
}

/** The GraphQL type `LiquidationHistoryEntry`. */
@ObjectType('LiquidationHistoryEntry', { description: 'A step in the life of a case.' })
export class LiquidationHistoryEntryModel {
  @Field(() => CaseStageEnum, { description: 'The stage that was entered.' })
  readonly stage!: CaseStage;

  @TimestampField('When.')
  readonly at!: UnixMilliseconds;

  @Field(() => LiquidationEvidenceModel, { description: 'What it was decided from.' })
  readonly evidence!: LiquidationEvidenceModel;
}

/** The GraphQL type `BreachEstimate`. */
@ObjectType('BreachEstimate', {
  description:
    'When an account is expected to breach if prices go on as they have; nothing is decided by it.',
})
export class BreachEstimateModel {
  @DecimalField('Equity less what would be liquidated below, in USD.')
  readonly surplus!: Decimal;

  @DecimalField('What drift adds to the surplus in a day, in USD.')
  readonly driftPerDay!: Decimal;

  @DecimalField('One standard deviation of the surplus after a day, in USD, all prices against the account.')
  readonly deviationPerDay!: Decimal;

  @CountField('Seconds until drift alone breaches; absent when it does not within ten years.', {
    nullable: true,
  })
  readonly driftSeconds?: number;

  @CountField("Seconds until drift and the policy's bad luck breach; absent as above.", { nullable: true })
  readonly seconds?: number;
}

/** The GraphQL type `LiquidationCase`. */
@ObjectType('LiquidationCase', { description: 'One liquidation case. An account has at most one open case.' })
export class LiquidationCaseModel {
  @IdField('Id of the case: account / number.')
  readonly id!: string;

  @IdField('The account.')
  readonly account!: string;

  @IdField('The desk that owns the account.')
  readonly desk!: string;

  @Field(() => CaseStageEnum, { description: 'Where the case stands.' })
  readonly stage!: CaseStage;

  @TimestampField('When it was opened.')
  readonly openedAt!: UnixMilliseconds;

  @TimestampField('When it last changed.')
  readonly updatedAt!: UnixMilliseconds;

  @Field(() => LiquidationPlanModel, {
    nullable: true,
    description: 'What is to be done; absent while only warned.',
  })
  readonly plan?: LiquidationPlanModel;

  @TimestampField('When a margin call that is not answered becomes a liquidation.', { nullable: true })
  readonly deadline?: UnixMilliseconds;

  @Field(() => BreachEstimateModel, {
    nullable: true,
    description: 'When a breach is expected, as last told; while the account is warned or called.',
  })
  readonly estimate?: BreachEstimateModel;

  @Field(() => [LiquidationHistoryEntryModel], { description: 'Its steps, oldest first.' })
  readonly history!: readonly LiquidationHistoryEntryModel[];
}

export const LiquidationCaseConnectionModel = connectionType('LiquidationCase', LiquidationCaseModel);

/** The GraphQL input `LiquidationCaseFilter`. */
@InputType('LiquidationCaseFilter', { description: 'Cases that meet every condition given.' })
export class LiquidationCaseFilterInput {
  @Field(() => ID, { nullable: true, description: 'Cases of the accounts of this desk.' })
  readonly desk?: string | null;

  @Field(() => ID, { nullable: true, description: 'Cases of this account.' })
  readonly account?: string | null;

  @Field(() => CaseStageEnum, { nullable: true, description: 'Cases in this stage.' })
  readonly stage?: CaseStage | null;
}

/** A case as the API shows it. */
export function liquidationCaseModel(
  network: Network,
  { plan, ...liquidation }: LiquidationCase,
): LiquidationCaseModel {
  return plan === undefined ? liquidation : { ...liquidation, plan: liquidationPlanModel(network, plan) };
}

/** The filter in the domain's terms. @throws ApiError naming the field that is not an id */
export function caseFilter(input: LiquidationCaseFilterInput | null | undefined): CaseFilter {
  return {
    ...filterCondition('desk', input?.desk, parseDeskId),
    ...filterCondition('account', input?.account, parseAccountId),
    ...(input?.stage ? { stage: input.stage } : {}),
  };
}
