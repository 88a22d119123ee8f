import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { AccountFilter, MarginInputs } from '@causeway/application/ports';
import type { MarginBand, MarginState } from '@causeway/domain/margin';
import type { Network } from '@causeway/domain/network';
import { parseChainId, parseDeskId } from '@causeway/domain/units';
import { LiquidationCaseModel, liquidationCaseModel } from '../liquidations/liquidation-case.model.js';
import { IdField, SequenceNumberField } from '../schema/fields.js';
import { connectionType } from '../schema/connection.js';
import { filterCondition } from '../schema/filter-condition.js';
import { MarginBandEnum } from './margin-enums.js';
import { MarginStateModel, marginStateModel } from './margin-state.model.js';

/** The GraphQL type `Account`. */
@ObjectType('Account', {
  description: 'A margin account of a desk, with collateral and positions on several layers.',
})
export class AccountModel {
  @IdField('The account.')
  readonly id!: string;

  @IdField('The desk that owns it.')
  readonly desk!: string;

  @Field(() => MarginStateModel, { description: 'Its aggregated margin now.' })
  readonly margin!: MarginStateModel;

  @Field(() => LiquidationCaseModel, {
    nullable: true,
    description: 'Its open liquidation case; absent when there is none.',
  })
  readonly openCase?: LiquidationCaseModel;

  @SequenceNumberField(
    'Newest event of its margin stream that this answer contains: pass it as fromSeq to marginEvents.',
  )
  readonly asOfSeq!: number;
}

export const AccountConnectionModel = connectionType('Account', AccountModel);

/** The GraphQL input `AccountFilter`. */
@InputType('AccountFilter', { description: 'Accounts that meet every condition given.' })
export class AccountFilterInput {
  @Field(() => ID, { nullable: true, description: 'Accounts of this desk.' })
  readonly desk?: string | null;

  @Field(() => MarginBandEnum, { nullable: true, description: 'Accounts in this band.' })
  readonly band?: MarginBand | null;

  @Field(() => ID, { nullable: true, description: 'Accounts with a holding or position on this chain.' })
  readonly chain?: string | null;
}

/** An account as the API shows it; `evaluate` computes its margin from the inputs that the engine has. */
export function accountModel(
  network: Network,
  evaluate: (inputs: MarginInputs) => MarginState,
  inputs: MarginInputs,
): AccountModel {
  const { account, openCase, asOfSeq } = inputs;
  return {
    id: account.account,
    desk: account.desk,
    margin: marginStateModel(network, evaluate(inputs)),
    ...(openCase === undefined ? {} : { openCase: liquidationCaseModel(network, openCase) }),
    asOfSeq,
  };
}

/** The filter in the domain's terms. @throws ApiError naming the field that is not an id */
export function accountFilter(input: AccountFilterInput | null | undefined): AccountFilter {
  return {
    ...filterCondition('desk', input?.desk, parseDeskId),
    ...filterCondition('chain', input?.chain, parseChainId),
    ...(input?.band ? { band: input.band } : {}),
  };
}
