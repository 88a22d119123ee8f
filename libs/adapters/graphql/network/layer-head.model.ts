import { Field, ObjectType } from '@nestjs/graphql';
import type { ChainStatus, FollowedChain } from '@causeway/domain/finality';
import { documentedEnum } from '../schema/documented-enum.js';
import { BigIntegerField, CountField, IdField, TextField } from '../schema/fields.js';

export const ChainStatusEnum = documentedEnum<ChainStatus>(
  'ChainStatus',
  'Whether the blocks of a chain are told without a gap and without a contradiction.',
  {
    following: 'Every block from the finalised one up is known.',
    gapped: 'Blocks are missing. Logs beyond them wait until they are told.',
    contradicted: 'A final block was taken back. Nothing more of this chain takes effect.',
  },
);

/** The GraphQL type `BlockSpan`. */
@ObjectType('BlockSpan', { description: 'Consecutive blocks, both ends included.' })
export class BlockSpanModel {
  @BigIntegerField('The first block.')
  readonly from!: bigint;

  @BigIntegerField('The last block.')
  readonly to!: bigint;
}

/** The GraphQL type `LayerHead`. */
@ObjectType('LayerHead', { description: 'How far a layer is known, by its block headers.' })
export class LayerHeadModel {
  @Field(() => ChainStatusEnum, { description: 'Whether all of its blocks are known.' })
  readonly status!: ChainStatus;

  @BigIntegerField('The newest block that its node knows.')
  readonly latest!: bigint;

  @BigIntegerField('The newest block that its node calls safe.')
  readonly safe!: bigint;

  @BigIntegerField('The newest block that its rules will never take back.')
  readonly finalised!: bigint;

  @BigIntegerField('The newest block whose state is final on the layer it settles on.', { nullable: true })
  readonly settled?: bigint;

  @BigIntegerField('Number of the newest canonical block that is known here.')
  readonly tip!: bigint;

  @IdField('Hash of that block.')
  readonly tipHash!: string;

  @CountField('How often blocks of it were orphaned.')
  readonly reorgs!: number;

  @Field(() => BlockSpanModel, {
    nullable: true,
    description: 'The blocks that a collector is asked to tell, while there is a gap.',
  })
  readonly missing?: BlockSpanModel;

  @TextField('What was contradicted, once something was.', { nullable: true })
  readonly contradiction?: string;
}

/** A followed chain as the API shows it. */
export function layerHeadModel(followed: FollowedChain): LayerHeadModel {
  const { status, heads, tip, reorgs, missing, contradiction } = followed;
  return {
    ...{ status, ...heads, tip: tip.number, tipHash: tip.hash, reorgs },
    ...(missing === undefined ? {} : { missing }),
    ...(contradiction === undefined ? {} : { contradiction }),
  };
}
