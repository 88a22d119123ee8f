import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ether, token, USDC } from './facts.js';

const chain = evmChain(324);

export const zksyncEra: Layer = {
  chain,
  name: 'ZKsync Era',
  kind: 'validity-rollup',
  settlesOn: evmChain(1),
  blockSeconds: '1',
  finality: { safeSeconds: 600, finalisedSeconds: 10_800 },
  // Batches may be executed on Ethereum 3 h after they were proven.
  challengeSeconds: 10_800,
  assets: [ether(chain), token(chain, 'USDC', USDC, 6, '0x1d17cbcf0d6d143135ae902365d2e5e2a16538d4')],
  contracts: [],
  identifiers: {},
  sources: [
    'execution delay and finality: docs.zksync.io/zksync-protocol/rollup/finality',
    'block time: growthepie/gtp-dna (MIT); USDC: l2beat tokens.jsonc (MIT)',
  ],
};
