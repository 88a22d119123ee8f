import { contract, HYPERLANE, LAYERZERO, STARGATE, WORMHOLE } from './facts.js';
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
  contracts: [
    contract(HYPERLANE, 'Mailbox', '0x7f50c5776722630a0024fae05fde8b47571d7b39'),
    contract(HYPERLANE, 'WarpRouteUSDC', '0x39d3c2cf646447ee302178edbe5a15e13b6f33ac'),
    contract(LAYERZERO, 'EndpointV2', '0xca29f3a6f966cb2fc0de625f8f325c0c46dbe958'),
    contract(STARGATE, 'StargateOFTUSDC', '0x2f6f07cdcf3588944bf4c42ac74ff24bf56e7590'),
    contract(STARGATE, 'TokenMessaging', '0x45f1a95a4d3f3836523f5c83673c797f4d4d263b'),
    contract(WORMHOLE, 'CoreBridge', '0xca1d5a146b03f6303baf59e5ad5615ae0b9d146d'),
    contract(WORMHOLE, 'TokenBridge', '0x3ff72741fd67d6ad0668d93b41a09248f4700560'),
  ],
  identifiers: { hyperlaneDomain: 57_073, layerZeroEndpoint: 30_339, wormholeChain: 46 },
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Wormhole contracts and chain id: wormhole-foundation/wormhole-sdk-ts base constants (Apache-2.0)',
    'Stargate 2 contracts: docs.stargate.finance/resources/contracts/mainnet-contracts',
  ],
});
