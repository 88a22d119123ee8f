import { canonicalRepresentation, layerOf, type Network } from '@causeway/domain/network';
import { erc20Asset, type AssetId, type ChainId } from '@causeway/domain/units';
import { addressOf } from '../event-draft.js';

/** USDC on Ethereum; its bridge to Linea carries nothing else and so never names it. docs.linea.build/network/build/contracts */
const ETHEREUM_USDC = addressOf('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

/** What the USDC bridge moves on one of its two layers; undefined when the network does not know it. */
export function usdcAt(network: Network, chain: ChainId): AssetId | undefined {
  const settlement = layerOf(network, chain)?.settlesOn;
  if (settlement === undefined) return erc20Asset(chain, ETHEREUM_USDC);
  return canonicalRepresentation(network, erc20Asset(settlement, ETHEREUM_USDC), chain)?.asset;
}
