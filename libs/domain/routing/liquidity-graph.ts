import type { AssetId, BridgeId, Decimal, TokenAmount } from '@causeway/domain/units';
import type { Latency, SecurityMechanism } from '@causeway/domain/network';
import type { LiquidityEdge } from './edges/liquidity-edge.js';

/** An immutable picture of all liquidity at one version. */
export interface LiquidityGraph {
  readonly version: string;
  readonly edges: readonly LiquidityEdge[];
}

/** What is asked of the router. */
export interface RouteRequest {
  readonly input: TokenAmount;
  readonly output: AssetId;
  /** Latest arrival, in seconds from now, by upper-quartile latency. */
  readonly deadlineSeconds?: number;
  /** The weakest mechanism that is acceptable anywhere on the route. */
  readonly minimumSecurity?: SecurityMechanism;
  readonly forbiddenBridges?: readonly BridgeId[];
  readonly maximumLegs?: number;
}

/** One step of a route with its exact amounts. */
export interface RouteLeg {
  readonly edge: string;
  readonly from: AssetId;
  readonly to: AssetId;
  readonly input: bigint;
  readonly output: bigint;
}

/** An executable route: legs in order, the exact output, and how long and how safe it is. */
export interface Route {
  readonly legs: readonly RouteLeg[];
  readonly input: TokenAmount;
  readonly output: TokenAmount;
  readonly latency: Latency;
  readonly security: SecurityMechanism;
}

/** The answer to a request, naming the graph it was computed on. */
export interface RouteQuote {
  readonly graphVersion: string;
  readonly route: Route;
  /** Upper bound on the output of any route, where the solver proves one; the gap to it says how good the route is. */
  readonly certificate?: { readonly upperBound: TokenAmount; readonly gap: Decimal };
}

export type RouteCode =
  | 'INVALID_REQUEST'
  | 'UNKNOWN_ASSET'
  | 'NO_ROUTE'
  | 'AMOUNT_TOO_SMALL'
  | 'INSUFFICIENT_CAPACITY'
  | 'CONSTRAINTS_EXCLUDE_ALL';
