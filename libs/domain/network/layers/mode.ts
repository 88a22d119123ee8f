import { evmChain } from '@causeway/domain/units';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT, ETHEREUM_WBTC } from './ethereum.js';
import { BTC, CONNEXT, contract, DAI, HYPERLANE, LAYERZERO, token, USDC, USDT } from './facts.js';
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
  contracts: [
    contract(CONNEXT, 'Connext', '0x7380511493dd4c2f1dd75e9cce5bd52c787d4b51'),
    contract(HYPERLANE, 'Mailbox', '0x2f2afae1139ce54fefc03593fee8ab2adf4a85a7'),
    contract(HYPERLANE, 'WarpRouteNative', '0xef043d913b196dc87cb1256850894aa72dad5933'),
    contract(HYPERLANE, 'WarpRouteUSDT', '0x803e7524526c579ccf6ef0474d03012edfd0d3ec'),
    contract(HYPERLANE, 'WarpRouteWBTC', '0x3c38fc01159e7be0685653a0c896ea49f2baa7c1'),
    contract(LAYERZERO, 'EndpointV2', '0x1a44076050125825900e736c501f859c50fe728c'),
  ],
  identifiers: { connextDomain: 1_836_016_741, hyperlaneDomain: 34_443, layerZeroEndpoint: 30_260 },
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
    'Connext contract and domain: deployments.json of connext/monorepo, docs.connext.network',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
  ],
});
