import { Field, ObjectType } from '@nestjs/graphql';
import type { FollowedChain } from '@causeway/domain/finality';
import type { Layer, LayerKind, SecurityMechanism } from '@causeway/domain/network';
import { Decimal } from '@causeway/domain/units';
import { CountField, DecimalField, IdField, TextField } from '../schema/fields.js';
import { LayerHeadModel, layerHeadModel } from './layer-head.model.js';
import { LayerKindEnum, SecurityMechanismEnum } from './network-enums.js';

/** The GraphQL type `LayerAsset`. */
@ObjectType('LayerAsset', { description: 'A representation of an asset family on one layer.' })
export class LayerAssetModel {
  @IdField('The asset, as a CAIP-19 id.')
  readonly asset!: string;

  @IdField('The economic asset behind all its representations, e.g. USDC.')
  readonly family!: string;

  @TextField('Symbol on this layer, e.g. USDC.e.')
  readonly symbol!: string;

  @CountField('Decimals of one whole token.')
  readonly decimals!: number;
}

/** The GraphQL type `Layer`. */
@ObjectType('Layer', { description: 'One layer (rollup) that collateral can lie on.' })
export class LayerModel {
  @IdField('The chain, as a CAIP-2 id such as eip155:10.')
  readonly chain!: string;

  @TextField('Name of the layer.')
  readonly name!: string;

  @Field(() => LayerKindEnum, { description: 'How the layer inherits its safety.' })
  readonly kind!: LayerKind;

  @IdField('The chain this layer settles on; absent on a settlement layer.', { nullable: true })
  readonly settlesOn?: string;

  @Field(() => SecurityMechanismEnum, {
    nullable: true,
    description:
      'The weakest mechanism between a balance here and its settlement layer; absent on a settlement layer.',
  })
  readonly security?: SecurityMechanism | undefined;

  @DecimalField('Seconds between blocks.')
  readonly blockSeconds!: Decimal;

  @CountField('Seconds until a block is safe on this layer, as its clients report it.')
  readonly safeSeconds!: number;

  @CountField('Seconds until a block is final on this layer, as its clients report it.')
  readonly finalisedSeconds!: number;

  @CountField('Seconds that a withdrawal by the canonical bridge waits after it was proven.', {
    nullable: true,
  })
  readonly challengeSeconds?: number;

  @Field(() => LayerHeadModel, {
    nullable: true,
    description: 'How far its blocks are known; absent while no block header of it was told.',
  })
  readonly head?: LayerHeadModel;

  @Field(() => [LayerAssetModel], { description: 'The assets known on this layer.' })
  readonly assets!: readonly LayerAssetModel[];

  @Field(() => [String], { description: 'Where these facts come from.' })
  readonly sources!: readonly string[];
}

/** A layer as the API shows it. `security` is what a balance on it rests on. */
export function layerModel(
  layer: Layer,
  security: SecurityMechanism | undefined,
  followed: FollowedChain | undefined,
): LayerModel {
  const { finality, blockSeconds, ...facts } = layer;
  return {
    ...facts,
    ...finality,
    security,
    blockSeconds: new Decimal(blockSeconds),
    ...(followed === undefined ? {} : { head: layerHeadModel(followed) }),
  };
}
