import { Field, ID, InputType } from '@nestjs/graphql';
import { marginPolicyFormat, type JsonObject } from '@causeway/adapters/wire';
import type { TransferStage } from '@causeway/domain/bridging';
import type { SecurityMechanism } from '@causeway/domain/network';
import { fail, formatDecimal, ok, type Decimal, type Result } from '@causeway/domain/units';
import { SecurityMechanismEnum } from '../network/network-enums.js';
import { DecimalField } from '../schema/fields.js';
import { TransferStageEnum } from '../transfers/transfer.model.js';

/** The GraphQL input `AssetHaircutInput`. */
@InputType('AssetHaircutInput', { description: 'How much of the value of an asset family does not count.' })
export class AssetHaircutInput {
  @Field(() => ID, { description: 'The asset family, e.g. USDC.' })
  readonly family!: string;

  @DecimalField('Fraction of the value, from 0 to 1.')
  readonly haircut!: Decimal;
}

/** The GraphQL input `LayerHaircutInput`. */
@InputType('LayerHaircutInput', {
  description: 'How much of the value of collateral on a layer does not count.',
})
export class LayerHaircutInput {
  @Field(() => ID, { description: 'The chain of the layer.' })
  readonly chain!: string;

  @DecimalField('Fraction of the value, from 0 to 1.')
  readonly haircut!: Decimal;
}

/** The GraphQL input `InTransitCreditInput`. */
@InputType('InTransitCreditInput', { description: 'How much of the value of collateral in transit counts.' })
export class InTransitCreditInput {
  @Field(() => SecurityMechanismEnum, { description: 'The security mechanism of the bridge.' })
  readonly mechanism!: SecurityMechanism;

  @Field(() => TransferStageEnum, { description: 'The stage of the transfer.' })
  readonly stage!: TransferStage;

  @DecimalField('Fraction of the value, from 0 to 1.')
  readonly credit!: Decimal;
}

/** The GraphQL input `InstrumentMarginInput`. */
@InputType('InstrumentMarginInput', {
  description: 'Margin rates of one instrument, as fractions of notional.',
})
export class InstrumentMarginInput {
  @Field(() => ID, { description: 'The instrument, e.g. BTC-PERP.' })
  readonly instrument!: string;

  @DecimalField('Margin required to open a position.')
  readonly initialMarginFraction!: Decimal;

  @DecimalField('Margin required to keep a position.')
  readonly maintenanceMarginFraction!: Decimal;
}

/** The GraphQL input `RiskPolicyInput`. */
@InputType('RiskPolicyInput', {
  description: 'A risk policy to propose; its version is given by the service.',
})
export class RiskPolicyInput {
  @Field(() => String, { description: 'What the policy is called.' })
  readonly name!: string;

  @Field(() => [AssetHaircutInput], {
    description: 'Haircuts by asset family; a family not listed gives no margin.',
  })
  readonly assetHaircuts!: readonly AssetHaircutInput[];

  @Field(() => [LayerHaircutInput], { description: 'Further haircuts by layer.' })
  readonly layerHaircuts!: readonly LayerHaircutInput[];

  @DecimalField('Haircut of a layer that is not listed.')
  readonly defaultLayerHaircut!: Decimal;

  @Field(() => [InTransitCreditInput], {
    description: 'Credits in transit; a combination not listed gives none.',
  })
  readonly inTransitCredits!: readonly InTransitCreditInput[];

  @Field(() => [InstrumentMarginInput], { description: 'Margin rates by instrument.' })
  readonly instruments!: readonly InstrumentMarginInput[];

  @DecimalField('Health (equity / maintenance margin) below which an account is warned.')
  readonly warningHealth!: Decimal;

  @DecimalField('Health below which an account is liquidated; at least 1.')
  readonly liquidationHealth!: Decimal;

  @DecimalField('Health that a liquidation aims at.')
  readonly targetHealth!: Decimal;
}

/**
 * The policy as a `causeway.margin-policy/1` document, whose own reader judges the figures.
 * A key given twice is refused here, because a document could not hold both.
 */
export function policyDocument(input: RiskPolicyInput): Result<JsonObject> {
  const assetHaircuts = keyed('assetHaircuts', input.assetHaircuts, ({ family, haircut }) => [
    family,
    formatDecimal(haircut),
  ]);
  if (!assetHaircuts.ok) return assetHaircuts;
  const layerHaircuts = keyed('layerHaircuts', input.layerHaircuts, ({ chain, haircut }) => [
    chain,
    formatDecimal(haircut),
  ]);
  if (!layerHaircuts.ok) return layerHaircuts;
  const instruments = keyed('instruments', input.instruments, (rates) => [
    rates.instrument,
    {
      initialMarginFraction: formatDecimal(rates.initialMarginFraction),
      maintenanceMarginFraction: formatDecimal(rates.maintenanceMarginFraction),
    },
  ]);
  if (!instruments.ok) return instruments;
  return ok({
    schema: marginPolicyFormat.name,
    name: input.name,
    assetHaircuts: assetHaircuts.value,
    layerHaircuts: layerHaircuts.value,
    defaultLayerHaircut: formatDecimal(input.defaultLayerHaircut),
    inTransitCredits: input.inTransitCredits.map(({ mechanism, stage, credit }) => ({
      mechanism,
      stage,
      credit: formatDecimal(credit),
    })),
    instruments: instruments.value,
    warningHealth: formatDecimal(input.warningHealth),
    liquidationHealth: formatDecimal(input.liquidationHealth),
    targetHealth: formatDecimal(input.targetHealth),
  });
}

function keyed<Item, Value>(
  field: string,
  items: readonly Item[],
  entryOf: (item: Item) => readonly [string, Value],
): Result<Record<string, Value>> {
  const entries = new Map<string, Value>();
  for (const item of items) {
    const [key, value] = entryOf(item);
    if (entries.has(key)) return fail('DUPLICATE_KEY', `${key} is given twice`, field);
    entries.set(key, value);
  }
  return ok(Object.fromEntries(entries));
}
