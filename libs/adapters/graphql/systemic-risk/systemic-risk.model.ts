import { Field, ObjectType } from '@nestjs/graphql';
import {
  EXPOSURE_DIMENSIONS,
  measurementsOf,
  weighThresholds,
  type ActionInForce,
  type DimensionRisk,
  type ExposureDimension,
  type SubjectRisk,
  type SystemicAction,
  type SystemicEvidence,
  type SystemicMeasure,
  type SystemicPolicy,
} from '@causeway/domain/systemic-risk';
import type { Decimal, UnixMilliseconds } from '@causeway/domain/units';
import { documentedEnum } from '../schema/documented-enum.js';
import { CountField, DecimalField, TextField } from '../schema/fields.js';

export const ExposureDimensionEnum = documentedEnum<ExposureDimension>(
  'ExposureDimension',
  'By what exposures are gathered.',
  {
    layer: 'The layer that collateral lies on.',
    bridge: 'The bridge that collateral is in transit over.',
    asset: 'The family of the asset.',
    venue: 'The market of one layer that positions are in.',
  },
);

export const SystemicMeasureEnum = documentedEnum<SystemicMeasure>(
  'SystemicMeasure',
  'What is held against a threshold.',
  {
    share: 'The share of a subject in its dimension.',
    value: 'What is at stake on a subject, in USD.',
    concentration: 'The concentration of a dimension.',
    breaches: 'Accounts that would breach if a subject failed.',
    shortfall: 'What they would owe beyond everything they have, in USD.',
  },
);

export const SystemicActionEnum = documentedEnum<SystemicAction>(
  'SystemicAction',
  'What crossing a threshold leads to.',
  {
    warn: 'A case is opened of each account that a failure of the subject would breach.',
    'freeze-new-credit': 'What comes to the subject from now on gives no credit.',
    'raise-haircut': 'Collateral on the subject counts for less.',
    liquidate:
      'Accounts that a failure of the subject would breach are liquidated until they would survive it.',
  },
);

/** The GraphQL type `SubjectRisk`. */
@ObjectType('SubjectRisk', {
  description: 'What is at stake on a subject, and what its failure would lead to.',
})
export class SubjectRiskModel {
  @TextField('A chain id, a bridge id, an asset family, or a chain id and an instrument.')
  readonly subject!: string;

  @CountField('Accounts that have something at stake.')
  readonly accounts!: number;

  @DecimalField('Market value in USD; of a venue, the notional.')
  readonly value!: Decimal;

  @DecimalField('What of it counts as collateral, in USD; of a venue, the maintenance margin.')
  readonly counted!: Decimal;

  @DecimalField('Its share of the dimension.')
  readonly share!: Decimal;

  @CountField('Accounts that would breach together if it failed, contagion included.')
  readonly breaches!: number;

  @DecimalField('What they would owe beyond everything they have, in USD.')
  readonly shortfall!: Decimal;
}

/** The GraphQL type `DimensionRisk`. */
@ObjectType('DimensionRisk', { description: 'The systemic risk of one dimension.' })
export class DimensionRiskModel {
  @Field(() => ExposureDimensionEnum, { description: 'The dimension.' })
  readonly dimension!: ExposureDimension;

  @DecimalField('All that is at stake, in USD.')
  readonly value!: Decimal;

  @DecimalField('Herfindahl–Hirschman index, from 0 to 1: 1 when all lies on one subject.')
  readonly concentration!: Decimal;

  @Field(() => [SubjectRiskModel], { description: 'The subjects, the largest first.' })
  readonly subjects!: readonly SubjectRisk[];
}

/** The GraphQL type `CrossedThreshold`. */
@ObjectType('CrossedThreshold', { description: 'A threshold of the risk policy that is crossed at present.' })
export class CrossedThresholdModel {
  @TextField('Name of the threshold in the policy.')
  readonly threshold!: string;

  @Field(() => ExposureDimensionEnum, { description: 'The dimension it is for.' })
  readonly dimension!: ExposureDimension;

  @TextField('The subject that crosses it; * for a whole dimension.')
  readonly subject!: string;

  @Field(() => SystemicMeasureEnum, { description: 'What was measured.' })
  readonly measure!: SystemicMeasure;

  @DecimalField('The measurement.')
  readonly value!: Decimal;

  @Field(() => SystemicActionEnum, { description: 'What it leads to.' })
  readonly action!: SystemicAction;

  @DecimalField('For RAISE_HAIRCUT: by how much.', { nullable: true })
  readonly haircut?: Decimal;
}

/** The GraphQL type `SystemicRisk`. */
@ObjectType('SystemicRisk', { description: 'What fails together, over all accounts.' })
export class SystemicRiskModel {
  @CountField('Accounts that were measured.')
  readonly accounts!: number;

  @TextField('Name of the set of prices.')
  readonly priceVector!: string;

  @CountField('Version of the risk policy.')
  readonly policyVersion!: number;

  @Field(() => [DimensionRiskModel], { description: 'By layer, bridge, asset and venue.' })
  readonly dimensions!: readonly DimensionRiskModel[];

  @Field(() => [CrossedThresholdModel], {
    description: 'Thresholds of the policy that are crossed at present.',
  })
  readonly crossed!: readonly CrossedThresholdModel[];
}

/** Systemic risk as the API shows it. */
export function systemicRiskModel(
  risks: readonly DimensionRisk[],
  policy: SystemicPolicy,
  evidence: SystemicEvidence,
  at: UnixMilliseconds,
): SystemicRiskModel {
  const { inForce } = weighThresholds(policy.thresholds, [], measurementsOf(risks), evidence, at);
  return {
    accounts: evidence.accounts,
    priceVector: evidence.priceVector,
    policyVersion: evidence.policyVersion,
    dimensions: EXPOSURE_DIMENSIONS.flatMap((dimension) =>
      risks.filter((risk) => risk.dimension === dimension),
    ),
    crossed: inForce.map(crossedThreshold),
  };
}

function crossedThreshold({
  evidence: _,
  since: __,
  affected: ___,
  ...crossed
}: ActionInForce): CrossedThresholdModel {
  return crossed;
}
