import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { GateQuestion } from '@causeway/application/check-gates';
import type { GatedAction, GateReason } from '@causeway/domain/liquidation';
import type { Network } from '@causeway/domain/network';
import {
  chainOfAsset,
  fail,
  ok,
  parseAccountId,
  parseBridgeId,
  parseChainId,
  parseInstrumentId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { parseKnownAsset } from '../network/token-amount.model.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { FlagField, TextField, TimestampField } from '../schema/fields.js';

const GatedActionEnum = documentedEnum<GatedAction>(
  'GatedAction',
  'What somebody wants to do with an account. The first four are always permitted.',
  {
    deposit: 'Put collateral in.',
    repay: 'Pay a debt back.',
    'reduce-position': 'Make a position smaller.',
    liquidate: 'Liquidate the account.',
    'increase-position': 'Open a position, or make one larger.',
    borrow: 'Borrow an asset.',
    withdraw: 'Take collateral out.',
    'move-collateral': 'Move collateral to another layer.',
  },
);

const GateReasonEnum = documentedEnum<GateReason>('GateReason', 'Why an action must wait.', {
  LAYER_IN_TROUBLE: 'A layer that it touches is behind the market, or has taken back final blocks.',
  BRIDGE_FROZEN: 'A bridge that it would use is frozen.',
  VENUE_FROZEN: 'A systemic-risk action holds back new positions at the venue.',
  PRICE_NOT_USABLE: 'A price that it depends on may not be used for it.',
  FUND_LOW: 'The insurance fund is below the minimum of the policy.',
  MARGIN_SHORT: 'The account has less than its initial margin.',
  MARGIN_SHORT_AFTER: 'The account would have less than its initial margin because of the action.',
  BEING_LIQUIDATED: 'The account is being liquidated.',
});

/** The GraphQL input `VenueInput`. */
@InputType('VenueInput', { description: 'The market of an instrument on one layer.' })
export class VenueInput {
  @Field(() => ID, { description: 'The instrument, e.g. BTC-PERP.' })
  readonly instrument!: string;

  @Field(() => ID, { description: 'The chain of the venue, as a CAIP-2 id.' })
  readonly chain!: string;
}

/** The GraphQL input `GateQuestionInput`. */
@InputType('GateQuestionInput', { description: 'What somebody wants to do, and what it touches.' })
export class GateQuestionInput {
  @Field(() => ID, { description: 'The account.' })
  readonly account!: string;

  @Field(() => GatedActionEnum, { description: 'What is wanted.' })
  readonly action!: GatedAction;

  @Field(() => [ID], {
    nullable: true,
    description: 'Assets that leave, come or are borrowed, as CAIP-19 ids; their layers count as touched.',
  })
  readonly assets?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Further layers that it touches, as CAIP-2 ids.' })
  readonly layers?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Bridges that it would use.' })
  readonly bridges?: readonly string[] | null;

  @Field(() => [VenueInput], { nullable: true, description: 'Venues of positions that it would increase.' })
  readonly venues?: readonly VenueInput[] | null;
}

/** The GraphQL type `GateHold`. */
@ObjectType('GateHold', { description: 'A reason why an action must wait, and until when.' })
export class GateHoldModel {
  @Field(() => GateReasonEnum, { description: 'The reason.' })
  readonly reason!: GateReason;

  @TextField('The layer, bridge, venue, symbol or case that it is about.', { nullable: true })
  readonly subject?: string;

  @TimestampField('Since when; of a layer, up to when it is on record. Absent where nobody tells.', {
    nullable: true,
  })
  readonly since?: UnixMilliseconds;

  @TextField('By how much margin is short, and under which rules.', { nullable: true })
  readonly explanation?: string;

  @TextField('What ends it.')
  readonly until!: string;
}

/** The GraphQL type `GateAnswer`. */
@ObjectType('GateAnswer', { description: 'Whether an action may go ahead now.' })
export class GateAnswerModel {
  @FlagField('Whether nothing holds it back.')
  readonly isPermitted!: boolean;

  @Field(() => [GateHoldModel], { description: 'Everything that holds it back.' })
  readonly holds!: readonly GateHoldModel[];

  @TimestampField('The clock of the market that layers were held against.', { nullable: true })
  readonly asOf?: UnixMilliseconds;
}

/** A question by names that the network knows; a failure names the field. */
export function parseGateQuestion(network: Network, input: GateQuestionInput): Result<GateQuestion> {
  const account = parseAccountId(input.account, 'account');
  if (!account.ok) return account;
  const assets = each(input.assets, 'assets', (text, field) => parseKnownAsset(network, text, field));
  if (!assets.ok) return assets;
  const layers = each(input.layers, 'layers', (text, field) => parseKnownLayer(network, text, field));
  if (!layers.ok) return layers;
  const bridges = each(input.bridges, 'bridges', parseBridgeId);
  if (!bridges.ok) return bridges;
  const positions = each(input.venues, 'venues', (venue, field) => {
    const instrument = parseInstrumentId(venue.instrument, `${field}.instrument`);
    const chain = parseKnownLayer(network, venue.chain, `${field}.chain`);
    if (!instrument.ok) return instrument;
    return chain.ok ? ok({ instrument: instrument.value, chain: chain.value }) : chain;
  });
  if (!positions.ok) return positions;
  return ok({
    account: account.value,
    action: input.action,
    layers: [...layers.value, ...assets.value.map(chainOfAsset)],
    bridges: bridges.value,
    families: assets.value.flatMap((asset) => network.assets.get(asset)?.family ?? []),
    positions: positions.value,
  });
}

function parseKnownLayer(network: Network, text: string, field: string) {
  const chain = parseChainId(text, field);
  if (!chain.ok || network.layers.has(chain.value)) return chain;
  return fail('UNKNOWN_CHAIN', `${text} is not a layer of this network; see the query \`layers\``, field);
}

function each<Input, Value>(
  inputs: readonly Input[] | null | undefined,
  field: string,
  parse: (input: Input, field: string) => Result<Value>,
): Result<readonly Value[]> {
  const values: Value[] = [];
  for (const [index, input] of (inputs ?? []).entries()) {
    const value = parse(input, `${field}.${index}`);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}
