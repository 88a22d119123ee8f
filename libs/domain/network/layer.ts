import type { Address, AssetFamily, AssetId, BridgeId, ChainId } from '@causeway/domain/units';

/** How a layer inherits its safety. */
export type LayerKind = 'settlement-layer' | 'optimistic-rollup' | 'validity-rollup' | 'sidechain';

/** A representation of an asset family on one layer. */
export interface LayerAsset {
  readonly asset: AssetId;
  readonly family: AssetFamily;
  readonly symbol: string;
  readonly decimals: number;
  /** The asset of the settlement layer that the canonical bridge holds for this one; absent when issued here. */
  readonly bridgedFrom?: AssetId;
  /** Set on the one token that is the layer's native coin in ERC-20 form. */
  readonly wrapsNative?: true;
}

/** A contract of a bridge deployed on a layer; only logs of such contracts may move collateral. */
export interface BridgeContract {
  readonly bridge: BridgeId;
  /** The protocol's own name for the contract, e.g. `L1StandardBridge` or `SpokePool`. */
  readonly role: string;
  readonly address: Address;
  /** The layer at the other end, for contracts that serve exactly one counterpart. */
  readonly counterpart?: ChainId;
}

/** Everything known about one layer. A new rollup is one more of these. */
export interface Layer {
  readonly chain: ChainId;
  readonly name: string;
  readonly kind: LayerKind;
  /** The layer this one settles on; absent on a settlement layer. */
  readonly settlesOn?: ChainId;
  readonly blockSeconds: string;
  /** Seconds until a block is safe and final on this layer, as its clients report it. */
  readonly finality: { readonly safeSeconds: number; readonly finalisedSeconds: number };
  /** Seconds a withdrawal through the canonical bridge must wait after it was proven or posted. */
  readonly challengeSeconds?: number;
  readonly assets: readonly LayerAsset[];
  readonly contracts: readonly BridgeContract[];
  /** Contracts of this layer's canonical bridge on the layer it settles on; they serve this layer alone. */
  readonly settlementContracts?: readonly BridgeContract[];
  /** Numbers other protocols use for this chain. */
  readonly identifiers: { readonly cctpDomain?: number };
  /** Where the facts come from. */
  readonly sources: readonly string[];
}
