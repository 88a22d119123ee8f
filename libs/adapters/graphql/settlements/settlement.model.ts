import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { SettlementFilter, SettlementRecord } from '@causeway/application/ports';
import type { Network } from '@causeway/domain/network';
import {
  progressOf,
  type AttemptProgress,
  type LegAttempt,
  type OutcomeKind,
  type PlannedLeg,
} from '@causeway/domain/settlement';
import { parseAccountId, tokenAmount, type UnixMilliseconds } from '@causeway/domain/units';
import { TokenAmountModel, tokenAmountModel } from '../network/token-amount.model.js';
import { connectionType } from '../schema/connection.js';
import { documentedEnum } from '../schema/documented-enum.js';
import {
  CountField,
  FlagField,
  IdField,
  SequenceNumberField,
  TextField,
  TimestampField,
} from '../schema/fields.js';
import { filterCondition } from '../schema/filter-condition.js';

/** How a settlement stands. */
export type SettlementState = 'open' | OutcomeKind;

const SettlementStateEnum = documentedEnum<SettlementState>(
  'SettlementState',
  'How a settlement stands: open, or how it ended.',
  {
    open: 'It has not ended.',
    settled: 'All units are at the destination.',
    refunded: 'All units are back at the source, after some had left it.',
    failed: 'All units are at the source, which none had left.',
    'settled-elsewhere': 'All units are at the assets that the holdings list.',
  },
);

const AttemptProgressEnum = documentedEnum<AttemptProgress>(
  'LegAttemptProgress',
  'How an attempt at a leg stands.',
  {
    pending: 'It may still be sent, or be known to have been.',
    'under-way': 'Units have departed that neither arrived nor came back.',
    void: 'It moved nothing and never will.',
    complete: 'All that departed has arrived or come back.',
  },
);

/** The GraphQL type `LegAttempt`. */
@ObjectType('LegAttempt', { description: 'A leg as it was issued to be signed and sent.' })
export class LegAttemptModel {
  @CountField('Counts the attempts at the leg from 0.')
  readonly attempt!: number;

  @Field(() => AttemptProgressEnum, { description: 'How it stands now.' })
  readonly progress!: AttemptProgress;

  @Field(() => TokenAmountModel, { description: 'What it sends.' })
  readonly input!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'The least that it may deliver.' })
  readonly minimumOutput!: TokenAmountModel;

  @TimestampField('When it was issued.')
  readonly issuedAt!: UnixMilliseconds;

  @TimestampField('It is not to be sent from then on.')
  readonly validUntil!: UnixMilliseconds;

  @Field(() => TokenAmountModel, { description: 'What is known to have left the wallet.' })
  readonly departed!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'The part of what departed whose delivery was made.' })
  readonly arrived!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'What was delivered for it.' })
  readonly delivered!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'The part of what departed that came back.' })
  readonly returned!: TokenAmountModel;

  @FlagField('Whether its transaction failed and moved nothing.')
  readonly isReverted!: boolean;

  @FlagField('Whether no block that this rests on can be orphaned any more.')
  readonly isFinal!: boolean;

  @FlagField('Whether the desk said that it did not send it and never will.')
  readonly isAbandoned!: boolean;

  @TextField('The transaction in which the desk says that it sent it.', { nullable: true })
  readonly transaction?: string;

  @IdField('The transfer that carries it.', { nullable: true })
  readonly transfer?: string;
}

/** The GraphQL type `SettlementLeg`. */
@ObjectType('SettlementLeg', { description: 'A leg of an accepted quote, and what became of it.' })
export class SettlementLegModel {
  @CountField('Its place in the plan, from 0.')
  readonly leg!: number;

  @TextField('The edge of the liquidity graph that it uses.')
  readonly edge!: string;

  @IdField(
    'The bridge whose logs tell of it; absent for what stays on its layer, and where nobody reads them: report those.',
    { nullable: true },
  )
  readonly bridge?: string;

  @Field(() => TokenAmountModel, { description: 'What the quote sends through it.' })
  readonly plannedInput!: TokenAmountModel;

  @Field(() => TokenAmountModel, {
    description:
      'What it is to deliver for it: what the quote counts on, and the gas that the quote takes off.',
  })
  readonly plannedOutput!: TokenAmountModel;

  @Field(() => TokenAmountModel, { description: 'The least that it may deliver for its planned input.' })
  readonly minimumOutput!: TokenAmountModel;

  @FlagField('Whether the chain itself refuses it after its time.')
  readonly hasDeadline!: boolean;

  @Field(() => [LegAttemptModel], { description: 'The attempts, the oldest first; none while it waits.' })
  readonly attempts!: readonly LegAttemptModel[];
}

/** The GraphQL type `Settlement`. */
@ObjectType('Settlement', { description: 'An accepted quote, and how far it has been carried out.' })
export class SettlementModel {
  @IdField('The id of the quote.')
  readonly id!: string;

  @SequenceNumberField('Counts the changes of the settlement from 1.')
  readonly seq!: number;

