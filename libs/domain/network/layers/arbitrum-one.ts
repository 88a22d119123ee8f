import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT, ETHEREUM_WBTC, ETHEREUM_WETH } from './ethereum.js';
import { ACROSS, ARBITRUM, BTC, CCTP, contract, DAI, ETH, ether, token, USDC, USDT } from './facts.js';

const chain = evmChain(42_161);
const settlement = evmChain(1);

export const arbitrumOne: Layer = {
  chain,
  name: 'Arbitrum One',
  kind: 'optimistic-rollup',
  settlesOn: settlement,
  blockSeconds: '0.25',
  finality: { safeSeconds: 300, finalisedSeconds: 1_200 },
  // 45,818 blocks of Ethereum at 12 s, the confirmation period of the rollup contract.
  challengeSeconds: 549_816,
  assets: [
    ether(chain),
    token(chain, 'WETH', ETH, 18, '0x82af49447d8a07e3bd95bd0d56f35241523fbab1', {
      bridgedFrom: ETHEREUM_WETH,
      wrapsNative: true,
    }),
    token(chain, 'USDC', USDC, 6, '0xaf88d065e77c8cc2239327c5edb3a432268e5831'),
    token(chain, 'USDC.e', USDC, 6, '0xff970a61a04b1ca14834a43f5de4533ebddb5cc8', {
      bridgedFrom: ETHEREUM_USDC,
    }),
    token(chain, 'USDT', USDT, 6, '0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'DAI', DAI, 18, '0xda10009cbd5d07dd0cecc66161fc93d7c9000da1', { bridgedFrom: ETHEREUM_DAI }),
    token(chain, 'WBTC', BTC, 8, '0x2f2a2543b76a4166549f7aab2e75bef0aefc5b0f', {
      bridgedFrom: ETHEREUM_WBTC,
    }),
  ],
  contracts: [
    contract(ARBITRUM, 'ArbSys', '0x0000000000000000000000000000000000000064', settlement),
    contract(ARBITRUM, 'ArbRetryableTx', '0x000000000000000000000000000000000000006e', settlement),
    contract(ARBITRUM, 'L2GatewayRouter', '0x5288c571fd7ad117bea99bf60fe0846c4e84f933', settlement),
    contract(ARBITRUM, 'L2ERC20Gateway', '0x09e9222e96e7b4ae2a407b98d48e330053351eee', settlement),
    contract(ARBITRUM, 'L2CustomGateway', '0x096760f208390250649e3e8763348e783aef5562', settlement),
    contract(ARBITRUM, 'L2WethGateway', '0x6c411ad3e74de3e7bd422b94a27770f5b86c623b', settlement),
    contract(ACROSS, 'SpokePool', '0xe35e9842fceaca96570b734083f4a58e8f7c5f2a'),
    contract(CCTP, 'TokenMessenger', '0x19330d10d9cc8751218eaf51e8885d058642e08a'),
    contract(CCTP, 'MessageTransmitter', '0xc30362313fbba5cf9163f0bb16a0e01f01a896ca'),
    contract(CCTP, 'TokenMessengerV2', '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d'),
    contract(CCTP, 'MessageTransmitterV2', '0x81d40f21f12a8f0e3252bccb954d722d4c464b64'),
  ],
  settlementContracts: [
    contract(ARBITRUM, 'Bridge', '0x8315177ab297ba92a06054ce80a67ed4dbd7ed3a'),
    contract(ARBITRUM, 'ClassicBridge', '0x011b6e24ffb0b5f5fcc564cf4183c5bbbc96d515'),
    contract(ARBITRUM, 'Inbox', '0x4dbd4fc535ac27206064b68ffcf827b0a60bab3f'),
    contract(ARBITRUM, 'Outbox', '0x0b9857ae2d4a3dbe74ffe1d7df045bb7f96e4840'),
    contract(ARBITRUM, 'ClassicOutbox', '0x667e23abd27e623c11d4cc00ca3ec4d0bd63337a'),
    contract(ARBITRUM, 'ClassicOutbox', '0x760723cd2e632826c38fef8cd438a4cc7e7e1a40'),
    contract(ARBITRUM, 'L1GatewayRouter', '0x72ce9c846789fdb6fc1f34ac4ad25dd9ef7031ef'),
    contract(ARBITRUM, 'L1ERC20Gateway', '0xa3a7b6f88361f48403514059f1f16c8e78d60eec'),
    contract(ARBITRUM, 'L1CustomGateway', '0xcee284f754e854890e311e3280b767f80797180d'),
    contract(ARBITRUM, 'L1WethGateway', '0xd92023e9d9911199a6711321d1277285e6d4e2db'),
  ],
  identifiers: { cctpDomain: 3 },
  sources: [
    'contracts and confirmation period: OffchainLabs/arbitrum-sdk networks.ts and test fixtures (Apache-2.0)',
    'WETH: OffchainLabs/arbitrum-sdk networks.ts (Apache-2.0); USDC, USDC.e, USDT: OffchainLabs/arbitrum-token-bridge CommonAddressUtils.ts (Apache-2.0)',
    'WBTC, DAI: the token beside the gateway event in transactions 0x80e6c083… and 0xb425d3f1… of the chain',
    'Across and CCTP v1 contracts: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'CCTP v2 contracts: miradorlabs/bridgeevm config (MIT), developers.circle.com/cctp/evm-smart-contracts',
    'finality: median CCTP v1 latency from Arbitrum, which waits for finality, 2024 H2, XChainDataGen (MIT)',
  ],
};
