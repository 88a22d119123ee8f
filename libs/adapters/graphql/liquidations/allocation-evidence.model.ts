import { Field, ObjectType } from '@nestjs/graphql';
import type { AllocationEvidence, AllocationSource, AllocationUse } from '@causeway/domain/liquidation';
import type { Network } from '@causeway/domain/network';
import { tokenAmount, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
import { TokenAmountModel, tokenAmountModel } from '../network/token-amount.model.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { BigIntegerField, CountField, DecimalField, IdField, TimestampField } from '../schema/fields.js';

const AllocationSourceEnum = documentedEnum<AllocationSource>(
  'AllocationSource',
  'Where units of the settlement asset come from, in the order in which they are asked for.',
  {
    collateral: 'Seized collateral, in the settlement asset or sold for it.',
    profit: 'Profit of positions of the account that were closed.',
    'insurance-fund': 'The insurance fund.',
    deleveraging: 'Profit that deleveraged positions forgo, and what they pay where it is not enough.',
    socialisation: 'Accounts with a position in what was closed, by its notional.',
  },
);

const AllocationUseEnum = documentedEnum<AllocationUse>(
  'AllocationUse',
  'Where units of the settlement asset go.',
  {
    venue: 'To venues, for losses of closed positions.',
    'liquidation-fee': 'To the insurance fund.',
    returned: 'Back to the account.',
  },
);

/** The GraphQL type `AllocatedFrom`. */
@ObjectType('AllocatedFrom', { description: 'Units of the settlement asset, and where they come from.' })
export class AllocatedFromModel {
  @Field(() => AllocationSourceEnum, { description: 'The kind of source.' })
  readonly kind!: AllocationSource;

  @IdField('Whose they were.', { nullable: true })
  readonly account?: string;

  @BigIntegerField('Base units.')
  readonly raw!: bigint;
}

/** The GraphQL type `AllocatedTo`. */
@ObjectType('AllocatedTo', { description: 'Units of the settlement asset, and where they go.' })
export class AllocatedToModel {
  @Field(() => AllocationUseEnum, { description: 'The kind of use.' })
  readonly kind!: AllocationUse;

  @IdField('Whose they become; absent for venues.', { nullable: true })
  readonly account?: string;

  @BigIntegerField('Base units.')
  readonly raw!: bigint;
}

/** The GraphQL type `DeleveragedPosition`. */
@ObjectType('DeleveragedPosition', {
  description: 'A position that was closed because a bankrupt account could not be closed otherwise.',
})
export class DeleveragedPositionModel {
  @IdField('Its account.')
  readonly account!: string;

  @IdField('The instrument.')
  readonly instrument!: string;

  @IdField('The chain of the venue.')
  readonly chain!: string;

  @DecimalField('Signed change of its size.')
  readonly sizeChange!: Decimal;

  @DecimalField('The mark price in USD.')
  readonly markPrice!: Decimal;

  @DecimalField('Its place in the queue: the highest rank is closed first.')
  readonly rank!: Decimal;

  @BigIntegerField('Its profit at the mark price in base units of the settlement asset, rounded down.')
  readonly profit!: bigint;

  @BigIntegerField('Base units of the loss that it bears.')
  readonly borne!: bigint;
}

/** The GraphQL type `LiquidationSettlement`. */
@ObjectType('LiquidationSettlement', {
  description:
    'How a liquidation was paid for, to the base unit: sources and uses come to the same, and venues got the loss less what is unpaid.',
})
export class LiquidationSettlementModel {
  @IdField('The case.')
  readonly case!: string;

  @CountField('Counts the settlements of the case from 1.')
  readonly settlement!: number;

  @IdField('The account.')
  readonly account!: string;

  @TimestampField('When.')
  readonly at!: UnixMilliseconds;

  @CountField('The version of the risk policy whose rules it follows.')
  readonly policyVersion!: number;

  @DecimalField('USD for one whole settlement asset.')
  readonly settlementPrice!: Decimal;

  @Field(() => TokenAmountModel, { description: 'Loss of what was closed, rounded up.' })
  readonly loss!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'The fee by the policy; what was paid of it is a use.' })
  readonly fee!: TokenAmountModel;

  @Field(() => [AllocatedFromModel], { description: 'Where every unit comes from.' })
  readonly sources!: readonly AllocatedFromModel[];

  @Field(() => [AllocatedToModel], { description: 'Where every unit goes.' })
  readonly uses!: readonly AllocatedToModel[];

  @Field(() => [DeleveragedPositionModel], { description: 'Positions of others that were closed with it.' })
  readonly deleveraged!: readonly DeleveragedPositionModel[];

  @Field(() => TokenAmountModel, { description: 'The insurance fund before.' })
  readonly fundBefore!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'The insurance fund after.' })
  readonly fundAfter!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'Loss that nobody could bear.' })
  readonly unpaid!: TokenAmountModel;
}

/** The evidence of a settlement as the API shows it. */
export function liquidationSettlementModel(
  network: Network,
  { settlementAsset, loss, fee, fundBefore, fundAfter, unpaid, ...evidence }: AllocationEvidence,
): LiquidationSettlementModel {
  const amount = (raw: bigint) => tokenAmountModel(network, tokenAmount(settlementAsset, raw));
  return {
    ...evidence,
    loss: amount(loss),
    fee: amount(fee),
    fundBefore: amount(fundBefore),
    fundAfter: amount(fundAfter),
    unpaid: amount(unpaid),
  };
}
