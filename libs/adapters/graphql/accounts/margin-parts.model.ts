import { Field, ObjectType } from '@nestjs/graphql';
import type { TransferStage } from '@causeway/domain/bridging';
import type { Bucket } from '@causeway/domain/ledger';
import type { HoldingMargin, HoldingProof, ValuationGap } from '@causeway/domain/margin';
import type { SecurityMechanism } from '@causeway/domain/network';
import type { Decimal } from '@causeway/domain/units';
import { SecurityMechanismEnum } from '../network/network-enums.js';
import { ProofModel, proofModel } from '../network/proof.model.js';
import { BigIntegerField, DecimalField, IdField, TextField } from '../schema/fields.js';
import { TransferStageEnum } from '../transfers/transfer.model.js';
import { BucketEnum, ValuationGapCodeEnum } from './margin-enums.js';

/** The GraphQL type `HoldingProof`. */
@ObjectType('HoldingProof', { description: 'What of a holding was shown by a Merkle proof.' })
export class HoldingProofModel {
  @BigIntegerField('Base units that the proof covers; no more than the holding.')
  readonly raw!: bigint;

  @Field(() => ProofModel, {
    description: 'The proof. In transit it is of the log by which the units left.',
  })
  readonly proof!: ProofModel;

  @IdField('The wallet that was shown to hold it; only of what has arrived.', { nullable: true })
  readonly wallet?: string;

  @BigIntegerField('The slot of the token’s balances that was read; only of a token that has arrived.', {
    nullable: true,
  })
  readonly slot?: bigint;
}

/** The GraphQL type `HoldingMargin`. */
@ObjectType('HoldingMargin', {
  description: 'What one holding contributes, and how it was discounted. In USD.',
})
export class HoldingMarginModel {
  @IdField('The asset, as a CAIP-19 id.')
  readonly asset!: string;

  @IdField('The chain it lies on; in transit, the chain it left.')
  readonly chain!: string;

  @IdField('The economic asset behind the representation, e.g. USDC.')
  readonly family!: string;

  @Field(() => BucketEnum, { description: 'What may be done with it at this instant.' })
  readonly bucket!: Bucket;

  @IdField('The transfer it rides on; only in transit.', { nullable: true })
  readonly transfer?: string;

  @IdField('The bridge it rides on; only in transit.', { nullable: true })
  readonly bridge?: string;

  @Field(() => SecurityMechanismEnum, {
    nullable: true,
    description: 'What the bridge rests on; only in transit, and where the network knows the bridge.',
  })
  readonly mechanism?: SecurityMechanism;

  @Field(() => TransferStageEnum, {
    nullable: true,
    description: 'How far the transfer has come; only in transit.',
  })
  readonly stage?: TransferStage;

  @Field(() => HoldingProofModel, {
    nullable: true,
    description: 'What of it was shown by a proof; absent while it was only told.',
  })
  readonly proven?: HoldingProofModel;

  @DecimalField('Quantity in whole tokens.')
  readonly quantity!: Decimal;

  @DecimalField('Price of one whole token.')
  readonly price!: Decimal;

  @DecimalField('Quantity × price, rounded down.')
  readonly value!: Decimal;

  @DecimalField('Fraction of the value lost to the haircut of the asset.')
  readonly assetHaircut!: Decimal;

  @DecimalField('Fraction of the value lost to the haircut of the layer.')
  readonly layerHaircut!: Decimal;

  @DecimalField('Fraction of in-transit collateral that counts; 1 for collateral that has arrived.')
  readonly credit!: Decimal;

  @DecimalField('Value after haircuts and credit, rounded down.')
  readonly collateralValue!: Decimal;
}

/** The GraphQL type `PositionMargin`. */
@ObjectType('PositionMargin', { description: 'What one position contributes. In USD.' })
export class PositionMarginModel {
  @IdField('The instrument, e.g. BTC-PERP.')
  readonly instrument!: string;

