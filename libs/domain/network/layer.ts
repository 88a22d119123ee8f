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
  /**
   * Storage slot of the token's mapping from holders to balances, by the rules of Solidity; absent where the token
   * keeps them otherwise or it was not looked up.
   */
  readonly balanceSlot?: number;
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

/** The numbers under which protocols know a chain, by protocol. No two chains share one of the same protocol. */
export interface ProtocolNumbers {
  /** developers.circle.com/cctp/supported-domains */
  readonly cctpDomain?: number;
  /** docs.connext.network/resources/deployments */
  readonly connextDomain?: number;
  /** docs.hyperlane.xyz/docs/reference/domains */
  readonly hyperlaneDomain?: number;
  /** Of version 2, which is the number of version 1 plus 30,000; docs.layerzero.network/v2/deployments */
  readonly layerZeroEndpoint?: number;
  /** wormhole.com/docs/products/reference/chain-ids */
  readonly wormholeChain?: number;
}

/** What a withdrawal over a layer's canonical bridge waits for besides `challengeSeconds`. */
export interface WithdrawalTerms {
  /** Seconds until the settlement layer knows a state with the withdrawal in it, when all goes as usual. */
  readonly publicationSeconds: number;
  /** Whether the user has to prove the withdrawal first; the challenge then runs from the proof. */
  readonly isProven: boolean;
  /** How much longer it takes at most while the protocol keeps its own bounds, e.g. in a dispute. */
  readonly extraSeconds?: number;
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
  /** Absent where nothing but the challenge is known of withdrawals. */
  readonly withdrawal?: WithdrawalTerms;
  /** Seconds for which a message that came from the settlement layer and did not run can still be run. */
  readonly messageLifetimeSeconds?: number;
  readonly assets: readonly LayerAsset[];
  readonly contracts: readonly BridgeContract[];
  /** Contracts of this layer's canonical bridge on the layer it settles on; they serve this layer alone. */
  readonly settlementContracts?: readonly BridgeContract[];
  /** Numbers that protocols use for this chain instead of its EIP-155 number. */
  readonly identifiers: ProtocolNumbers;
  /** Where the facts come from. */
  readonly sources: readonly string[];
}
