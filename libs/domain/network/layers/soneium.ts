import { opStackLayer } from './op-stack-layer.js';

export const soneium = opStackLayer({
  chainNumber: 1868,
  name: 'Soneium',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0xeb9bf100225c214efc3e7c651ebbadcf85177607',
    messenger: '0x9cf951e3f74b644e621b36ca9cea147a78d4c39f',
    portal: '0x88e529a6ccd302c948689cd5156c83d4614fae92',
  },
  sources: ['contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)'],
});
