import { contract, LAYERZERO } from './facts.js';
import { opStackLayer } from './op-stack-layer.js';

export const zora = opStackLayer({
  chainNumber: 7_777_777,
  name: 'Zora',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0x3e2ea9b92b7e48a52296fd261dc26fd995284631',
    messenger: '0xdc40a14d9abd6f410226f1e6de71ae03441ca506',
    portal: '0x1a0ad011913a150f69f6a19df447a0cfd9551054',
  },
  contracts: [contract(LAYERZERO, 'EndpointV2', '0x1a44076050125825900e736c501f859c50fe728c')],
  identifiers: { layerZeroEndpoint: 30_195 },
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
  ],
});
