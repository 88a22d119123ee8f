import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type {
  ContractCall,
  LegExecution,
  LegStanding,
  RetryableTerms,
} from '@causeway/adapters/execution-calldata';
import type { Network } from '@causeway/domain/network';
import { tokenAmount, type UnixMilliseconds } from '@causeway/domain/units';
import { TokenAmountModel, tokenAmountModel } from '../network/token-amount.model.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { BigIntegerField, CountField, IdField, TextField, TimestampField } from '../schema/fields.js';
import { BigIntegerScalar } from '../schema/scalars.js';

const LegStandingEnum = documentedEnum<LegStanding>('LegStanding', 'What is to be done about a leg.', {
  waiting: 'It waits for the legs that bring its input.',
  'to-send': 'Its transactions are to be signed and sent.',
  sent: 'The desk reported that it was sent; nothing is known of it yet.',
  overdue: 'Its time is over, and nothing is known of it.',
  'under-way': 'Its units are under way.',
  void: 'It moved nothing and never will.',
  complete: 'All that departed has arrived or come back.',
});

/** The GraphQL input `RetryableTermsInput`. */
@InputType('RetryableTermsInput', {
  description:
    'Gas terms of a ticket that leaves Ethereum for Arbitrum, as NodeInterface.estimateRetryableTicket gives them.',
})
export class RetryableTermsInput implements RetryableTerms {
  @Field(() => BigIntegerScalar, { description: 'Units of gas on Arbitrum.' })
  readonly gasLimit!: bigint;

  @Field(() => BigIntegerScalar, { description: 'Wei for a unit of gas on Arbitrum.' })
  readonly gasPrice!: bigint;

  @Field(() => BigIntegerScalar, { description: 'Wei that Arbitrum asks for keeping the ticket.' })
  readonly submissionCost!: bigint;
}

/** The GraphQL type `TransactionToSign`. */
@ObjectType('TransactionToSign', { description: 'A transaction for the desk to sign.' })
export class TransactionToSignModel {
  @IdField('The chain, as a CAIP-2 id.')
  readonly chain!: string;

  @TextField('The contract that is called.')
  readonly to!: string;

  @BigIntegerField('Base units of the chain’s coin to send along.')
  readonly value!: bigint;

  @TextField('The calldata, in hexadecimal.')
  readonly data!: string;

  @TextField('What the call does, with the contract’s own name for it.')
  readonly purpose!: string;
}

/** The GraphQL type `LegExecution`. */
@ObjectType('LegExecution', { description: 'A leg as the desk is to carry it out.' })
export class LegExecutionModel {
  @CountField('Its place in the plan, from 0.')
  readonly leg!: number;

  @TextField('The edge of the liquidity graph that it uses.')
  readonly edge!: string;

  @Field(() => LegStandingEnum, { description: 'What is to be done about it.' })
  readonly standing!: LegStanding;

  @CountField('The number of the latest attempt; absent while the leg waits.', { nullable: true })
  readonly attempt?: number;

  @Field(() => TokenAmountModel, { description: 'What it sends; what the quote expects while it waits.' })
  readonly input!: TokenAmountModel;

  @Field(() => TokenAmountModel, {
    description: 'The least that it may deliver, which its calldata demands; as planned while it waits.',
  })
  readonly minimumOutput!: TokenAmountModel;

  @TimestampField('When it was issued; absent while it waits.', { nullable: true })
  readonly issuedAt?: UnixMilliseconds;

  @TimestampField('It is not to be sent from then on; absent while it waits.', { nullable: true })
  readonly validUntil?: UnixMilliseconds;

  @Field(() => [TransactionToSignModel], {
    description: 'What allows the contract to take exactly the input; to be sent first, in this order.',
  })
  readonly approvals!: readonly TransactionToSignModel[];

  @Field(() => [TransactionToSignModel], { description: 'The calls themselves, to be sent in this order.' })
  readonly transactions!: readonly TransactionToSignModel[];

  @TextField('Why there is no transaction to send; absent where there is.', { nullable: true })
  readonly reason?: string;
}

/** The GraphQL type `ExecutionPlan`. */
@ObjectType('ExecutionPlan', {
  description: 'What a desk is to do for a settlement now. Ask again when a leg has been done.',
})
export class ExecutionPlanModel {
  @IdField('The settlement.')
  readonly settlement!: string;

  @TextField('The wallet that signs.')
  readonly wallet!: string;

  @TimestampField('No leg is begun from then on.')
  readonly expiresAt!: UnixMilliseconds;

  @Field(() => [LegExecutionModel], { description: 'The legs, each after those that it lives on.' })
  readonly legs!: readonly LegExecutionModel[];
}

/** A leg's execution as the API shows it. */
export function legExecutionModel(network: Network, execution: LegExecution): LegExecutionModel {
  const { leg, planned, standing, attempt, calls, reason } = execution;
  const { edge, from, to, plannedInput, minimumOutput } = planned;
  return {
    ...{ leg, edge, standing },
    ...(attempt === undefined
      ? {}
      : { attempt: attempt.number, issuedAt: attempt.issuedAt, validUntil: attempt.validUntil }),
    input: tokenAmountModel(network, tokenAmount(from, attempt?.input ?? plannedInput)),
    minimumOutput: tokenAmountModel(network, tokenAmount(to, attempt?.minimumOutput ?? minimumOutput)),
    approvals: calls.filter(({ kind }) => kind === 'approval').map(transactionModel),
    transactions: calls.filter(({ kind }) => kind === 'call').map(transactionModel),
    ...(reason === undefined ? {} : { reason }),
  };
}

function transactionModel({ kind: _, ...transaction }: ContractCall): TransactionToSignModel {
  return transaction;
}
