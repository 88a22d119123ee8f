import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  receiptProofFormat,
  stateProofFormat,
  withdrawalProofFormat,
  type BlockHeaderDocument,
  type ReceiptProofDocument,
  type StateProofDocument,
  type WithdrawalProofDocument,
} from '@causeway/adapters/wire';
import { expectOk, parseHash } from '@causeway/domain/units';

const text = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../examples/proofs/${name}.json`, import.meta.url)), 'utf8');

/** The hash of Ethereum block 21925176; any block explorer shows it. */
export const BLOCK_HASH = expectOk(
  parseHash('0x92dabfa3f61ff1c349d12f5fd0dd4c99760a0a41b77dee8f0a80f83efdcb307a'),
);

type WithHeader<Document> = Document & { readonly header: BlockHeaderDocument };

/** Real proofs of Ethereum and OP Mainnet, each of which names its source. */
export const stateExample = expectOk(
  stateProofFormat.decodeText(text('state')),
) as WithHeader<StateProofDocument>;
export const receiptExample = expectOk(
  receiptProofFormat.decodeText(text('receipt')),
) as WithHeader<ReceiptProofDocument>;
export const withdrawalExample: WithdrawalProofDocument = expectOk(
  withdrawalProofFormat.decodeText(text('withdrawal')),
);
