import type { BalanceClaim } from '@causeway/adapters/state-proofs';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { blockHeader, type BlockHeaderDocument } from './block-header.js';
import { quantity } from './quantity.js';
import { address, assetId, unixMilliseconds } from './scalars.js';
import { stateProofFields } from './state-proof.js';
import { wireFormat } from './wire-format.js';

/** The proof of a wallet's balance at the end of a block. */
export interface BalanceProofDocument extends BalanceClaim {
  readonly header: BlockHeaderDocument;
  /** When it is due in a replayed track; absent is the time of its block. */
  readonly replayAt?: UnixMilliseconds;
  /** Where the proof is from. */
  readonly source?: string;
}

export const balanceProofFormat = wireFormat<BalanceProofDocument>(
  'causeway.balance-proof/1',
  'What a wallet held of an asset at the end of a block: eth_getProof of the wallet, or of the token with the slot of the balance',
  'ignored',
  stateProofFields.extend({
    header: blockHeader,
    asset: assetId,
    wallet: address,
    slot: quantity.exactOptional().meta({
      description: "Slot of the token's mapping of balances; has to be the one that the service knows",
    }),
    replayAt: unixMilliseconds.exactOptional(),
  }),
);
