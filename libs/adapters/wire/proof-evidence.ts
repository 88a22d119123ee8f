import { z } from 'zod';
import type { ProofEvidence } from '@causeway/domain/bridging';
import type { HoldingProof } from '@causeway/domain/margin';
import { address, chainId, hash, unixMilliseconds, unsigned } from './scalars.js';

const block = { chain: chainId, blockNumber: unsigned, blockHash: hash };

/** What was shown by a proof, and against which hash. */
export const proofEvidence: z.ZodType<ProofEvidence> = z.discriminatedUnion('basis', [
  z.object({ basis: z.literal('state-root'), ...block, stateRoot: hash }),
  z.object({ basis: z.literal('receipts-root'), ...block, receiptsRoot: hash }),
  z.object({
    basis: z.literal('output-root'),
    ...block,
    blockNumber: unsigned.exactOptional(),
    stateRoot: hash,
    outputRoot: hash,
  }),
]);

/** What of a holding was shown by a proof. */
export const holdingProof: z.ZodType<HoldingProof> = z.object({
  evidence: proofEvidence,
  raw: unsigned,
  at: unixMilliseconds,
  wallet: address.exactOptional().meta({ description: 'The wallet shown to hold it, once it has arrived' }),
  slot: unsigned
    .exactOptional()
    .meta({ description: "The slot of the token's mapping of balances that the proof read" }),
});
