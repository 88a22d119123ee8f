import { z } from 'zod';
import type {
  ProvenAccount,
  ProvenReceipt,
  ProvenSlot,
  ProvenWithdrawal,
} from '@causeway/adapters/state-proofs';
import type { ProofEvidence } from '@causeway/domain/bridging';
import { proofEvidence } from './proof-evidence.js';
import { word } from './quantity.js';
import { address, bytes, hash, topic, unsigned } from './scalars.js';
import { wireFormat } from './wire-format.js';
import { withdrawal } from './withdrawal-proof.js';

/** What a proof shows; the evidence stands once for all of it. */
export interface ProvenFacts {
  readonly proven: ProofEvidence;
  readonly account?: Omit<ProvenAccount, 'proven'>;
  readonly slots?: readonly Omit<ProvenSlot, 'proven' | 'address'>[];
  readonly receipt?: Omit<ProvenReceipt, 'proven'>;
  readonly withdrawal?: Omit<ProvenWithdrawal, 'proven'>;
}

const account = z.object({
  address,
  exists: z.boolean(),
  nonce: unsigned,
  balance: unsigned,
  codeHash: hash,
  storageHash: hash,
});

const receipt = z.object({
  transactionIndex: z.int().min(0),
  type: z.int().min(0).max(127).meta({ description: 'EIP-2718 type; 0 for transactions without one' }),
  outcome: z
    .union([z.boolean(), hash])
    .meta({ description: 'Whether it succeeded; before Byzantium the state root after it' }),
  cumulativeGasUsed: unsigned,
  logs: z.array(z.object({ address, topics: z.array(topic).max(4), data: bytes })),
  deposit: z.object({ nonce: unsigned, version: unsigned }).exactOptional(),
});

export const provenFactsFormat = wireFormat<ProvenFacts>(
  'causeway.proven-facts/1',
  'What a verified proof shows, and the hash that all of it rests on',
  'ignored',
  z.object({
    proven: proofEvidence,
    account: account.exactOptional(),
    slots: z.array(z.object({ key: word, exists: z.boolean(), value: word })).exactOptional(),
    receipt: receipt.exactOptional(),
    withdrawal: z.object({ withdrawal, withdrawalHash: hash }).exactOptional(),
  }),
);
