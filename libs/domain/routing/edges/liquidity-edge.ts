import type { BridgeId } from '@causeway/domain/units';
import { canonicalBridge, type CanonicalBridgeEdge } from './canonical-bridge.js';
import { concentratedLiquidity, type ConcentratedLiquidityEdge } from './concentrated-liquidity.js';
import { constantProduct, type ConstantProductEdge } from './constant-product.js';
import { cryptoswap, type CryptoswapEdge } from './cryptoswap.js';
import type { EdgeKind } from './edge-kind.js';
import { inventory, type InventoryEdge } from './inventory.js';
import { linearBridge, type LinearBridgeEdge } from './linear-bridge.js';
import { messageBridge, type MessageBridgeEdge } from './message-bridge.js';
import { mintBurnBridge, type MintBurnBridgeEdge } from './mint-burn-bridge.js';
import { orderBook, type OrderBookEdge } from './order-book.js';
import { relayer, type RelayerEdge } from './relayer.js';
import { stableswap, type StableswapEdge } from './stableswap.js';
import { weightedPool, type WeightedPoolEdge } from './weighted-pool.js';
import { wrapping, type WrappingEdge } from './wrapping.js';

interface EdgeByKind {
  readonly 'canonical-bridge': CanonicalBridgeEdge;
  readonly 'concentrated-liquidity': ConcentratedLiquidityEdge;
  readonly 'constant-product': ConstantProductEdge;
  readonly cryptoswap: CryptoswapEdge;
  readonly inventory: InventoryEdge;
  readonly 'linear-bridge': LinearBridgeEdge;
  readonly 'message-bridge': MessageBridgeEdge;
  readonly 'mint-burn-bridge': MintBurnBridgeEdge;
  readonly 'order-book': OrderBookEdge;
  readonly relayer: RelayerEdge;
  readonly stableswap: StableswapEdge;
  readonly 'weighted-pool': WeightedPoolEdge;
  readonly wrapping: WrappingEdge;
}

/** A way of turning one asset into another. */
export type LiquidityEdge = EdgeByKind[keyof EdgeByKind];

const KINDS: { readonly [Kind in keyof EdgeByKind]: EdgeKind<EdgeByKind[Kind]> } = {
  'canonical-bridge': canonicalBridge,
  'concentrated-liquidity': concentratedLiquidity,
  'constant-product': constantProduct,
  cryptoswap,
  inventory,
  'linear-bridge': linearBridge,
  'message-bridge': messageBridge,
  'mint-burn-bridge': mintBurnBridge,
  'order-book': orderBook,
  relayer,
  stableswap,
  'weighted-pool': weightedPool,
  wrapping,
};

/** The arithmetic of an edge's kind. */
export function kindOf<Edge extends LiquidityEdge>(edge: Edge): EdgeKind<LiquidityEdge> {
  // An edge is only ever given to the kind that its own name selects, which the compiler cannot follow.
  return KINDS[edge.kind];
}

/** The bridge that an edge goes over; undefined for what stays on its layer and for the desk's own inventory. */
export function bridgeOfEdge(edge: LiquidityEdge): BridgeId | undefined {
  return 'bridge' in edge ? edge.bridge : undefined;
}

/** The pool that an edge shares with others, at most one of which a route may use; undefined where it shares none. */
export function poolOfEdge(edge: LiquidityEdge): string | undefined {
  return 'pool' in edge ? edge.pool : undefined;
}
