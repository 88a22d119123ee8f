import {
  chainOfAsset,
  fail,
  ok,
  type Address,
  type AssetFamily,
  type AssetId,
  type BridgeId,
  type ChainId,
  type Result,
} from '@causeway/domain/units';
import type { Bridge } from './bridge.js';
import type { BridgeContract, Layer, LayerAsset, ProtocolNumbers } from './layer.js';

/** Layers and bridges that fit together, indexed. Immutable; extend one by building another. */
export interface Network {
  readonly layers: ReadonlyMap<ChainId, Layer>;
  readonly bridges: ReadonlyMap<BridgeId, Bridge>;
  readonly assets: ReadonlyMap<AssetId, LayerAsset>;
  readonly families: ReadonlyMap<AssetFamily, readonly LayerAsset[]>;
  readonly contracts: ReadonlyMap<ContractKey, BridgeContract>;
  readonly chainsByNumber: ReadonlyMap<ProtocolNumberKey, ChainId>;
}

/** `<protocol's number>/<value>`, e.g. `cctpDomain/6`. */
export type ProtocolNumberKey = `${keyof ProtocolNumbers}/${number}`;

/** `<chain>/<address>` of a contract. */
export type ContractKey = `${ChainId}/${Address}`;

export type NetworkCode =
  'DUPLICATE_ID' | 'UNKNOWN_BRIDGE' | 'UNKNOWN_CHAIN' | 'UNKNOWN_ASSET' | 'MISPLACED_ASSET';

/** The key of a contract in `Network.contracts`. */
export function contractKey(chain: ChainId, address: Address): ContractKey {
  return `${chain}/${address}`;
}

/**
 * A network of the given layers and bridges.
 * Refuses repeated chains, bridges, assets, contracts and protocol numbers, assets listed under another chain than
 * their own, and references to bridges, chains or assets that are not in the network.
 */
export function buildNetwork(
  layers: readonly Layer[],
  bridges: readonly Bridge[],
): Result<Network, NetworkCode> {
  const index = new NetworkIndex();
  for (const bridge of bridges) index.addBridge(bridge);
  for (const layer of layers) index.addLayer(layer);
  for (const layer of layers) index.addContracts(layer);
  for (const layer of layers) index.checkReferences(layer);
  for (const bridge of bridges) index.checkRoutes(bridge);
  return index.finish();
}

/** Collects the maps and keeps the first complaint, so that the checks read as a list. */
class NetworkIndex {
  private readonly layers = new Map<ChainId, Layer>();
  private readonly bridges = new Map<BridgeId, Bridge>();
  private readonly assets = new Map<AssetId, LayerAsset>();
  private readonly families = new Map<AssetFamily, LayerAsset[]>();
  private readonly contracts = new Map<ContractKey, BridgeContract>();
  private readonly chainsByNumber = new Map<ProtocolNumberKey, ChainId>();
  private complaint: Result<never, NetworkCode> | undefined;

  addBridge(bridge: Bridge): void {
    this.addUnique(this.bridges, bridge.bridge, bridge, 'bridges');
  }

  addLayer(layer: Layer): void {
    this.addUnique(this.layers, layer.chain, layer, 'layers');
    for (const asset of layer.assets) {
      const field = `layers.${layer.chain}.assets`;
      this.addUnique(this.assets, asset.asset, asset, field);
      if (chainOfAsset(asset.asset) !== layer.chain) {
        this.complain('MISPLACED_ASSET', `${asset.asset} does not live on ${layer.chain}`, field);
      }
      const family = this.families.get(asset.family);
      if (family === undefined) this.families.set(asset.family, [asset]);
      else family.push(asset);
    }
    for (const [protocol, number] of Object.entries(layer.identifiers) as [keyof ProtocolNumbers, number][]) {
      const key: ProtocolNumberKey = `${protocol}/${number}`;
      this.addUnique(this.chainsByNumber, key, layer.chain, `layers.${layer.chain}.identifiers`);
    }
  }

  addContracts(layer: Layer): void {
    const field = `layers.${layer.chain}.contracts`;
    for (const contract of layer.contracts) {
      this.addUnique(this.contracts, contractKey(layer.chain, contract.address), contract, field);
    }
    for (const contract of layer.settlementContracts ?? []) {
      if (layer.settlesOn === undefined) {
        this.complain(
          'UNKNOWN_CHAIN',
          `${layer.chain} settles on no layer`,
          `layers.${layer.chain}.settlesOn`,
        );
        continue;
      }
      const withCounterpart = { ...contract, counterpart: layer.chain };
      this.addUnique(this.contracts, contractKey(layer.settlesOn, contract.address), withCounterpart, field);
    }
  }

  checkReferences(layer: Layer): void {
    const field = `layers.${layer.chain}`;
    if (layer.settlesOn !== undefined) this.requireChain(layer.settlesOn, `${field}.settlesOn`);
    for (const contract of [...layer.contracts, ...(layer.settlementContracts ?? [])]) {
      if (!this.bridges.has(contract.bridge)) {
        this.complain(
          'UNKNOWN_BRIDGE',
          `${contract.role} belongs to ${contract.bridge}`,
          `${field}.contracts`,
        );
      }
      if (contract.counterpart !== undefined) this.requireChain(contract.counterpart, `${field}.contracts`);
    }
    for (const asset of layer.assets) {
      if (asset.bridgedFrom !== undefined && !this.assets.has(asset.bridgedFrom)) {
        this.complain(
          'UNKNOWN_ASSET',
          `${asset.asset} is bridged from ${asset.bridgedFrom}`,
          `${field}.assets`,
        );
      }
    }
  }

  checkRoutes(bridge: Bridge): void {
    for (const { from, to } of bridge.routes) {
      this.requireChain(from, `bridges.${bridge.bridge}.routes`);
      this.requireChain(to, `bridges.${bridge.bridge}.routes`);
    }
  }

  finish(): Result<Network, NetworkCode> {
    if (this.complaint !== undefined) return this.complaint;
    const { layers, bridges, assets, families, contracts, chainsByNumber } = this;
    return ok({ layers, bridges, assets, families, contracts, chainsByNumber });
  }

  private requireChain(chain: ChainId, field: string): void {
    if (!this.layers.has(chain))
      this.complain('UNKNOWN_CHAIN', `${chain} is no layer of this network`, field);
  }

  private addUnique<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, field: string): void {
    if (map.has(key)) this.complain('DUPLICATE_ID', `${String(key)} is listed twice`, field);
    map.set(key, value);
  }

  private complain(code: NetworkCode, message: string, field: string): void {
    this.complaint ??= fail(code, message, field);
  }
}
