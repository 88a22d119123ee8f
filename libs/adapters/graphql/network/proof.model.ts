import { Field, ObjectType } from '@nestjs/graphql';
import type { LegProof, ProofEvidence } from '@causeway/domain/bridging';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { documentedEnum } from '../schema/documented-enum.js';
import { BigIntegerField, IdField, TimestampField } from '../schema/fields.js';

export const ProofBasisEnum = documentedEnum<ProofEvidence['basis']>(
  'ProofBasis',
  'The root that a Merkle proof leads to.',
  {
    'state-root': 'A balance or a storage slot at the end of a block.',
    'receipts-root': 'The logs of a transaction of a block.',
    'output-root': 'A message of an OP-stack rollup, as its settlement layer sees it.',
  },
);

/** The GraphQL type `Proof`. */
@ObjectType('Proof', {
  description: 'What was shown by a Merkle proof, so that no node had to be believed. It rests on one hash.',
})
export class ProofModel {
  @Field(() => ProofBasisEnum, { description: 'What the proof leads to.' })
  readonly basis!: ProofEvidence['basis'];

  @IdField('The chain.')
  readonly chain!: string;

  @BigIntegerField('The block; absent where the proof does not tell its number.', { nullable: true })
  readonly blockNumber?: bigint;

  @IdField('Hash of the block, which all of it rests on unless the basis is an output root.')
  readonly blockHash!: string;

  @IdField('The root.')
  readonly root!: string;

  @TimestampField('Time of the block: the proof says nothing of what came after.')
  readonly at!: UnixMilliseconds;
}

/** A proof as the API shows it. */
export function proofModel({ evidence, at }: LegProof): ProofModel {
  const { basis, chain, blockNumber, blockHash } = evidence;
  return {
    ...{ basis, chain, blockHash, at, root: rootOf(evidence) },
    ...(blockNumber === undefined ? {} : { blockNumber }),
  };
}

function rootOf(evidence: ProofEvidence): string {
  switch (evidence.basis) {
    case 'state-root':
      return evidence.stateRoot;
    case 'receipts-root':
      return evidence.receiptsRoot;
    case 'output-root':
      return evidence.outputRoot;
  }
}