  @IdField('The account.')
  readonly account!: string;

  @TextField('The wallet that sends and receives.')
  readonly wallet!: string;

  @FlagField('Whether the wallet is a contract.')
  readonly isContractWallet!: boolean;

  @Field(() => SettlementStateEnum, { description: 'How it stands.' })
  readonly state!: SettlementState;

  @TimestampField('When the quote was accepted.')
  readonly acceptedAt!: UnixMilliseconds;

  @TimestampField('No leg is begun from then on.')
  readonly expiresAt!: UnixMilliseconds;

  @Field(() => TokenAmountModel, { description: 'What is given.' })
  readonly input!: TokenAmountModel;

  @IdField('The asset that is wanted, as a CAIP-19 id.')
  readonly destination!: string;

  @Field(() => [SettlementLegModel], { description: 'The legs, each after those that it lives on.' })
  readonly legs!: readonly SettlementLegModel[];

  @Field(() => [TokenAmountModel], { description: 'What the account still holds back for it.' })
  readonly reserved!: readonly TokenAmountModel[];

  @Field(() => [TokenAmountModel], {
    nullable: true,
    description: 'Where all units are, once it has ended.',
  })
  readonly holdings?: readonly TokenAmountModel[];
}

export const SettlementConnectionModel = connectionType('Settlement', SettlementModel);

/** The GraphQL input `SettlementFilterInput`. */
@InputType('SettlementFilterInput', { description: 'Which settlements to list.' })
export class SettlementFilterInput {
  @Field(() => ID, { nullable: true, description: 'Settlements of this account.' })
  readonly account?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Those that have not ended, or those that have.' })
  readonly isOpen?: boolean | null;
}

/** The filter in the domain's terms. @throws ApiError naming the field that is not an id */
export function settlementFilter(input: SettlementFilterInput | null | undefined): SettlementFilter {
  return {
    ...filterCondition('account', input?.account, parseAccountId),
    ...(typeof input?.isOpen === 'boolean' ? { isOpen: input.isOpen } : {}),
  };
}

/** A settlement as the API shows it; `at` decides what attempts are overdue. */
export function settlementModel(
  network: Network,
  record: Omit<SettlementRecord, 'graph'>,
  at: UnixMilliseconds,
): SettlementModel {
  const { settlement, seq, account, wallet, isContractWallet, reserved } = record;
  const { plan, acceptedAt, outcome } = settlement;
  const amountOf = (asset: PlannedLeg['from'], raw: bigint) =>
    tokenAmountModel(network, tokenAmount(asset, raw));
  return {
    ...{ id: plan.quote, seq, account, wallet, isContractWallet, acceptedAt, expiresAt: plan.expiresAt },
    state: outcome?.kind ?? 'open',
    input: amountOf(plan.source, plan.input),
    destination: plan.destination,
    legs: plan.legs.map((planned, leg) => ({
      leg,
      edge: planned.edge,
      ...(planned.bridge === undefined ? {} : { bridge: planned.bridge }),
      plannedInput: amountOf(planned.from, planned.plannedInput),
      plannedOutput: amountOf(planned.to, planned.plannedOutput),
      minimumOutput: amountOf(planned.to, planned.minimumOutput),
      hasDeadline: planned.hasDeadline,
      attempts: (settlement.attempts[leg] ?? []).map((attempt, number) => ({
        attempt: number,
        progress: progressOf(attempt, planned, plan, at),
        ...attemptModel(network, planned, attempt),
        ...evidenceOf(record, leg, number),
      })),
    })),
    reserved: reserved.map(({ asset, raw }) => amountOf(asset, raw)),
    ...(outcome === undefined
      ? {}
      : { holdings: outcome.holdings.map(({ asset, raw }) => amountOf(asset, raw)) }),
  };
}

function attemptModel(network: Network, { from, to }: PlannedLeg, attempt: LegAttempt) {
  const { input, minimumOutput, issuedAt, validUntil, observation, isAbandoned } = attempt;
  const { departed, arrived, delivered, returned, isReverted, isFinal } = observation;
  const amountOf = (asset: PlannedLeg['from'], raw: bigint) =>
    tokenAmountModel(network, tokenAmount(asset, raw));
  return {
    ...{ issuedAt, validUntil, isReverted, isFinal, isAbandoned },
    input: amountOf(from, input),
    minimumOutput: amountOf(to, minimumOutput),
    departed: amountOf(from, departed),
    arrived: amountOf(from, arrived),
    delivered: amountOf(to, delivered),
    returned: amountOf(from, returned),
  };
}

function evidenceOf({ evidence }: Pick<SettlementRecord, 'evidence'>, leg: number, number: number) {
  const known = evidence.find((each) => each.leg === leg && each.attempt === number);
  return {
    ...(known?.transaction === undefined ? {} : { transaction: known.transaction }),
    ...(known?.transfer === undefined ? {} : { transfer: known.transfer }),
  };
}
