import { contract, HYPERLANE, LAYERZERO, STARGATE } from './facts.js';
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
  contracts: [
    contract(HYPERLANE, 'Mailbox', '0x3a464f746d23ab22155710f44db16dca53e0775e'),
    contract(LAYERZERO, 'EndpointV2', '0x4bcb6a963a9563c33569d7a512d35754221f3a19'),
    contract(STARGATE, 'StargatePoolNative', '0x2f6f07cdcf3588944bf4c42ac74ff24bf56e7590'),
    contract(STARGATE, 'StargatePoolUSDC', '0x45f1a95a4d3f3836523f5c83673c797f4d4d263b'),
    contract(STARGATE, 'TokenMessaging', '0xaf54be5b6eec24d6bfacf1cce4eaf680a8239398'),
  ],
  identifiers: { hyperlaneDomain: 1868, layerZeroEndpoint: 30_340 },
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Stargate 2 contracts: docs.stargate.finance/resources/contracts/mainnet-contracts',
  ],
});
