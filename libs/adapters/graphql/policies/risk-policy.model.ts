import { Field, ObjectType } from '@nestjs/graphql';
import type { PolicyRecord, PolicyStatus } from '@causeway/application/ports';
import type { TransferStage } from '@causeway/domain/bridging';
import type { MarginPolicy } from '@causeway/domain/margin';
import type { SecurityMechanism } from '@causeway/domain/network';
import type { Decimal, UnixMilliseconds } from '@causeway/domain/units';
import { SecurityMechanismEnum } from '../network/network-enums.js';
import { documentedEnum } from '../schema/documented-enum.js';
import { CountField, DecimalField, IdField, TextField, TimestampField } from '../schema/fields.js';
import { TransferStageEnum } from '../transfers/transfer.model.js';

const PolicyStatusEnum = documentedEnum<PolicyStatus>(
  'PolicyStatus',
  'Where a version of the policy stands.',
  {
    proposed: 'Written down; changes no figure.',
    active: 'In effect.',
    superseded: 'Was in effect until a newer version was activated.',
  },
);

/** The GraphQL type `AssetHaircut`. */
@ObjectType('AssetHaircut', { description: 'How much of the value of an asset family does not count.' })
export class AssetHaircutModel {
  @IdField('The asset family, e.g. USDC.')
  readonly family!: string;

  @DecimalField('Fraction of the value, from 0 to 1.')
  readonly haircut!: Decimal;
}

/** The GraphQL type `LayerHaircut`. */
@ObjectType('LayerHaircut', { description: 'How much of the value of collateral on a layer does not count.' })
export class LayerHaircutModel {
  @IdField('The chain of the layer.')
  readonly chain!: string;

  @DecimalField('Fraction of the value, from 0 to 1.')
  readonly haircut!: Decimal;
}

/** The GraphQL type `InTransitCredit`. */
@ObjectType('InTransitCredit', {
  description:
    'How much of the value of collateral in transit counts, by what carries it and how far it has come.',
})
export class InTransitCreditModel {
  @Field(() => SecurityMechanismEnum, { description: 'The security mechanism of the bridge.' })
  readonly mechanism!: SecurityMechanism;

  @Field(() => TransferStageEnum, { description: 'The stage of the transfer.' })
  readonly stage!: TransferStage;

  @DecimalField('Fraction of the value, from 0 to 1.')
  readonly credit!: Decimal;
}

/** The GraphQL type `InstrumentMargin`. */
@ObjectType('InstrumentMargin', { description: 'Margin rates of one instrument, as fractions of notional.' })
export class InstrumentMarginModel {
  @IdField('The instrument, e.g. BTC-PERP.')
  readonly instrument!: string;

  @DecimalField('Margin required to open a position.')
  readonly initialMarginFraction!: Decimal;

  @DecimalField('Margin required to keep a position.')
  readonly maintenanceMarginFraction!: Decimal;
}

/** The GraphQL type `RiskPolicy`. */
@ObjectType('RiskPolicy', {
  description: 'A version of the risk policy. Every margin figure names the version it was computed under.',
})
export class RiskPolicyModel {
  @CountField('Version, counted from 1.')
  readonly version!: number;

  @Field(() => PolicyStatusEnum, { description: 'Where this version stands.' })
  readonly status!: PolicyStatus;

  @TextField('What the policy is called.')
  readonly name!: string;

  @TextField('Who proposed it.')
  readonly proposedBy!: string;

  @TimestampField('When it was proposed.')
  readonly proposedAt!: UnixMilliseconds;

  @TextField('Who activated it; absent while it is only proposed.', { nullable: true })
  readonly activatedBy?: string;

  @TimestampField('When it was activated; absent while it is only proposed.', { nullable: true })
  readonly activatedAt?: UnixMilliseconds;

  @Field(() => [AssetHaircutModel], {
    description: 'Haircuts by asset family; a family not listed gives no margin.',
  })
  readonly assetHaircuts!: readonly AssetHaircutModel[];

  @Field(() => [LayerHaircutModel], { description: 'Further haircuts by layer.' })
  readonly layerHaircuts!: readonly LayerHaircutModel[];

  @DecimalField('Haircut of a layer that is not listed.')
  readonly defaultLayerHaircut!: Decimal;

  @Field(() => [InTransitCreditModel], {
    description: 'Credits in transit; a combination not listed gives none.',
  })
  readonly inTransitCredits!: readonly InTransitCreditModel[];

  @Field(() => [InstrumentMarginModel], { description: 'Margin rates by instrument.' })
  readonly instruments!: readonly InstrumentMarginModel[];

  @DecimalField('Health (equity / maintenance margin) below which an account is warned.')
  readonly warningHealth!: Decimal;

  @DecimalField('Health below which an account is liquidated.')
  readonly liquidationHealth!: Decimal;

  @DecimalField('Health that a liquidation aims at.')
  readonly targetHealth!: Decimal;
}

/** A version of the policy as the API shows it. */
export function riskPolicyModel(record: PolicyRecord, policy: MarginPolicy): RiskPolicyModel {
  const { document: _, ...history } = record;
  return {
    ...policy,
    ...history,
    assetHaircuts: [...policy.assetHaircuts].map(([family, haircut]) => ({ family, haircut })),
    layerHaircuts: [...policy.layerHaircuts].map(([chain, haircut]) => ({ chain, haircut })),
    instruments: [...policy.instruments].map(([instrument, rates]) => ({ instrument, ...rates })),
  };
}
