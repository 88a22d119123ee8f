import { evmChain } from '@causeway/domain/units';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT } from './ethereum.js';
import {
  ACROSS,
  CCTP,
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

const chain = evmChain(8453);

export const base = opStackLayer({
  chainNumber: 8453,
  name: 'Base',
  blockSeconds: '2',
  settlement: {
    standardBridge: '0x3154cf16ccdb4c6d922629664174b904d80f2c35',
    messenger: '0x866e82a600a1414e583f7f13623f1ac5d58b0afa',
    portal: '0x49048044d57e1c92a77f79988d21fa8faf74e97e',
  },
  tokens: [
    token(chain, 'USDC', USDC, 6, '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913', {
      balanceSlot: FIAT_TOKEN_BALANCES,
    }),
    token(chain, 'USDbC', USDC, 6, '0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca', {
      bridgedFrom: ETHEREUM_USDC,
    }),
    token(chain, 'USDT', USDT, 6, '0xfde4c96c8593536e31f229ea8f37b2ada2699bb2', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'DAI', DAI, 18, '0x50c5725949a6f0c72e6c4a641f24049a917db0cb', { bridgedFrom: ETHEREUM_DAI }),
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x09aea4b2242abc8bb4bb78d537a67a245a7bec64'),
    contract(CCTP, 'TokenMessenger', '0x1682ae6375c4e4a97e4b583bc394c861a46d8962'),
    contract(CCTP, 'MessageTransmitter', '0xad09780d193884d503182ad4588450c416d6f9d4'),
    contract(CCTP, 'TokenMessengerV2', '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d'),
    contract(CCTP, 'MessageTransmitterV2', '0x81d40f21f12a8f0e3252bccb954d722d4c464b64'),
    ...hopRollupContracts(
      'ETH',
      '0x3666f603cc164936c1b87e207f36beba4ac5f18a',
      '0x0ce6c85cf43553de10fc56ceca0aef6ff0dd444d',
    ),
    ...hopRollupContracts(
      'USDC',
      '0x46ae9bab8cea96610807a275ebd36f8e916b5c61',
      '0x022c5ce6f1add7423268d41e08df521d5527c2a0',
    ),
    contract(CONNEXT, 'Connext', '0xb8448c6f7f7887d36dca487370778e419e9ebe3f'),
    contract(DEBRIDGE, 'DlnSource', '0xef4fb24ad0916217251f553c0596f8edc630eb66'),
    contract(DEBRIDGE, 'DlnDestination', '0xe7351fd770a37282b91d153ee690b63579d6dd7f'),
    contract(HYPERLANE, 'Mailbox', '0xea87ae93fa0019a82a727bfd3ebd1cfca8f64f1d'),
    contract(HYPERLANE, 'WarpRouteNative', '0x885598858b68562fe5001f8ee022522313257c7a'),
    contract(HYPERLANE, 'WarpRouteUSDC', '0x955132016f9b6376b1392aa7bff50538d21ababc'),
    contract(HYPERLANE, 'WarpRouteUSDC', '0x103c9cf52bbf6a6815a6c7e07c5fb376de016c7d'),
    contract(LAYERZERO, 'EndpointV2', '0x1a44076050125825900e736c501f859c50fe728c'),
    contract(LAYERZERO, 'UltraLightNodeV2', '0x38de71124f7a447a01d67945a51edce9ff491251'),
    contract(LAYERZERO, 'ZRO', '0x6985884c4392d348587b19cb9eaaf157f13271cd'),
    contract(STARGATE, 'StargatePoolNative', '0xdc181bd607330aeebef6ea62e03e5e1fb4b6f7c7'),
    contract(STARGATE, 'StargatePoolUSDC', '0x27a16dc786820b16e5c9028b75b99f6f604b5d26'),
    contract(STARGATE, 'TokenMessaging', '0x5634c4a5fed09819e3c46d86a965dd9447d86e47'),
    contract(STARGATE, 'Bridge', '0xaf54be5b6eec24d6bfacf1cce4eaf680a8239398'),
    contract(STARGATE, 'Pool', '0x28fc411f9e1c480ad312b3d9c60c22b965015c6b'),
    contract(STARGATE, 'Pool', '0x4c80e24119cfb836cdf0a6b53dc23f04f7e652ca'),
    contract(WORMHOLE, 'CoreBridge', '0xbebdb6c8ddc678ffa9f8748f85c815c556dd8ac6'),
    contract(WORMHOLE, 'TokenBridge', '0x8d2de8d2f73f1f4cab472ac9a881c9b123c79627'),
  ],
  cctpDomain: 6,
  identifiers: {
    connextDomain: 1_650_553_709,
    hyperlaneDomain: 8453,
    layerZeroEndpoint: 30_184,
    wormholeChain: 30,
  },
  sources: [
    'portal and bridge on Ethereum: wevm/viem chain definitions (MIT); messenger: emitter in RSS3-Network/Node tests (MIT)',
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
    'Across and CCTP v1 contracts: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'CCTP v2 contracts: miradorlabs/bridgeevm config (MIT), developers.circle.com/cctp/evm-smart-contracts',
    'Hop contracts: messari/subgraphs hop-protocol constants (MIT)',
    'Connext contract and domain: deployments.json of connext/monorepo, docs.connext.network',
    'deBridge contracts: miradorlabs/bridgeevm config and AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Wormhole contracts and chain id: wormhole-foundation/wormhole-sdk-ts base constants (Apache-2.0)',
    'Stargate 2 contracts: docs.stargate.finance/resources/contracts/mainnet-contracts',
    'Stargate 1 contracts and LayerZero 1: XChainDataGen extractor constants, logs of RSS3-Network/Node tests (MIT)',
  ],
});
