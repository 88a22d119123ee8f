import type { BridgeContract } from '@causeway/domain/network';
import { erc20Asset, evmChain, nativeAsset, type AssetId, type ChainId } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';

/**
 * Where transfers that leave a rollup come from. The log of their arrival holds the transfer id, which is unique
 * over all of Hop's layers, and nothing that names the rollup; so that both legs say the same, neither does.
 */
export const SOME_HOP_LAYER = 'hop:any' as ChainId;

const ETHEREUM = evmChain(1);

/** What Hop's bridges on Ethereum hold. packages/core/src/addresses/mainnet.ts of hop-protocol/hop (MIT) */
const ON_ETHEREUM: ReadonlyMap<string, AssetId> = new Map([
  ['ETH', nativeAsset(ETHEREUM)],
  ['USDC', erc20Asset(ETHEREUM, addressOf('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'))],
  ['USDT', erc20Asset(ETHEREUM, addressOf('0xdac17f958d2ee523a2206206994597c13d831ec7'))],
  ['DAI', erc20Asset(ETHEREUM, addressOf('0x6b175474e89094c44da98b954eedeac495271d0f'))],
  ['MATIC', erc20Asset(ETHEREUM, addressOf('0x7d1afa7b718fb893db30a3abc0cfc608aacfebb0'))],
]);

/** The token a contract of Hop is for, which its role names. */
export function hopTokenOf(contract: BridgeContract | undefined): string | undefined {
  return contract?.role.split('/')[1];
}

/** What a bridge for this token holds on Ethereum. */
export function hopAssetOnEthereum(contract: BridgeContract | undefined): AssetId | undefined {
  const token = hopTokenOf(contract);
  return token === undefined ? undefined : ON_ETHEREUM.get(token);
}
