export { buildGraph, type GraphCode } from './build-graph.js';
export { edgeInput, edgeOutput, type EdgeCode } from './edge-amounts.js';
export type { CanonicalBridgeEdge } from './edges/canonical-bridge.js';
export type { ConcentratedLiquidityEdge, InitialisedTick } from './edges/concentrated-liquidity.js';
export type { ConstantProductEdge } from './edges/constant-product.js';
export type { CryptoswapEdge } from './edges/cryptoswap.js';
export { isStale, type EdgeFacts, type GasCost } from './edges/edge-facts.js';
export type { InventoryEdge } from './edges/inventory.js';
export type { LinearBridgeEdge } from './edges/linear-bridge.js';
export type { LiquidityEdge } from './edges/liquidity-edge.js';
export type { MessageBridgeEdge } from './edges/message-bridge.js';
export type { MintBurnBridgeEdge } from './edges/mint-burn-bridge.js';
export type { OrderBookEdge, OrderBookLevel } from './edges/order-book.js';
export type { RelayerEdge } from './edges/relayer.js';
export type { StableswapEdge } from './edges/stableswap.js';
export type { WeightedPoolEdge } from './edges/weighted-pool.js';
export type { WrappingEdge } from './edges/wrapping.js';
export { liquidityLeft } from './liquidity-left.js';
export type {
  ExactInputRequest,
  ExactOutputRequest,
  ExposureCap,
  LiquidityGraph,
  Route,
  RouteCertificate,
  RouteCode,
  RouteConstraints,
  RouteLeg,
  RouteQuote,
  RouteRequest,
} from './liquidity-graph.js';
export { quoteRoute } from './quote-route.js';
export { curveOfEdge } from './optimise/curve-of-edge.js';
export type { CurvePiece, EdgeCurve, SupportingLines } from './optimise/edge-curve.js';
export { routeBySinglePath } from './path-route.js';
export { routeFront, type FrontPoint, type RouteFront } from './route-front.js';
export { certifiedSolver, type RouteSolver } from './route-solver.js';
