import { evmChain } from '@causeway/domain/units';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT, ETHEREUM_WBTC } from './ethereum.js';
import {
  ACROSS,
  BTC,
  CCTP,
  CELER,
  CONNEXT,
  contract,
  DAI,
  DEBRIDGE,
  FIAT_TOKEN_BALANCES,
  HYPERLANE,
  LAYERZERO,
  STARGATE,
  token,
  USDC,
  USDT,
  WORMHOLE,
} from './facts.js';
import { hopRollupContracts } from './hop-contracts.js';
import { opStackLayer } from './op-stack-layer.js';

const chain = evmChain(10);

export const optimism = opStackLayer({
  chainNumber: 10,
  name: 'OP Mainnet',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0x99c9fc46f92e8a1c0dec1b1747d010903e884be1',
    messenger: '0x25ace71c97b33cc4729cf772ae268934f7ab5fa1',
    portal: '0xbeb5fc579115071764c7423a4f12edde41f106ed',
  },
  tokens: [
    token(chain, 'USDC', USDC, 6, '0x0b2c639c533813f4aa9d7837caf62653d097ff85', {
      balanceSlot: FIAT_TOKEN_BALANCES,
    }),
    token(chain, 'USDC.e', USDC, 6, '0x7f5c764cbc14f9669b88837ca1490cca17c31607', {
      bridgedFrom: ETHEREUM_USDC,
    }),
    token(chain, 'USDT', USDT, 6, '0x94b008aa00579c1307b0ef2c499ad98a8ce58e58', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'DAI', DAI, 18, '0xda10009cbd5d07dd0cecc66161fc93d7c9000da1', { bridgedFrom: ETHEREUM_DAI }),
    token(chain, 'WBTC', BTC, 8, '0x68f180fcce6836688e9084f035309e29bf0a2095', {
      bridgedFrom: ETHEREUM_WBTC,
    }),
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x6f26bf09b1c792e3228e5467807a900a503c0281'),
    contract(CCTP, 'TokenMessenger', '0x2b4069517957735be00cee0fadae88a26365528f'),
    contract(CCTP, 'MessageTransmitter', '0x4d41f22c5a0e5c74090899e5a8fb597a8842b3e8'),
    contract(CCTP, 'TokenMessengerV2', '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d'),
    contract(CCTP, 'MessageTransmitterV2', '0x81d40f21f12a8f0e3252bccb954d722d4c464b64'),
    ...hopRollupContracts(
      'ETH',
      '0x83f6244bd87662118d96d9a6d44f09dfff14b30e',
      '0xaa30d6bba6285d0585722e2440ff89e23ef68864',
    ),
    ...hopRollupContracts(
      'USDC',
      '0xa81d244a1814468c734e5b4101f7b9c0c577a8fc',
      '0x3c0ffaca566fccfd9cc95139fef6cba143795963',
    ),
    ...hopRollupContracts(
      'USDT',
      '0x46ae9bab8cea96610807a275ebd36f8e916b5c61',
      '0xec4b41af04cf917b54aeb6df58c0f8d78895b5ef',
    ),
    ...hopRollupContracts(
      'DAI',
      '0x7191061d5d4c60f598214cc6913502184baddf18',
      '0xf181ed90d6cfac84b8073fdea6d34aa744b41810',
    ),
    contract(CELER, 'Bridge', '0x9d39fc627a6d9d9f8c831c16995b209548cc3401'),
    contract(CONNEXT, 'Connext', '0x8f7492de823025b4cfaab1d34c58963f2af5deda'),
    contract(DEBRIDGE, 'DlnSource', '0xef4fb24ad0916217251f553c0596f8edc630eb66'),
    contract(DEBRIDGE, 'DlnDestination', '0xe7351fd770a37282b91d153ee690b63579d6dd7f'),
    contract(HYPERLANE, 'Mailbox', '0xd4c1905bb1d26bc93dac913e13cacc278cdcc80d'),
    contract(HYPERLANE, 'WarpRouteNative', '0x14a77bdab46bbeb7dafc3e4cb4732a51241ef539'),
    contract(HYPERLANE, 'WarpRouteUSDC', '0x741b077c69fa219cedb11364706a3880a792423e'),
    contract(HYPERLANE, 'WarpRouteUSDC', '0xca11d580faae3e6993aa230f437079ac21f3078a'),
    contract(LAYERZERO, 'EndpointV2', '0x1a44076050125825900e736c501f859c50fe728c'),
    contract(LAYERZERO, 'UltraLightNodeV2', '0x4d73adb72bc3dd368966edd0f0b2148401a178e2'),
    contract(LAYERZERO, 'USDT0', '0xf03b4d9ac1d5d1e7c4cef54c2a313b9fe051a0ad'),
    contract(LAYERZERO, 'ZRO', '0x6985884c4392d348587b19cb9eaaf157f13271cd'),
    contract(STARGATE, 'StargatePoolNative', '0xe8cdf27acd73a434d661c84887215f7598e7d0d3'),
    contract(STARGATE, 'StargatePoolUSDC', '0xce8cca271ebc0533920c83d39f417ed6a0abb7d0'),
    contract(STARGATE, 'StargatePoolUSDT', '0x19cfce47ed54a88614648dc3f19a5980097007dd'),
    contract(STARGATE, 'TokenMessaging', '0xf1fcb4cbd57b67d683972a59b6a7b1e2e8bf27e6'),
    contract(STARGATE, 'Bridge', '0x701a95707a0290ac8b90b3719e8ee5b210360883'),
    contract(STARGATE, 'StargateEthVault', '0xb69c8cbcd90a39d8d3d3ccf0a3e968511c3856a0'),
    contract(STARGATE, 'Pool', '0x368605d9c6243a80903b9e326f1cddde088b8924'),
    contract(STARGATE, 'Pool', '0x165137624f1f692e69659f944bf69de02874ee27'),
    contract(STARGATE, 'Pool', '0xdecc0c09c3b5f6e92ef4184125d5648a66e35298'),
    contract(STARGATE, 'Pool', '0xd22363e3762ca7339569f3d33eade20127d5f98c'),
    contract(STARGATE, 'Pool', '0x3533f5e279bdbf550272a199a223da798d9eff78'),
    contract(WORMHOLE, 'CoreBridge', '0xee91c335eab126df5fdb3797ea9d6ad93aec9722'),
    contract(WORMHOLE, 'TokenBridge', '0x1d68124e65fafc907325e3edbf8c4d84499daa8b'),
  ],
  cctpDomain: 2,
  identifiers: {
    connextDomain: 1_869_640_809,
    hyperlaneDomain: 10,
    layerZeroEndpoint: 30_111,
    wormholeChain: 24,
  },
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
    'Across and CCTP v1 contracts: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'CCTP v2 contracts: miradorlabs/bridgeevm config (MIT), developers.circle.com/cctp/evm-smart-contracts',
    'Hop contracts: hop-protocol/hop packages/core/src/addresses/mainnet.ts (MIT)',
    'cBridge contract: cbridge-docs.celer.network/reference/contract-addresses',
    'Connext contract and domain: deployments.json of connext/monorepo, docs.connext.network',
    'deBridge contracts: miradorlabs/bridgeevm config and AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Wormhole contracts and chain id: wormhole-foundation/wormhole-sdk-ts base constants (Apache-2.0)',
    'Stargate 2 contracts: docs.stargate.finance/resources/contracts/mainnet-contracts',
    'Stargate 1 contracts and LayerZero 1: XChainDataGen extractor constants, logs of RSS3-Network/Node tests (MIT)',
  ],
});
