import type { Result, UnixMilliseconds } from '@causeway/domain/units';
import type { LiquidityGraph, RouteCode, RouteQuote, RouteRequest } from './liquidity-graph.js';
import { quoteRoute } from './quote-route.js';
import { routeFront, type RouteFront } from './route-front.js';

/** Answers route requests over a graph at a time. */
export interface RouteSolver {
  solve(graph: LiquidityGraph, request: RouteRequest, at: UnixMilliseconds): Result<RouteQuote, RouteCode>;
  front(graph: LiquidityGraph, request: RouteRequest, at: UnixMilliseconds): Result<RouteFront, RouteCode>;
}

/** Splits over all edges, with a proof of how good the split is. */
export const certifiedSolver: RouteSolver = { solve: quoteRoute, front: routeFront };
