import type { TransactionLogs } from '@causeway/domain/bridging';
import { assetOf, canonicalRepresentation, type Network } from '@causeway/domain/network';
import type { Address, AssetId } from '@causeway/domain/units';
import { mintedOrBurnedToken } from './token-transfer.js';

/**
 * The token that stands for `original` on the transaction's chain, where the bridge's log names the original alone:
 * the representation the network knows, else the token minted to (or burned from) the wallet beside it. That one
 * must be unknown to the network: a token it knows stands for another original, and taking it would turn the
 * arrival of a worthless token into that of a good one which was minted in the same transaction for show.
 */
export function localToken(
  network: Network,
  transaction: TransactionLogs,
  side: 'mint' | 'burn',
  original: AssetId,
  wallet: Address,
  raw: bigint,
): AssetId | undefined {
  const known = canonicalRepresentation(network, original, transaction.chain);
  if (known !== undefined) return known.asset;
  const seen = mintedOrBurnedToken(transaction, side, wallet, raw);
  return seen === undefined || assetOf(network, seen) !== undefined ? undefined : seen;
}
