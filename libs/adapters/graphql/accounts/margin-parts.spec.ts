import { describe, expect, it } from '@jest/globals';
import type { HoldingMargin, HoldingProof } from '@causeway/domain/margin';
import { NOW, OP_MAINNET, WALLET } from '../testing/sample.js';
import { holdingMarginModel } from './margin-parts.model.js';

const HASH = `0x${'ab'.repeat(32)}`;
const PROOF = {
  evidence: {
    basis: 'state-root',
    chain: OP_MAINNET,
    blockNumber: 7n,
    blockHash: HASH,
    stateRoot: HASH,
  },
  raw: 12n,
  at: NOW,
  wallet: WALLET,
  slot: 9n,
} as unknown as HoldingProof;

describe('holdingMarginModel', () => {
  it('names the wallet and the slot that a balance was proven by', () => {
    const { proven } = holdingMarginModel({ proven: PROOF } as unknown as HoldingMargin);
    expect(proven).toEqual({
      raw: 12n,
      wallet: WALLET,
      slot: 9n,
      proof: {
        basis: 'state-root',
        chain: OP_MAINNET,
        blockNumber: 7n,
        blockHash: HASH,
        root: HASH,
        at: NOW,
      },
    });
  });

  it('has neither where a departure was proven, and no proof where all was only told', () => {
    const { wallet: _, slot: __, ...departure } = PROOF;
    const shown = holdingMarginModel({ proven: departure } as unknown as HoldingMargin).proven;
    expect(Object.keys(shown ?? {})).toEqual(['raw', 'proof']);
    expect(holdingMarginModel({ quantity: 1 } as unknown as HoldingMargin)).toEqual({ quantity: 1 });
  });
});
