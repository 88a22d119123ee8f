import { evmChain } from '@causeway/domain/units';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT } from './ethereum.js';
import { ACROSS, CCTP, contract, DAI, token, USDC, USDT } from './facts.js';
import { opStackLayer } from './op-stack-layer.js';

const chain = evmChain(8453);

export const base = opStackLayer({
  chainNumber: 8453,
  name: 'Base',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0x3154cf16ccdb4c6d922629664174b904d80f2c35',
    messenger: '0x866e82a600a1414e583f7f13623f1ac5d58b0afa',
    portal: '0x49048044d57e1c92a77f79988d21fa8faf74e97e',
  },
  tokens: [
    token(chain, 'USDC', USDC, 6, '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'),
    token(chain, 'USDbC', USDC, 6, '0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca', {
      bridgedFrom: ETHEREUM_USDC,
    }),
    token(chain, 'USDT', USDT, 6, '0xfde4c96c8593536e31f229ea8f37b2ada2699bb2', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'DAI', DAI, 18, '0x50c5725949a6f0c72e6c4a641f24049a917db0cb', { bridgedFrom: ETHEREUM_DAI }),
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x09aea4b2242abc8bb4bb78d537a67a245a7bec64'),
    contract(CCTP, 'TokenMessenger', '0x1682ae6375c4e4a97e4b583bc394c861a46d8962'),
    contract(CCTP, 'MessageTransmitter', '0xad09780d193884d503182ad4588450c416d6f9d4'),
    contract(CCTP, 'TokenMessengerV2', '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d'),
    contract(CCTP, 'MessageTransmitterV2', '0x81d40f21f12a8f0e3252bccb954d722d4c464b64'),
  ],
  cctpDomain: 6,
  sources: [
    'portal and bridge on Ethereum: wevm/viem chain definitions (MIT); messenger: emitter in RSS3-Network/Node tests (MIT)',
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
    'Across and CCTP v1 contracts: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'CCTP v2 contracts: miradorlabs/bridgeevm config (MIT), developers.circle.com/cctp/evm-smart-contracts',
  ],
});