  @IdField('The chain of the venue.')
  readonly chain!: string;

  @DecimalField('Signed size: positive long, negative short.')
  readonly size!: Decimal;

  @DecimalField('Price at which the position was entered.')
  readonly entryPrice!: Decimal;

  @DecimalField('Price the position is valued at.')
  readonly markPrice!: Decimal;

  @DecimalField('|size| × mark price, rounded up.')
  readonly notional!: Decimal;

  @DecimalField('Size × (mark price − entry price), rounded down.')
  readonly unrealisedPnl!: Decimal;

  @DecimalField('Initial margin as a fraction of notional, by the policy.')
  readonly initialMarginFraction!: Decimal;

  @DecimalField('Maintenance margin as a fraction of notional, by the policy.')
  readonly maintenanceMarginFraction!: Decimal;

  @DecimalField('Margin required to open the position, rounded up.')
  readonly initialMargin!: Decimal;

  @DecimalField('Margin required to keep the position, rounded up.')
  readonly maintenanceMargin!: Decimal;
}

/** The GraphQL type `LayerMargin`. */
@ObjectType('LayerMargin', { description: 'The margin of an account on one layer. In USD.' })
export class LayerMarginModel {
  @IdField('The chain of the layer.')
  readonly chain!: string;

  @TextField('Name of the layer; its chain id where the network does not know it.')
  readonly name!: string;

  @DecimalField('Market value of the holdings.')
  readonly value!: Decimal;

  @DecimalField('Value of the holdings after haircuts and credit.')
  readonly collateralValue!: Decimal;

  @DecimalField('Unrealised profit or loss of the positions.')
  readonly unrealisedPnl!: Decimal;

  @DecimalField('Margin required to open the positions.')
  readonly initialMargin!: Decimal;

  @DecimalField('Margin required to keep the positions.')
  readonly maintenanceMargin!: Decimal;
}

/** The GraphQL type `AssetMargin`. */
@ObjectType('AssetMargin', {
  description: 'The collateral of an account in one asset family, on all layers. In USD.',
})
export class AssetMarginModel {
  @IdField('The asset family, e.g. USDC.')
  readonly family!: string;

  @DecimalField('Quantity in whole tokens.')
  readonly quantity!: Decimal;

  @DecimalField('Market value.')
  readonly value!: Decimal;

  @DecimalField('Value after haircuts and credit.')
  readonly collateralValue!: Decimal;
}

/** The GraphQL type `InTransitMargin`. */
@ObjectType('InTransitMargin', {
  description: 'The collateral of an account that is between two layers. In USD.',
})
export class InTransitMarginModel {
  @DecimalField('Market value of what is in transit.')
  readonly value!: Decimal;

  @DecimalField('What of it counts as collateral, after haircuts and credit.')
  readonly collateralValue!: Decimal;

  @Field(() => [HoldingMarginModel], {
    description: 'Each holding in transit with the transfer it rides on.',
  })
  readonly holdings!: readonly HoldingMarginModel[];
}

/** The GraphQL type `ValuationGap`. */
@ObjectType('ValuationGap', {
  description: 'A part of an account that could not be valued; it counts nothing in favour of the account.',
})
export class ValuationGapModel {
  @Field(() => ValuationGapCodeEnum, { description: 'Why it could not be valued.' })
  readonly code!: ValuationGap['code'];

  @TextField('The asset, family or instrument.')
  readonly subject!: string;
}

/** A holding as the API shows it. */
export function holdingMarginModel({ proven, ...margin }: HoldingMargin): HoldingMarginModel {
  return proven === undefined ? margin : { ...margin, proven: holdingProofModel(proven) };
}

function holdingProofModel({ raw, wallet, slot, ...proof }: HoldingProof): HoldingProofModel {
  return {
    raw,
    proof: proofModel(proof),
    ...(wallet === undefined ? {} : { wallet }),
    ...(slot === undefined ? {} : { slot }),
  };
}
