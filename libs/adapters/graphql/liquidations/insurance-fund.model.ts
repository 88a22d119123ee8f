import { Field, ObjectType } from '@nestjs/graphql';
import type { InsuranceFund } from '@causeway/application/insurance-fund';
import type { Network } from '@causeway/domain/network';
import type { Decimal } from '@causeway/domain/units';
import { HoldingMarginModel, holdingMarginModel } from '../accounts/margin-parts.model.js';
import { DecimalField, FlagField, IdField } from '../schema/fields.js';
import { LiquidationSettlementModel, liquidationSettlementModel } from './allocation-evidence.model.js';

/** The GraphQL type `InsuranceFund`. */
@ObjectType('InsuranceFund', {
  description: 'The account of the books that pays what liquidated accounts cannot.',
})
export class InsuranceFundModel {
  @IdField('The account, as the policy names it.')
  readonly account!: string;

  @IdField('The settlement asset that losses are paid in, as a CAIP-19 id.')
  readonly asset!: string;

  @DecimalField('Whole settlement assets at its free disposal: what can pay.')
  readonly balance!: Decimal;

  @DecimalField('Whole settlement assets below which withdrawals wait.')
  readonly minimum!: Decimal;

  @FlagField('Whether it is below the minimum.')
  readonly isBelowMinimum!: boolean;

  @DecimalField('Market value of all that it holds, in USD.')
  readonly value!: Decimal;

  @Field(() => [HoldingMarginModel], { description: 'What it holds, by asset, layer and bucket.' })
  readonly holdings!: readonly HoldingMarginModel[];

  @Field(() => [LiquidationSettlementModel], {
    description: 'The latest settlements that it paid for or was paid by, the newest first.',
  })
  readonly uses!: readonly LiquidationSettlementModel[];
}

/** The fund as the API shows it. */
export function insuranceFundModel(network: Network, fund: InsuranceFund): InsuranceFundModel {
  return {
    ...fund,
    isBelowMinimum: fund.balance.lt(fund.minimum),
    holdings: fund.holdings.map(holdingMarginModel),
    uses: fund.uses.map((evidence) => liquidationSettlementModel(network, evidence)),
  };
}
