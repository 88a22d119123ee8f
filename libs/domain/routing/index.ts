export { buildGraph, type GraphCode } from './build-graph.js';
export { edgeInput, edgeOutput, type EdgeCode } from './edge-amounts.js';
export type {
  ConstantProductEdge,
  LinearBridgeEdge,
  LiquidityEdge,
  LiquidityGraph,
  Route,
  RouteCode,
  RouteLeg,
  RouteQuote,
  RouteRequest,
  WrappingEdge,
} from './liquidity-graph.js';
export { quoteRoute } from './quote-route.js';
export { bestPathSolver, type RouteSolver } from './route-solver.js';
