import { z } from 'zod';
import type { AccountProof, StorageProof } from '@causeway/adapters/state-proofs';
import type { ChainId } from '@causeway/domain/units';
import { blockHeader, type BlockHeaderDocument } from './block-header.js';
import { quantity } from './quantity.js';
import { address, bytes, chainId, hash } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** An account and slots of its storage, with the header of the block whose state they are said to be in. */
export interface StateProofDocument extends AccountProof {
  readonly chain: ChainId;
  readonly header?: BlockHeaderDocument;
  readonly storageProof?: readonly StorageProof[];
  /** Where the proof is from. */
  readonly source?: string;
}

/** The fields of a proof of an account and slots of its storage. */
export const stateProofFields = z.object({
  chain: chainId,
  header: blockHeader.exactOptional(),
  address,
  accountProof: z.array(bytes),
  nonce: quantity.exactOptional(),
  balance: quantity.exactOptional(),
  codeHash: hash.exactOptional(),
  storageHash: hash.exactOptional(),
  storageProof: z
    .array(z.object({ key: quantity, value: quantity.exactOptional(), proof: z.array(bytes) }))
    .exactOptional(),
  source: z.string().exactOptional(),
});

export const stateProofFormat = wireFormat<StateProofDocument>(
  'causeway.state-proof/1',
  'An account and slots of its storage as eth_getProof answers them, and the header of their block',
  'ignored',
  stateProofFields,
);
