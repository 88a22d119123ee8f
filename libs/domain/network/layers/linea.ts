import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ETHEREUM_USDC } from './ethereum.js';
import {
  ACROSS,
  CELER,
  CONNEXT,
  contract,
  ether,
  HYPERLANE,
  LAYERZERO,
  LINEA,
  STARGATE,
  token,
  USDC,
  WORMHOLE,
} from './facts.js';

const chain = evmChain(59_144);
const settlement = evmChain(1);

export const linea: Layer = {
  chain,
  name: 'Linea',
  kind: 'validity-rollup',
  settlesOn: settlement,
  blockSeconds: '2',
  finality: { safeSeconds: 3_600, finalisedSeconds: 28_800 },
  challengeSeconds: 0,
  assets: [
    ether(chain),
    token(chain, 'USDC', USDC, 6, '0x176211869ca2b568f2a7d4ee941e073a821ee1ff', {
      bridgedFrom: ETHEREUM_USDC,
    }),
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x7e63a5f1a8f0b4d0934b2f2327daed3f6bb2ee75'),
    contract(CELER, 'Bridge', '0x9b36f165bab9ebe611d491180418d8de4b8f3a1f'),
    contract(CONNEXT, 'Connext', '0xa05ef29e9ac8c75c530c2795fa6a800e188de0a9'),
    contract(HYPERLANE, 'Mailbox', '0x02d16bc51af6bfd153d67ca61754cf912e82c4d9'),
    contract(LAYERZERO, 'EndpointV2', '0x1a44076050125825900e736c501f859c50fe728c'),
    contract(LAYERZERO, 'UltraLightNodeV2', '0x38de71124f7a447a01d67945a51edce9ff491251'),
    contract(STARGATE, 'StargatePoolNative', '0x81f6138153d473e8c5ecebd3dc8cd4903506b075'),
    contract(STARGATE, 'TokenMessaging', '0x5f688f563dc16590e570f97b542fa87931af2fed'),
    contract(WORMHOLE, 'CoreBridge', '0x0c56aebd76e6d9e4a1ec5e94f4162b4cbbf77b32'),
    contract(LINEA, 'L2MessageService', '0x508ca82df566dcd1b0de8296e70a96332cd644ec', settlement),
    contract(LINEA, 'L2TokenBridge', '0x353012dc4a9a6cf55c941badc267f82004a8ceb9', settlement),
    contract(LINEA, 'L2USDCBridge', '0xa2ee6fce4acb62d95448729cdb781e3beb62504a', settlement),
  ],
  settlementContracts: [
    contract(LINEA, 'L1MessageService', '0xd19d4b5d358258f05d7b411e21a1460d11b0876f'),
    contract(LINEA, 'L1TokenBridge', '0x051f1d88f0af5763fb888ec4378b4d8b29ea3319'),
    contract(LINEA, 'L1USDCBridge', '0x504a330327a089d8364c4ab3811ee26976d388ce'),
  ],
  identifiers: {
    connextDomain: 1_818_848_877,
    hyperlaneDomain: 59_144,
    layerZeroEndpoint: 30_183,
    wormholeChain: 38,
  },
  sources: [
    'Across contract: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'block time: wevm/viem chain definitions (MIT)',
    'finality: hard finality in 8 to 32 hours, docs.linea.build/protocol/transaction-finality',
    'cBridge contract: cbridge-docs.celer.network/reference/contract-addresses',
    'Connext contract and domain: deployments.json of connext/monorepo, docs.connext.network',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Wormhole contracts and chain id: wormhole-foundation/wormhole-sdk-ts base constants (Apache-2.0)',
    'Stargate 2 contracts: docs.stargate.finance/resources/contracts/mainnet-contracts',
    'Stargate 1 contracts and LayerZero 1: XChainDataGen extractor constants, logs of RSS3-Network/Node tests (MIT)',
    'message services, token bridges and USDC: docs.linea.build/network/build/contracts; USDC bridges: sender and target of a deposit in RSS3-Network/Node tests (MIT)',
  ],
};
