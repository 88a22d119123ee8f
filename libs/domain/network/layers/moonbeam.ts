import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { contract, NOMAD } from './facts.js';

const chain = evmChain(1284);

/** Known for Nomad's history. The tokens Nomad issued here lost their backing, so none stands for its original. */
export const moonbeam: Layer = {
  chain,
  name: 'Moonbeam',
  kind: 'sidechain',
  blockSeconds: '6',
  finality: { safeSeconds: 24, finalisedSeconds: 24 },
  assets: [],
  contracts: [
    contract(NOMAD, 'Home', '0x8f184d6aa1977fd2f9d9024317d0ea5cf5815b6f'),
    contract(NOMAD, 'Replica', '0x7f58bb8311db968ab110889f2dfa04ab7e8e831b'),
    contract(NOMAD, 'BridgeRouter', '0xd3dfd3ede74e0dcebc1aa685e151332857efce2d'),
  ],
  identifiers: {},
  sources: [
    'Nomad contracts: nomad-xyz/monorepo packages/sdk/src/domains/mainnet.ts (MIT OR Apache-2.0)',
    'block time and finality: docs.moonbeam.network/learn/core-concepts/consensus-finality',
  ],
};
