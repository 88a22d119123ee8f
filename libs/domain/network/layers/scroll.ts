import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ETHEREUM_USDC } from './ethereum.js';
import {
  ACROSS,
  CELER,
  contract,
  ether,
  HYPERLANE,
  LAYERZERO,
  SCROLL,
  STARGATE,
  token,
  USDC,
} from './facts.js';

const chain = evmChain(534_352);
const settlement = evmChain(1);

export const scroll: Layer = {
  chain,
  name: 'Scroll',
  kind: 'validity-rollup',
  settlesOn: settlement,
  blockSeconds: '3',
  finality: { safeSeconds: 300, finalisedSeconds: 3_600 },
  challengeSeconds: 0,
  assets: [
    ether(chain),
    token(chain, 'USDC', USDC, 6, '0x06efdbff2a14a7c8e15944d1f4a48f9f95f663a4', {
      bridgedFrom: ETHEREUM_USDC,
    }),
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x3bad7ad0728f9917d1bf08af5782dcbd516cdd96'),
    contract(CELER, 'Bridge', '0x9b36f165bab9ebe611d491180418d8de4b8f3a1f'),
    contract(HYPERLANE, 'Mailbox', '0x2f2afae1139ce54fefc03593fee8ab2adf4a85a7'),
    contract(HYPERLANE, 'WarpRouteNative', '0xf85379cf296f84871dee84826153d6f5cca9de3b'),
    contract(HYPERLANE, 'WarpRouteUSDT', '0x0fc41a92f526a8cd22060a4052e156502d6b9db0'),
    contract(HYPERLANE, 'WarpRouteWBTC', '0x10a5263aced246fcd0977f1a3c6a238a14183096'),
    contract(LAYERZERO, 'EndpointV2', '0x1a44076050125825900e736c501f859c50fe728c'),
    contract(LAYERZERO, 'UltraLightNodeV2', '0x38de71124f7a447a01d67945a51edce9ff491251'),
    contract(STARGATE, 'StargatePoolNative', '0xc2b638cb5042c1b3c5d5c969361fb50569840583'),
    contract(STARGATE, 'StargatePoolUSDC', '0x3fc69cc4a842838bcdc9499178740226062b14e4'),
    contract(STARGATE, 'TokenMessaging', '0x4e422b0acb2bd7e3ac70b5c0e5eb806e86a94038'),
    contract(SCROLL, 'L2ScrollMessenger', '0x781e90f1c8fc4611c9b7497c3b47f99ef6969cbc', settlement),
    contract(SCROLL, 'L2MessageQueue', '0x5300000000000000000000000000000000000000', settlement),
    contract(SCROLL, 'L2ETHGateway', '0x6ea73e05adc79974b931123675ea8f78ffdacdf0', settlement),
    contract(SCROLL, 'L2WETHGateway', '0x7003e7b7186f0e6601203b99f7b8decbfa391cf9', settlement),
    contract(SCROLL, 'L2StandardERC20Gateway', '0xe2b4795039517653c5ae8c2a9bfdd783b48f447a', settlement),
    contract(SCROLL, 'L2CustomERC20Gateway', '0x64ccbe37c9a82d85a1f2e74649b7a42923067988', settlement),
    contract(SCROLL, 'L2USDCGateway', '0x33b60d5dd260d453cac3782b0bdc01ce84672142', settlement),
  ],
  settlementContracts: [
    contract(SCROLL, 'L1ScrollMessenger', '0x6774bcbd5cecef1336b5300fb5186a12ddd8b367'),
    contract(SCROLL, 'L1MessageQueue', '0x0d7e906bd9cafa154b048cfa766cc1e54e39af9b'),
    contract(SCROLL, 'L1ETHGateway', '0x7f2b8c31f88b6006c382775eea88297ec1e3e905'),
    contract(SCROLL, 'L1WETHGateway', '0x7ac440cae8eb6328de4fa621163a792c1ea9d4fe'),
    contract(SCROLL, 'L1StandardERC20Gateway', '0xd8a791fe2be73eb6e6cf1eb0cb3f36adc9b3f8f9'),
    contract(SCROLL, 'L1CustomERC20Gateway', '0xb2b10a289a229415a124efdef310c10cb004b6ff'),
    contract(SCROLL, 'L1USDCGateway', '0xf1af3b23de0a5ca3cab7261cb0061c0d779a5c7b'),
  ],
  identifiers: { hyperlaneDomain: 534_352, layerZeroEndpoint: 30_214 },
  sources: [
    'Across contract: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'USDC: input token of the Across fill in transaction 0x0fe6509d… of Arbitrum One',
    'finalisation period 0: l2beat scroll.ts (MIT); block time: growthepie/gtp-dna (MIT)',
    'finality: about an hour until a batch is proven, docs.scroll.io/en/technology/chain/rollup',
    'cBridge contract: cbridge-docs.celer.network/reference/contract-addresses',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Stargate 2 contracts: docs.stargate.finance/resources/contracts/mainnet-contracts',
    'Stargate 1 contracts and LayerZero 1: XChainDataGen extractor constants, logs of RSS3-Network/Node tests (MIT)',
    'messengers, queues and gateways: docs.scroll.io/en/developers/scroll-contracts',
  ],
};
