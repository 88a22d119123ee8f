import type { Result } from '@causeway/domain/units';
import type { LiquidityGraph, RouteCode, RouteQuote, RouteRequest } from './liquidity-graph.js';
import { quoteRoute } from './quote-route.js';

/** Answers route requests over a graph. A solver that splits and proves a bound is another one of these. */
export interface RouteSolver {
  solve(graph: LiquidityGraph, request: RouteRequest): Result<RouteQuote, RouteCode>;
}

/** The exact best single path, without a certificate. */
export const bestPathSolver: RouteSolver = { solve: quoteRoute };
