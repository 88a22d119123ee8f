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
} from './liquidity-graph.js';
