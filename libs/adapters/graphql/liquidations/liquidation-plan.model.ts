import { Field, ObjectType } from '@nestjs/graphql';
import type { Bucket, SeizableBucket } from '@causeway/domain/ledger';
import type { LiquidationPlan, PlanGoal, UnreachableReason } from '@causeway/domain/liquidation';
import type { Network, SecurityMechanism } from '@causeway/domain/network';
import { tokenAmount, type Decimal } from '@causeway/domain/units';
import { BucketEnum } from '../accounts/margin-enums.js';
import { SecurityMechanismEnum } from '../network/network-enums.js';
import { TokenAmountModel, tokenAmountModel } from '../network/token-amount.model.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { CountField, DecimalField, IdField, TextField } from '../schema/fields.js';

const PlanGoalEnum = documentedEnum<PlanGoal>('LiquidationGoal', 'What a plan is made for.', {
  restore: 'The account reaches its target health.',
  close: 'All that the sizing rules allow is reduced, and paid for.',
  insolvent: 'All that is allowed is reduced, all that can be seized in time is, and a loss is left.',
});

const UnreachableReasonEnum = documentedEnum<UnreachableReason>(
  'UnreachableReason',
  'Why collateral cannot be seized in time.',
  {
    'in-transit': 'It is on its way between two layers.',
    'no-price': 'It, or what losses are paid in, has no price.',
    'no-route': 'The router knows no way to what losses are paid in.',
    'too-slow': 'Every way takes longer than the policy allows.',
    'too-weak': 'Every way in time needs more trust than the policy allows.',
  },
);

/** The GraphQL type `PositionReduction`. */
@ObjectType('PositionReduction', { description: 'A position to reduce.' })
export class PositionReductionModel {
  @IdField('The instrument.')
  readonly instrument!: string;

  @IdField('The chain of the venue.')
  readonly chain!: string;

  @DecimalField('Signed change of size: negative sells a long, positive buys back a short.')
  readonly sizeChange!: Decimal;

  @DecimalField('Price in USD at which it was planned.')
  readonly markPrice!: Decimal;

  @DecimalField('Maintenance margin in USD that the reduction releases, rounded down.')
  readonly maintenanceReleased!: Decimal;

  @DecimalField('Profit or loss in USD that it makes real, rounded down; absent where costs are not known.', {
    nullable: true,
  })
  readonly realisedPnl?: Decimal;

  @DecimalField('What the market and the liquidation fee take, in USD, rounded up; absent as above.', {
    nullable: true,
  })
  readonly cost?: Decimal;
}

/** The GraphQL type `SeizureConversion`. */
@ObjectType('SeizureConversion', {
  description: 'What seized collateral becomes on its way to where losses are paid, by the router.',
})
export class SeizureConversionModel {
  @Field(() => TokenAmountModel, { description: 'What arrives, rounded down.' })
  readonly proceeds!: TokenAmountModel;

  @DecimalField('The same in USD, rounded down.')
  readonly proceedsValue!: Decimal;

  @CountField('Upper quartile of how long it takes, in seconds.')
  readonly seconds!: number;

  @Field(() => SecurityMechanismEnum, {
    nullable: true,
    description: 'The weakest mechanism on the way; absent when there is no way to go.',
  })
  readonly security?: SecurityMechanism;

  @Field(() => [String], { description: 'Edges of the liquidity graph, in order.' })
  readonly route!: readonly string[];
}

/** The GraphQL type `CollateralSeizure`. */
@ObjectType('CollateralSeizure', {
  description: 'Collateral to seize. What is in transit cannot be seized in time.',
})
export class CollateralSeizureModel {
  @IdField('The chain it lies on.')
  readonly chain!: string;

  @Field(() => BucketEnum, { description: 'What could be done with it before.' })
  readonly bucket!: SeizableBucket;

  @Field(() => TokenAmountModel, {
    description: 'How much, rounded up to cover and never more than is held.',
  })
  readonly amount!: TokenAmountModel;

  @DecimalField('Its market value in USD before any haircut, rounded down.')
  readonly value!: Decimal;

  @Field(() => SeizureConversionModel, {
    nullable: true,
    description: 'What it becomes; absent where it is taken in kind.',
  })
  readonly conversion?: SeizureConversionModel;
}

/** The GraphQL type `UnreachableCollateral`. */
@ObjectType('UnreachableCollateral', { description: 'Collateral that a plan could not count on.' })
export class UnreachableCollateralModel {
  @IdField('The asset, as a CAIP-19 id.')
  readonly asset!: string;

  @IdField('The chain it lies on.')
  readonly chain!: string;

  @Field(() => BucketEnum, { description: 'What can be done with it.' })
  readonly bucket!: Bucket;

  @DecimalField('Its market value in USD, rounded down.')
  readonly value!: Decimal;

  @Field(() => UnreachableReasonEnum, { description: 'Why it cannot be seized in time.' })
  readonly reason!: UnreachableReason;
}

/** The GraphQL type `PlanQuality`. */
@ObjectType('PlanQuality', { description: 'What the account loses by a plan, and how good that is.' })
export class PlanQualityModel {
  @Field(() => PlanGoalEnum, { description: 'What the plan is made for.' })
  readonly goal!: PlanGoal;

  @DecimalField(
    'What the account loses in USD, rounded up: costs of closing, fees, and value lost in conversion.',
  )
  readonly loss!: Decimal;

  @DecimalField('Proven: no plan for the same goal loses less than this, in USD, rounded down.')
  readonly lossBound!: Decimal;

  @IdField('What losses are paid in.')
  readonly settlementAsset!: string;

  @TextField('The version of the liquidity that conversions were quoted on.')
  readonly graphVersion!: string;

  @Field(() => [UnreachableCollateralModel], {
    description: 'Collateral that the plan could not count on, and why.',
  })
  readonly unreachable!: readonly UnreachableCollateralModel[];
}

/** The GraphQL type `LiquidationPlan`. */
@ObjectType('LiquidationPlan', {
  description: 'What to do about a breach, in the order in which it is to be done.',
})
export class LiquidationPlanModel {
  @Field(() => [PositionReductionModel], { description: 'Positions to reduce, first.' })
  readonly reductions!: readonly PositionReductionModel[];

  @Field(() => [CollateralSeizureModel], { description: 'Collateral to seize, then.' })
  readonly seizures!: readonly CollateralSeizureModel[];

  @DecimalField('Health after all of it at mark prices; absent when nothing must be maintained any more.', {
    nullable: true,
  })
  readonly healthAfter?: Decimal;

  @DecimalField('Loss in USD that no collateral covers.')
  readonly shortfall!: Decimal;

  @Field(() => PlanQualityModel, {
    nullable: true,
    description: 'What it loses; absent under a policy that does not say what closing and moving cost.',
  })
  readonly quality?: PlanQualityModel;
}

/** A plan as the API shows it. */
export function liquidationPlanModel(network: Network, plan: LiquidationPlan): LiquidationPlanModel {
  const settlementAsset = plan.quality?.settlementAsset;
  const seizures = plan.seizures.map(({ asset, raw, conversion, ...seizure }): CollateralSeizureModel => {
    const amount = tokenAmountModel(network, tokenAmount(asset, raw));
    if (conversion === undefined || settlementAsset === undefined) return { ...seizure, amount };
    const proceeds = tokenAmountModel(network, tokenAmount(settlementAsset, conversion.proceeds));
    return { ...seizure, amount, conversion: { ...conversion, proceeds } };
  });
  return { ...plan, seizures };
}
