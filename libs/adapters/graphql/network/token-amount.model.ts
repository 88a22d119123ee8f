import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { Network } from '@causeway/domain/network';
import {
  fail,
  formatDecimal,
  parseAssetId,
  parseTokenAmount,
  toDecimal,
  type AssetId,
  type Decimal,
  type Result,
  type TokenAmount,
} from '@causeway/domain/units';
import { BigIntegerField, DecimalField, IdField, TextField } from '../schema/fields.js';
import { DecimalScalar } from '../schema/scalars.js';

/** The GraphQL type `TokenAmount`. */
@ObjectType('TokenAmount', { description: 'A quantity of one asset on one layer.' })
export class TokenAmountModel {
  @IdField('The asset, as a CAIP-19 id such as eip155:10/erc20:0x0b2c….')
  readonly asset!: string;

  @BigIntegerField('The quantity in base units of the asset (wei, or 10⁻⁶ USDC).')
  readonly raw!: bigint;

  @DecimalField('The quantity in whole tokens; absent for an asset the network does not know.', {
    nullable: true,
  })
  readonly quantity?: Decimal;

  @TextField('Symbol of the asset; absent for an asset the network does not know.', { nullable: true })
  readonly symbol?: string;
}

/** The GraphQL input `TokenAmountInput`. */
@InputType('TokenAmountInput', { description: 'A quantity of one asset on one layer.' })
export class TokenAmountInput {
  @Field(() => ID, { description: 'The asset, as a CAIP-19 id. Query `layers` lists the known ones.' })
  readonly asset!: string;

  @Field(() => DecimalScalar, {
    description: 'The quantity in whole tokens, with at most as many decimals as the asset has.',
  })
  readonly amount!: Decimal;
}

/** An amount as the API shows it. */
export function tokenAmountModel(network: Network, amount: TokenAmount): TokenAmountModel {
  const known = network.assets.get(amount.asset);
  if (known === undefined) return amount;
  return { ...amount, quantity: toDecimal(amount, known.decimals), symbol: known.symbol };
}

/** An asset the network knows. */
export function parseKnownAsset(network: Network, text: string, field: string): Result<AssetId> {
  const asset = parseAssetId(text, field);
  if (!asset.ok || network.assets.has(asset.value)) return asset;
  return fail(
    'UNKNOWN_ASSET',
    `${asset.value} is not an asset of this network; see the query \`layers\``,
    field,
  );
}

/** A quantity in whole tokens of an asset the network knows; a failure names the field under `field`. */
export function parseTokenAmountInput(
  network: Network,
  input: TokenAmountInput,
  field: string,
): Result<TokenAmount> {
  const asset = parseKnownAsset(network, input.asset, `${field}.asset`);
  if (!asset.ok) return asset;
  const decimals = network.assets.get(asset.value)?.decimals ?? 0;
  return parseTokenAmount(formatDecimal(input.amount), asset.value, decimals, `${field}.amount`);
}
