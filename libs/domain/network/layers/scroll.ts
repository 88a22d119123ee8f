import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ETHEREUM_USDC } from './ethereum.js';
import { ACROSS, contract, ether, token, USDC } from './facts.js';

const chain = evmChain(534_352);

export const scroll: Layer = {
  chain,
  name: 'Scroll',
  kind: 'validity-rollup',
  settlesOn: evmChain(1),
  blockSeconds: '3',
  finality: { safeSeconds: 300, finalisedSeconds: 3_600 },
  challengeSeconds: 0,
  assets: [
    ether(chain),
    token(chain, 'USDC', USDC, 6, '0x06efdbff2a14a7c8e15944d1f4a48f9f95f663a4', {
      bridgedFrom: ETHEREUM_USDC,
    }),
  ],
  contracts: [contract(ACROSS, 'SpokePool', '0x3bad7ad0728f9917d1bf08af5782dcbd516cdd96')],
  identifiers: {},
  sources: [
    'Across contract: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'USDC: input token of the Across fill in transaction 0x0fe6509d… of Arbitrum One',
    'finalisation period 0: l2beat scroll.ts (MIT); block time: growthepie/gtp-dna (MIT)',
    'finality: about an hour until a batch is proven, docs.scroll.io/en/technology/chain/rollup',
  ],
};
