import { evmChain, nativeAsset } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ACROSS, CCTP, contract, POL, token, USDC } from './facts.js';

const chain = evmChain(137);
const POL_COIN_TYPE = 966;

export const polygonPos: Layer = {
  chain,
  name: 'Polygon PoS',
  kind: 'sidechain',
  settlesOn: evmChain(1),
  blockSeconds: '2',
  finality: { safeSeconds: 5, finalisedSeconds: 5 },
  assets: [
    { asset: nativeAsset(chain, POL_COIN_TYPE), family: POL, symbol: 'POL', decimals: 18 },
    token(chain, 'USDC', USDC, 6, '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359'),
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x9295ee1d8c5b022be115a2ad3c30c72e34e7f096'),
    contract(CCTP, 'TokenMessenger', '0x9daf8c91aefae50b9c0e69629d3f6ca40ca3b3fe'),
    contract(CCTP, 'MessageTransmitter', '0xf3be9355363857f3e001be68856a2f96b4c39ba9'),
    contract(CCTP, 'TokenMessengerV2', '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d'),
    contract(CCTP, 'MessageTransmitterV2', '0x81d40f21f12a8f0e3252bccb954d722d4c464b64'),
  ],
  identifiers: { cctpDomain: 7 },
  sources: [
    'Across and CCTP v1 contracts: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'CCTP v2 contracts: miradorlabs/bridgeevm config (MIT), developers.circle.com/cctp/evm-smart-contracts',
    'USDC: burn token of the CCTP mint in Ethereum block 21925176, a16z/helios (MIT)',
    'block time: growthepie/gtp-dna (MIT); finality: milestones, docs.polygon.technology/pos/concepts/finality',
  ],
};
