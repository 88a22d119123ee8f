import { contract, HYPERLANE, LAYERZERO, WORMHOLE } from './facts.js';
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
  contracts: [
    contract(HYPERLANE, 'Mailbox', '0x2f2afae1139ce54fefc03593fee8ab2adf4a85a7'),
    contract(LAYERZERO, 'EndpointV2', '0x6f475642a6e85809b1c36fa62763669b1b48dd5b'),
    contract(WORMHOLE, 'CoreBridge', '0xcbcee4e081464a15d8ad5f58bb493954421eb506'),
    contract(WORMHOLE, 'TokenBridge', '0xc309275443519adca74c9136b02a38ef96e3a1f6'),
  ],
  identifiers: { hyperlaneDomain: 480, layerZeroEndpoint: 30_319, wormholeChain: 45 },
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Wormhole contracts and chain id: wormhole-foundation/wormhole-sdk-ts base constants (Apache-2.0)',
  ],
});
