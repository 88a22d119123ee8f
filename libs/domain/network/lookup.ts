import type { Address, AssetFamily, AssetId, BridgeId, ChainId } from '@causeway/domain/units';
import type { Bridge } from './bridge.js';
import type { BridgeContract, Layer, LayerAsset, ProtocolNumbers } from './layer.js';
import { contractKey, type Network } from './network.js';

/** The layer with this chain id, if the network knows it. */
export function layerOf(network: Network, chain: ChainId): Layer | undefined {
  return network.layers.get(chain);
}

/** What the network knows of an asset: symbol, decimals, family. */
export function assetOf(network: Network, asset: AssetId): LayerAsset | undefined {
  return network.assets.get(asset);
}

/** The economic asset behind a representation, e.g. USDC behind Arbitrum's USDC.e. */
export function familyOf(network: Network, asset: AssetId): AssetFamily | undefined {
  return network.assets.get(asset)?.family;
}

/** All representations of a family, in the order of the layers. */
export function assetsOfFamily(network: Network, family: AssetFamily): readonly LayerAsset[] {
  return network.families.get(family) ?? [];
}

/** The bridge with this id, if the network knows it. */
export function bridgeOf(network: Network, bridge: BridgeId): Bridge | undefined {
  return network.bridges.get(bridge);
}

/** The bridge contract at an address. Only logs of such contracts may move collateral. */
export function contractAt(network: Network, chain: ChainId, address: Address): BridgeContract | undefined {
  return network.contracts.get(contractKey(chain, address));
}

/**
 * Whether the network knows a contract of the bridge on a layer, and so learns from its logs what leaves there. What goes
 * over a bridge of which it knows none can only be told by whoever sent it.
 */
export function tellsDepartures(network: Network, chain: ChainId, bridge: BridgeId): boolean {
  for (const [key, contract] of network.contracts) {
    if (contract.bridge === bridge && key.startsWith(`${chain}/`)) return true;
  }
  return false;
}

/** The layer behind a CCTP domain number. */
export function chainOfCctpDomain(network: Network, domain: number): ChainId | undefined {
  return chainOfNumber(network, 'cctpDomain', domain);
}

/** The layer that a protocol knows under a number, e.g. LayerZero's endpoint 30101. */
export function chainOfNumber(
  network: Network,
  protocol: keyof ProtocolNumbers,
  number: number,
): ChainId | undefined {
  return network.chainsByNumber.get(`${protocol}/${number}`);
}

/** The ERC-20 form of a layer's native coin. */
export function wrappedNativeOf(network: Network, chain: ChainId): LayerAsset | undefined {
  return network.layers.get(chain)?.assets.find((asset) => asset.wrapsNative === true);
}

/** What the canonical bridge mints on `chain` for an asset of the layer it settles on. */
export function canonicalRepresentation(
  network: Network,
  asset: AssetId,
  chain: ChainId,
): LayerAsset | undefined {
  return network.layers.get(chain)?.assets.find((candidate) => candidate.bridgedFrom === asset);
}
