import { evmChain } from '@causeway/domain/units';
import { ETHEREUM_DAI, ETHEREUM_USDT, ETHEREUM_WBTC } from './ethereum.js';
import { BTC, contract, DAI, HYPERLANE, LAYERZERO, STARGATE, token, USDC, USDT, WORMHOLE } from './facts.js';
import { opStackLayer } from './op-stack-layer.js';

const chain = evmChain(130);

export const unichain = opStackLayer({
  chainNumber: 130,
  name: 'Unichain',
  blockSeconds: '1',
  settlement: {
    standardBridge: '0x81014f44b0a345033bb2b3b21c7a1a308b35feea',
    messenger: '0x9a3d64e386c18cb1d6d5179a9596a4b5736e98a6',
    portal: '0x0bd48f6b86a26d3a217d0fa6ffe2b491b956a7a2',
  },
  tokens: [
    token(chain, 'USDC', USDC, 6, '0x078d782b760474a361dda0af3839290b0ef57ad6'),
    token(chain, 'USDT', USDT, 6, '0x588ce4f028d8e7b53b687865d6a67b3a54c75518', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'DAI', DAI, 18, '0x20cab320a855b39f724131c69424240519573f81', { bridgedFrom: ETHEREUM_DAI }),
    token(chain, 'WBTC', BTC, 8, '0x927b51f251480a681271180da4de28d44ec4afb8', {
      bridgedFrom: ETHEREUM_WBTC,
    }),
  ],
  contracts: [
    contract(HYPERLANE, 'Mailbox', '0x3a464f746d23ab22155710f44db16dca53e0775e'),
    contract(LAYERZERO, 'EndpointV2', '0x6f475642a6e85809b1c36fa62763669b1b48dd5b'),
    contract(STARGATE, 'StargatePoolNative', '0xe9aba835f813ca05e50a6c0ce65d0d74390f7de7'),
    contract(STARGATE, 'TokenMessaging', '0xb1eead6959cb5bb9b20417d6689922523b2b86c3'),
    contract(WORMHOLE, 'CoreBridge', '0xca1d5a146b03f6303baf59e5ad5615ae0b9d146d'),
    contract(WORMHOLE, 'TokenBridge', '0x3ff72741fd67d6ad0668d93b41a09248f4700560'),
  ],
  identifiers: { hyperlaneDomain: 130, layerZeroEndpoint: 30_320, wormholeChain: 44 },
  sources: [
    'contracts on Ethereum: ethereum-optimism/superchain-registry (MIT)',
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
    'Hyperlane contracts and domain: hyperlane-xyz/hyperlane-registry (MIT)',
    'LayerZero contracts and endpoint id: docs.layerzero.network/v2/deployments',
    'Wormhole contracts and chain id: wormhole-foundation/wormhole-sdk-ts base constants (Apache-2.0)',
    'Stargate 2 contracts: docs.stargate.finance/resources/contracts/mainnet-contracts',
  ],
});
