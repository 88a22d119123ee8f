import type { TransactionLogs } from '@causeway/domain/bridging';
import { wrappedNativeOf, type Network } from '@causeway/domain/network';
import { erc20Asset, nativeAsset, type Address, type AssetId } from '@causeway/domain/units';
import { nativeWasWrapped } from '../token-transfer.js';

/**
 * What a wallet really gave to, or got from, a SpokePool: its events name the wrapped token also where the pool
 * wrapped or unwrapped the native coin, which the wrapped token's own log beside them shows.
 */
export function assetAtSpokePool(
  transaction: TransactionLogs,
  network: Network,
  side: 'wrap' | 'unwrap',
  token: Address,
  spokePool: Address,
  raw: bigint,
): AssetId {
  const asset = erc20Asset(transaction.chain, token);
  const isNative =
    wrappedNativeOf(network, transaction.chain)?.asset === asset &&
    nativeWasWrapped(transaction, side, asset, spokePool, raw);
  return isNative ? nativeAsset(transaction.chain) : asset;
}
