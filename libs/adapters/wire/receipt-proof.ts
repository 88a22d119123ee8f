import { z } from 'zod';
import type { ReceiptProof } from '@causeway/adapters/state-proofs';
import type { ChainId } from '@causeway/domain/units';
import { blockHeader, type BlockHeaderDocument } from './block-header.js';
import { bytes, chainId } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** A receipt's place in the receipts trie of its block, with the block's header. */
export interface ReceiptProofDocument extends ReceiptProof {
  readonly chain: ChainId;
  readonly header?: BlockHeaderDocument;
  /** Where the proof is from. */
  readonly source?: string;
}

export const receiptProofFormat = wireFormat<ReceiptProofDocument>(
  'causeway.receipt-proof/1',
  'The nodes of a receipts trie down to one receipt, and the header of its block',
  'ignored',
  z.object({
    chain: chainId,
    header: blockHeader.exactOptional(),
    transactionIndex: z.int().min(0),
    proof: z.array(bytes),
    receipt: bytes.exactOptional(),
    source: z.string().exactOptional(),
  }),
);
