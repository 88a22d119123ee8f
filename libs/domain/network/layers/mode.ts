import { evmChain } from '@causeway/domain/units';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT, ETHEREUM_WBTC } from './ethereum.js';
import { BTC, DAI, USDC, USDT, token } from './facts.js';
import { opStackLayer } from './op-stack-layer.js';

const chain = evmChain(34443);

export const mode = opStackLayer({
  chainNumber: 34_443,
  name: 'Mode',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0x735adbbe72226bd52e818e7181953f42e3b0ff21',
    messenger: '0x95bdca6c8edeb69c98bd5bd17660bacef1298a6f',
    portal: '0x8b34b14c7c7123459cf3076b8cb929be097d0c07',
  },
  tokens: [
    token(chain, 'USDC', USDC, 6, '0xd988097fb8612cc24eec14542bc03424c656005f', {
      bridgedFrom: ETHEREUM_USDC,
    }),
    token(chain, 'USDT', USDT, 6, '0xf0f161fda2712db8b566946122a5af183995e2ed', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'DAI', DAI, 18, '0xe7798f023fc62146e8aa1b36da45fb70855a77ea', { bridgedFrom: ETHEREUM_DAI }),
    token(chain, 'WBTC', BTC, 8, '0xcdd475325d6f564d27247d1dddbb0dac6fa0a5cf', {
      bridgedFrom: ETHEREUM_WBTC,
    }),
  ],
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
  ],
});
