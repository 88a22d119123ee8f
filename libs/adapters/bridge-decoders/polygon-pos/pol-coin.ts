import { layerOf, type Network } from '@causeway/domain/network';
import { nativeAsset, type Address, type AssetId, type ChainId } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';

/** The root token under which the Plasma bridge knows the coin of Polygon, also since the coin became POL. */
const MATIC = addressOf('0x7d1afa7b718fb893db30a3abc0cfc608aacfebb0');
const POL_COIN_TYPE = 966;

/** Polygon's native coin, if the root token stands for it and the layer is known to have it. */
export function polCoin(network: Network, chain: ChainId, rootToken: Address): AssetId | undefined {
  const coin = nativeAsset(chain, POL_COIN_TYPE);
  const isKnown = layerOf(network, chain)?.assets.some(({ asset }) => asset === coin);
  return rootToken === MATIC && isKnown === true ? coin : undefined;
}
