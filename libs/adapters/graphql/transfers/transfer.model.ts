import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { TransferFilter } from '@causeway/application/ports';
import {
  legFinality,
  legProof,
  type NextStepKind,
  type Punctuality,
  type Transfer,
  type TransferStage,
} from '@causeway/domain/bridging';
import type { BlockFinality } from '@causeway/domain/finality';
import type { Network } from '@causeway/domain/network';
import {
  parseAccountId,
  parseAddress,
  parseBridgeId,
  parseChainId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { ProofModel, proofModel } from '../network/proof.model.js';
import { TokenAmountModel, tokenAmountModel } from '../network/token-amount.model.js';
import { connectionType } from '../schema/connection.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { FlagField, IdField, TextField, TimestampField } from '../schema/fields.js';
import { filterCondition } from '../schema/filter-condition.js';

export const TransferStageEnum = documentedEnum<TransferStage>(
  'TransferStage',
  'How far a transfer has come. It goes through the stages in this order, may leave some out, and never goes back; the last four end it without arrival of the whole.',
  {
    initiated: 'It left the source layer, or was seen on one side only.',
    attested: 'The source layer is settled enough for the bridge to vouch for it.',
    relayed: 'The message is on the destination layer; a withdrawal is proven.',
    'in-challenge': 'It waits for its challenge window to pass.',
    'partially-filled': 'A part of it arrived.',
    finalised: 'It arrived.',
    cancelled: 'It was called off; what has not arrived is due back to the sender.',
    expired: 'Its deadline passed before it was filled.',
    refunded: 'The money went back to the sender.',
    failed: 'It cannot arrive any more.',
  },
);

export const PunctualityEnum = documentedEnum<Punctuality>(
  'Punctuality',
  'How a transfer under way stands to its timetable, by the clock of the layer it goes to: the newest block that was read of it.',
  {
    'on-time': 'It is not later than usual.',
    late: 'It takes longer than nineteen in twenty do.',
    stuck: 'It takes several times as long, was not filled by its deadline, or failed.',
    claimable: 'Its user can, and must, take the next step.',
  },
);

export const NextStepKindEnum = documentedEnum<NextStepKind>(
  'NextStepKind',
  'What happens to a transfer next.',
  {
    deliver: 'A relayer, issuer or sequencer brings it.',
    prove: 'Its user proves the withdrawal.',
    finalise: 'Its user finalises the withdrawal that he proved.',
    claim: 'Its user claims the withdrawal.',
    execute: 'Anyone runs the message, which is on the destination layer and did not run.',
    refund: 'The bridge gives it back to the sender.',
  },
);

/** The GraphQL type `NextStep`. */
@ObjectType('NextStep', { description: 'What happens to a transfer next.' })
export class NextStepModel {
  @Field(() => NextStepKindEnum, { description: 'The step.' })
  readonly kind!: NextStepKind;

  @TimestampField('When it becomes possible, as far as the rules of the bridge tell.', { nullable: true })
  readonly possibleAt?: UnixMilliseconds;
}

/** The GraphQL type `TransferFill`. */
@ObjectType('TransferFill', { description: 'A part of a transfer that arrived, and the log that tells it.' })
export class TransferFillModel {
  @TimestampField('Time of the block.')
  readonly at!: UnixMilliseconds;

  @IdField('The log: chain / block hash / transaction hash / log index.')
  readonly logId!: string;

  @TextField('Address that received it.', { nullable: true })
  readonly recipient?: string;

  @Field(() => TokenAmountModel, { nullable: true, description: 'What it brought.' })
  readonly received?: TokenAmountModel;
}

export const BlockFinalityEnum = documentedEnum<BlockFinality>(
  'BlockFinality',
  'How settled a block is. Each word includes those before it.',
  {
    latest: 'It is in the chain as its node sees it now.',
    safe: 'Its node calls it safe.',
    finalised: 'The rules of its chain will never take it back.',
    settled: 'Its state is final on the layer that its chain settles on.',
  },
);

/** The GraphQL type `TransferHistoryEntry`. */
@ObjectType('TransferHistoryEntry', {
  description: 'A step in the history of a transfer and the log that caused it.',
})
export class TransferHistoryEntryModel {
  @Field(() => TransferStageEnum, { description: 'The stage that was reached.' })
  readonly stage!: TransferStage;

  @TimestampField('Time of the block.')
  readonly at!: UnixMilliseconds;

  @IdField('The log: chain / block hash / transaction hash / log index.')
  readonly logId!: string;

  @TextField("The protocol's own name of the event, e.g. FilledRelay.")
  readonly eventName!: string;

  @Field(() => BlockFinalityEnum, {
    nullable: true,
    description: 'How settled the block is, of a log that moves units; absent where nobody tells.',
  })
  readonly finality?: BlockFinality;
}

/** The GraphQL type `TransferProof`. */
@ObjectType('TransferProof', { description: 'What of a transfer was shown by Merkle proofs.' })
export class TransferProofModel {
  @Field(() => ProofModel, { nullable: true, description: 'That its log lies on the chain it left.' })
  readonly source?: ProofModel;

  @Field(() => ProofModel, { nullable: true, description: 'That its log lies on the chain it reached.' })
  readonly destination?: ProofModel;
}

/** The GraphQL type `Transfer`. */
@ObjectType('Transfer', {
  description:
    'One cross-layer transfer, put together from the logs of both layers in whichever order they came.',
})
export class TransferModel {
  @IdField('Id of the transfer: bridge / source chain / message id.')
  readonly id!: string;

  @IdField('The bridge.')
  readonly bridge!: string;

  @IdField('The chain it leaves.')
  readonly sourceChain!: string;

  @IdField('The chain it goes to; absent while no log has told.', { nullable: true })
  readonly destinationChain?: string;

  @Field(() => TransferStageEnum, { description: 'How far it has come.' })
  readonly stage!: TransferStage;

  @FlagField('Whether a log of the source layer has been seen.')
  readonly sourceSeen!: boolean;

  @FlagField('Whether a log of the destination layer has been seen.')
  readonly destinationSeen!: boolean;

  @Field(() => BlockFinalityEnum, {
    nullable: true,
    description: 'How settled the block of its source leg is; absent while that leg is not seen.',
  })
  readonly sourceFinality?: BlockFinality;

  @Field(() => BlockFinalityEnum, {
    nullable: true,
    description: 'How settled the block of its destination leg is; absent while that leg is not seen.',
  })
  readonly destinationFinality?: BlockFinality;

  @Field(() => TransferProofModel, {
    description: 'Which of its legs were shown by a proof, and not only told.',
  })
  readonly proven!: TransferProofModel;

  @TextField('Address that sends.', { nullable: true })
  readonly sender?: string;

  @TextField('Address that receives.', { nullable: true })
  readonly recipient?: string;

  @Field(() => TokenAmountModel, { nullable: true, description: 'What left the source layer.' })
  readonly sent?: TokenAmountModel;

  @Field(() => TokenAmountModel, {
    nullable: true,
    description: 'What arrived, or is due to arrive, on the destination layer.',
  })
  readonly received?: TokenAmountModel;

  @TimestampField('When it left the source layer.', { nullable: true })
  readonly initiatedAt?: UnixMilliseconds;

  @TimestampField('When it arrived.', { nullable: true })
  readonly finalisedAt?: UnixMilliseconds;

  @TimestampField('When it expires if it is not filled.', { nullable: true })
  readonly fillDeadline?: UnixMilliseconds;

  @Field(() => PunctualityEnum, {
    nullable: true,
    description: 'How it stands to its timetable; absent once its units are where they stay.',
  })
  readonly punctuality?: Punctuality;

  @TimestampField('When it became late, stuck or claimable.', { nullable: true })
  readonly since?: UnixMilliseconds;

  @TimestampField(
    'When it should arrive: half of the transfers of this route have by then. Of a withdrawal, when it does if each step is taken as soon as it is possible.',
    { nullable: true },
  )
  readonly expectedAt?: UnixMilliseconds;

  @TimestampField('When it becomes late unless it arrives before.', { nullable: true })
  readonly lateAt?: UnixMilliseconds;

  @TimestampField('When it becomes stuck unless it arrives before.', { nullable: true })
  readonly stuckAt?: UnixMilliseconds;

  @Field(() => NextStepModel, { nullable: true, description: 'What happens next, as far as it is known.' })
  readonly nextStep?: NextStepModel;

  @Field(() => [TransferFillModel], {
    description: 'The parts that arrived, of a transfer that arrives in parts.',
  })
  readonly fills!: readonly TransferFillModel[];

  @Field(() => TokenAmountModel, {
    nullable: true,
    description: 'What went back to the sender, where a log tells.',
  })
  readonly returned?: TokenAmountModel;

  @Field(() => [TransferHistoryEntryModel], { description: 'Its steps, oldest first.' })
  readonly history!: readonly TransferHistoryEntryModel[];
}

export const TransferConnectionModel = connectionType('Transfer', TransferModel);

/** The GraphQL input `TransferFilter`. */
@InputType('TransferFilter', { description: 'Transfers that meet every condition given.' })
export class TransferFilterInput {
  @Field(() => ID, { nullable: true, description: 'Transfers over this bridge.' })
  readonly bridge?: string | null;

  @Field(() => TransferStageEnum, { nullable: true, description: 'Transfers in this stage.' })
  readonly stage?: TransferStage | null;

  @Field(() => PunctualityEnum, {
    nullable: true,
    description: 'Transfers that stand so to their timetable.',
  })
  readonly punctuality?: Punctuality | null;

  @Field(() => ID, { nullable: true, description: 'Transfers that leave or reach this chain.' })
  readonly chain?: string | null;

  @Field(() => String, { nullable: true, description: 'Transfers that this address sends or receives.' })
  readonly wallet?: string | null;

  @Field(() => ID, { nullable: true, description: 'Transfers of the wallets of this account.' })
  readonly account?: string | null;
}

/** A transfer as the API shows it. */
export function transferModel(network: Network, transfer: Transfer): TransferModel {
  const { sent, received, returned, fills = [], tracking, ...facts } = transfer;
  const { expected, ...timetable } = tracking ?? {};
  const { source, destination } = legFinality(transfer);
  const proofs = legProof(transfer);
  return {
    ...facts,
    ...timetable,
    ...(source === undefined ? {} : { sourceFinality: source }),
    ...(destination === undefined ? {} : { destinationFinality: destination }),
    proven: {
      ...(proofs.source === undefined ? {} : { source: proofModel(proofs.source) }),
      ...(proofs.destination === undefined ? {} : { destination: proofModel(proofs.destination) }),
    },
    ...(expected === undefined ? {} : { expectedAt: expected.typical }),
    ...(sent === undefined ? {} : { sent: tokenAmountModel(network, sent) }),
    ...(received === undefined ? {} : { received: tokenAmountModel(network, received) }),
    ...(returned === undefined ? {} : { returned: tokenAmountModel(network, returned) }),
    fills: fills.map(({ received: part, ...fill }) => ({
      ...fill,
      ...(part === undefined ? {} : { received: tokenAmountModel(network, part) }),
    })),
  };
}

/** The filter in the domain's terms. @throws ApiError naming the field that is not an id */
export function transferFilter(input: TransferFilterInput | null | undefined): TransferFilter {
  return {
    ...filterCondition('bridge', input?.bridge, parseBridgeId),
    ...filterCondition('chain', input?.chain, parseChainId),
    ...filterCondition('wallet', input?.wallet, parseAddress),
    ...filterCondition('account', input?.account, parseAccountId),
    ...(input?.stage ? { stage: input.stage } : {}),
    ...(input?.punctuality ? { punctuality: input.punctuality } : {}),
  };
}
