import { evmChain } from '@causeway/domain/units';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT, ETHEREUM_WBTC } from './ethereum.js';
import { ACROSS, BTC, CCTP, contract, DAI, token, USDC, USDT } from './facts.js';
import { opStackLayer } from './op-stack-layer.js';

const chain = evmChain(10);

export const optimism = opStackLayer({
  chainNumber: 10,
  name: 'OP Mainnet',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0x99c9fc46f92e8a1c0dec1b1747d010903e884be1',
    messenger: '0x25ace71c97b33cc4729cf772ae268934f7ab5fa1',
    portal: '0xbeb5fc579115071764c7423a4f12edde41f106ed',
  },
  tokens: [
    token(chain, 'USDC', USDC, 6, '0x0b2c639c533813f4aa9d7837caf62653d097ff85'),
    token(chain, 'USDC.e', USDC, 6, '0x7f5c764cbc14f9669b88837ca1490cca17c31607', {
      bridgedFrom: ETHEREUM_USDC,
    }),
    token(chain, 'USDT', USDT, 6, '0x94b008aa00579c1307b0ef2c499ad98a8ce58e58', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'DAI', DAI, 18, '0xda10009cbd5d07dd0cecc66161fc93d7c9000da1', { bridgedFrom: ETHEREUM_DAI }),
    token(chain, 'WBTC', BTC, 8, '0x68f180fcce6836688e9084f035309e29bf0a2095', {
      bridgedFrom: ETHEREUM_WBTC,
    }),
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x6f26bf09b1c792e3228e5467807a900a503c0281'),
    contract(CCTP, 'TokenMessenger', '0x2b4069517957735be00cee0fadae88a26365528f'),
    contract(CCTP, 'MessageTransmitter', '0x4d41f22c5a0e5c74090899e5a8fb597a8842b3e8'),
    contract(CCTP, 'TokenMessengerV2', '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d'),
    contract(CCTP, 'MessageTransmitterV2', '0x81d40f21f12a8f0e3252bccb954d722d4c464b64'),
  ],
  cctpDomain: 2,
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
    'Across and CCTP v1 contracts: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'CCTP v2 contracts: miradorlabs/bridgeevm config (MIT), developers.circle.com/cctp/evm-smart-contracts',
  ],
});
