import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ACROSS, contract, ether } from './facts.js';

const chain = evmChain(59_144);

export const linea: Layer = {
  chain,
  name: 'Linea',
  kind: 'validity-rollup',
  settlesOn: evmChain(1),
  blockSeconds: '2',
  finality: { safeSeconds: 3_600, finalisedSeconds: 28_800 },
  challengeSeconds: 0,
  assets: [ether(chain)],
  contracts: [contract(ACROSS, 'SpokePool', '0x7e63a5f1a8f0b4d0934b2f2327daed3f6bb2ee75')],
  identifiers: {},
  sources: [
    'Across contract: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'block time: wevm/viem chain definitions (MIT)',
    'finality: hard finality in 8 to 32 hours, docs.linea.build/protocol/transaction-finality',
  ],
};
