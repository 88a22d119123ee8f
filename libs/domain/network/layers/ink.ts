import { opStackLayer } from './op-stack-layer.js';

export const ink = opStackLayer({
  chainNumber: 57_073,
  name: 'Ink',
  blockSeconds: '1',
  settlement: {
    standardBridge: '0x88ff1e5b602916615391f55854588efcbb7663f0',
    messenger: '0x69d3cf86b2bf1a9e99875b7e2d9b6a84426c171f',
    portal: '0x5d66c1782664115999c47c9fa5cd031f495d3e4f',
  },
  sources: ['contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)'],
});
