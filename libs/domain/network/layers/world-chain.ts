import { opStackLayer } from './op-stack-layer.js';

export const worldChain = opStackLayer({
  chainNumber: 480,
  name: 'World Chain',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0x470458c91978d2d929704489ad730dc3e3001113',
    messenger: '0xf931a81d18b1766d15695ffc7c1920a62b7e710a',
    portal: '0xd5ec14a83b7d95be1e2ac12523e2dee12cbeea6c',
  },
  sources: ['contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)'],
});
