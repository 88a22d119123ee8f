import { evmChain, nativeAsset } from '@causeway/domain/units';
import type { Layer } from '../layer.js';
import { ETHEREUM_DAI, ETHEREUM_USDC, ETHEREUM_USDT, ETHEREUM_WBTC, ETHEREUM_WETH } from './ethereum.js';
import { BTC, contract, DAI, ETH, OMNIBRIDGE, token, USDC, USDT, XDAI } from './facts.js';
import { hopRollupContracts } from './hop-contracts.js';

const chain = evmChain(100);
const settlement = evmChain(1);
const XDAI_COIN_TYPE = 700;

export const gnosis: Layer = {
  chain,
  name: 'Gnosis Chain',
  kind: 'sidechain',
  settlesOn: settlement,
  blockSeconds: '5',
  // A block is safe once its epoch of 16 slots of 5 s is justified, and final one epoch later.
  finality: { safeSeconds: 80, finalisedSeconds: 160 },
  assets: [
    {
      asset: nativeAsset(chain, XDAI_COIN_TYPE),
      family: DAI,
      symbol: 'xDAI',
      decimals: 18,
      bridgedFrom: ETHEREUM_DAI,
    },
    token(chain, 'USDC', USDC, 6, '0xddafbb505ad214d7b80b1f830fccc89b60fb7a83', {
      bridgedFrom: ETHEREUM_USDC,
    }),
    token(chain, 'USDT', USDT, 6, '0x4ecaba5870353805a9f068101a40e0f32ed605c6', {
      bridgedFrom: ETHEREUM_USDT,
    }),
    token(chain, 'WETH', ETH, 18, '0x6a023ccd1ff6f2045c3309768ead9e68f978f6e1', {
      bridgedFrom: ETHEREUM_WETH,
    }),
    token(chain, 'WBTC', BTC, 8, '0x8e5bbbb09ed1ebde8674cda39a0c169401db4252', {
      bridgedFrom: ETHEREUM_WBTC,
    }),
  ],
  contracts: [
    contract(OMNIBRIDGE, 'HomeMediator', '0xf6a78083ca3e2a662d6dd1703c939c8ace2e268d', settlement),
    contract(OMNIBRIDGE, 'HomeAMB', '0x75df5af045d91108662d8080fd1fefad6aa0bb59', settlement),
    contract(XDAI, 'HomeBridge', '0x7301cfa0e1756b71869e93d4e4dca5c7d0eb0aa6', settlement),
    ...hopRollupContracts(
      'ETH',
      '0xd8926c12c0b2e5cd40cfda49ecaff40252af491b',
      '0x4014dc015641c08788f15bd6eb20da4c47d936d8',
    ),
    ...hopRollupContracts(
      'USDC',
      '0x25d8039bb044dc227f741a9e381ca4ceae2e6ae8',
      '0x5c32143c8b198f392d01f8446b754c181224ac26',
    ),
    ...hopRollupContracts(
      'USDT',
      '0xfd5a186a7e8453eb867a360526c5d987a00acac2',
      '0x3aa637d6853f1d9a9354fe4301ab852a88b237e7',
    ),
    ...hopRollupContracts(
      'DAI',
      '0x0460352b91d7cf42b0e1c1c30f06b602d9ef2238',
      '0x24afdca4653042c6d08fb1a754b2535dacf6eb24',
    ),
    ...hopRollupContracts(
      'MATIC',
      '0x7ac71c29fedf94bac5a5c9ab76e1dd12ea885ccc',
      '0xaa30d6bba6285d0585722e2440ff89e23ef68864',
    ),
  ],
  settlementContracts: [
    contract(OMNIBRIDGE, 'ForeignMediator', '0x88ad09518695c6c3712ac10a214be5109a655671'),
    contract(OMNIBRIDGE, 'ForeignAMB', '0x4c36d2919e407f0cc2ee3c993ccf8ac26d9ce64e'),
    contract(XDAI, 'ForeignBridge', '0x4aa42145aa6ebf72e164c9bbc74fbd3788045016'),
  ],
  identifiers: {},
  sources: [
    'bridge contracts: docs.gnosischain.com/bridges, AndreAugusto11/XChainDataGen extractor constants (MIT)',
    'tokens and Hop contracts: hop-protocol/hop packages/core/src/addresses/mainnet.ts (MIT)',
    'block time: wevm/viem chain definitions (MIT); epochs: docs.gnosischain.com/about/specs/network',
    'coin type: SLIP-0044',
  ],
};
