import {
  assetOf,
  bridgeOf,
  type LayerAsset,
  type Network,
  type SecurityMechanism,
} from '@causeway/domain/network';
import type { AssetId, BridgeId } from '@causeway/domain/units';

/** What margin must know about the network: what an asset is, and who guarantees a bridge. */
export interface AssetDirectory {
  assetOf(asset: AssetId): Pick<LayerAsset, 'family' | 'decimals'> | undefined;
  mechanismOf(bridge: BridgeId): SecurityMechanism | undefined;
}

/** The directory of a network. */
export function assetDirectoryOf(network: Network): AssetDirectory {
  return {
    assetOf: (asset) => assetOf(network, asset),
    mechanismOf: (bridge) => bridgeOf(network, bridge)?.mechanism,
  };
}
