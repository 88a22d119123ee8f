import { evmChain } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ACROSS, BTC, CCTP, contract, DAI, erc20, ETH, ether, USDC, USDT } from './facts.js';

const chain = evmChain(1);

export const ETHEREUM_WETH = erc20(chain, '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2');
export const ETHEREUM_USDC = erc20(chain, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
export const ETHEREUM_USDT = erc20(chain, '0xdac17f958d2ee523a2206206994597c13d831ec7');
export const ETHEREUM_DAI = erc20(chain, '0x6b175474e89094c44da98b954eedeac495271d0f');
export const ETHEREUM_WBTC = erc20(chain, '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599');

export const ethereum: Layer = {
  chain,
  name: 'Ethereum',
  kind: 'settlement-layer',
  blockSeconds: '12',
  // A block is safe once its epoch of 32 slots of 12 s is justified, and final one epoch and a bit later.
  finality: { safeSeconds: 384, finalisedSeconds: 780 },
  assets: [
    ether(chain),
    { asset: ETHEREUM_WETH, family: ETH, symbol: 'WETH', decimals: 18, wrapsNative: true },
    { asset: ETHEREUM_USDC, family: USDC, symbol: 'USDC', decimals: 6 },
    { asset: ETHEREUM_USDT, family: USDT, symbol: 'USDT', decimals: 6 },
    { asset: ETHEREUM_DAI, family: DAI, symbol: 'DAI', decimals: 18 },
    { asset: ETHEREUM_WBTC, family: BTC, symbol: 'WBTC', decimals: 8 },
  ],
  contracts: [
    contract(ACROSS, 'SpokePool', '0x5c7bcd6e7de5423a257d81b442095a1a6ced35c5'),
    contract(CCTP, 'TokenMessenger', '0xbd3fa81b58ba92a82136038b25adec7066af3155'),
    contract(CCTP, 'MessageTransmitter', '0x0a992d191deec32afe36203ad87d7d289a738f81'),
    contract(CCTP, 'TokenMessengerV2', '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d'),
    contract(CCTP, 'MessageTransmitterV2', '0x81d40f21f12a8f0e3252bccb954d722d4c464b64'),
  ],
  identifiers: { cctpDomain: 0 },
  sources: [
    'tokens: ethereum-optimism/ethereum-optimism.github.io token list (MIT)',
    'Across and CCTP v1 contracts: AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'CCTP v2 contracts: miradorlabs/bridgeevm config (MIT), developers.circle.com/cctp/evm-smart-contracts',
    'finality: docs.zksync.io/zksync-protocol/rollup/finality (13 min)',
  ],
};
