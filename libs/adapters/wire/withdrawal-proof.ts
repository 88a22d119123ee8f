import { z } from 'zod';
import type { WithdrawalProof } from '@causeway/adapters/state-proofs';
import type { ChainId, Hash } from '@causeway/domain/units';
import { blockHeader, type BlockHeaderDocument } from './block-header.js';
import { address, bytes, chainId, hash, unsigned } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** What the portal of an OP-stack rollup is given to prove a withdrawal. */
export interface WithdrawalProofDocument extends WithdrawalProof {
  /** The rollup. */
  readonly chain: ChainId;
  /** What the settlement layer holds; what makes the parts of `outputRootProof` more than a claim. */
  readonly outputRoot: Hash;
  /** Of the rollup's block that the output root is of. */
  readonly header?: BlockHeaderDocument;
  /** Where the proof is from. */
  readonly source?: string;
}

/** A withdrawal as `MessagePassed` tells it. */
export const withdrawal = z.object({
  nonce: unsigned,
  sender: address,
  target: address,
  value: unsigned,
  gasLimit: unsigned,
  data: bytes,
});

export const withdrawalProofFormat = wireFormat<WithdrawalProofDocument>(
  'causeway.withdrawal-proof/1',
  'A withdrawal from an OP-stack rollup as proveWithdrawalTransaction takes it, and the output root it is proven against',
  'ignored',
  z.object({
    chain: chainId,
    outputRoot: hash,
    header: blockHeader.exactOptional(),
    withdrawal,
    outputRootProof: z.object({
      version: hash,
      stateRoot: hash,
      messagePasserStorageRoot: hash,
      latestBlockhash: hash,
    }),
    withdrawalProof: z.array(bytes),
    withdrawalHash: hash.exactOptional(),
    source: z.string().exactOptional(),
  }),
);
