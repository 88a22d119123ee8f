import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { CELER, CONNEXT, contract, ether, HYPERLANE, LAYERZERO, token, USDC, ZKSYNC_ERA } from './facts.js';

const chain = evmChain(324);
const settlement = evmChain(1);

export const zksyncEra: Layer = {
  chain,
  name: 'ZKsync Era',
  kind: 'validity-rollup',
  settlesOn: settlement,
  blockSeconds: '1',
  finality: { safeSeconds: 600, finalisedSeconds: 10_800 },
  // Batches may be executed on Ethereum 3 h after they were proven.
  challengeSeconds: 10_800,
  assets: [ether(chain), token(chain, 'USDC', USDC, 6, '0x1d17cbcf0d6d143135ae902365d2e5e2a16538d4')],
  contracts: [
    contract(CELER, 'Bridge', '0x54069e96c4247b37c2fbd9559ca99f08cd1cd66c'),
    contract(CONNEXT, 'Connext', '0x05e42245388a0ccc8576ec953fec241455bb6e23'),
    contract(HYPERLANE, 'Mailbox', '0x6bd0a2214797bc81e0b006f7b74d6221bcd8cb6e'),
    contract(LAYERZERO, 'EndpointV2', '0xd07c30af3ff30d96bdc9c6044958230eb797ddbf'),
    contract(ZKSYNC_ERA, 'L1Messenger', '0x0000000000000000000000000000000000008008', settlement),
    contract(ZKSYNC_ERA, 'L2BaseToken', '0x000000000000000000000000000000000000800a', settlement),
    contract(ZKSYNC_ERA, 'L2AssetRouter', '0x0000000000000000000000000000000000010003', settlement),
    contract(ZKSYNC_ERA, 'L2SharedBridge', '0x11f943b2c77b743ab90f4a0ae7d5a4e7fca3e102', settlement),
  ],
  settlementContracts: [
    contract(ZKSYNC_ERA, 'DiamondProxy', '0x32400084c286cf3e17e7b677ea9583e60a000324'),
    contract(ZKSYNC_ERA, 'L1ERC20Bridge', '0x57891966931eb4bb6fb81430e6ce0a03aabde063'),
    contract(ZKSYNC_ERA, 'L1SharedBridge', '0xd7f9f54194c633f36ccd5f3da84ad4a1c38cb2cb'),
    contract(ZKSYNC_ERA, 'L1AssetRouter', '0x8829ad80e425c646dab305381ff105169feece56'),
  ],
  identifiers: { connextDomain: 2_053_862_243, hyperlaneDomain: 324, layerZeroEndpoint: 30_165 },
  sources: [
    'execution delay and finality: docs.zksync.io/zksync-protocol/rollup/finality',
    'block time: growthepie/gtp-dna (MIT); USDC: l2beat tokens.jsonc (MIT)',
    'cBridge contract: cbridge-docs.celer.network/reference/contract-addresses',
    'Connext contract and domain: deployments.json of connext/monorepo, docs.connext.network',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'diamond proxy and ERC-20 bridges: docs.zksync.io/zksync-era/environment/l1-contracts, docs.zksync.io/build/quick-start/useful-address; shared bridge, asset router and system contracts: matter-labs/era-contracts (MIT)',
  ],
};
