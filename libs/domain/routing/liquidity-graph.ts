import type { AssetId, BridgeId, Decimal, TokenAmount, UnixMilliseconds } from '@causeway/domain/units';
import type { Latency, SecurityMechanism } from '@causeway/domain/network';
import type { LiquidityEdge } from './edges/liquidity-edge.js';

/** An immutable picture of all liquidity at one version. */
export interface LiquidityGraph {
  readonly version: string;
  readonly edges: readonly LiquidityEdge[];
}

/** The most that a route may bring over one bridge. */
export interface ExposureCap {
  readonly bridge: BridgeId;
  /**
   * Base units of the request's input asset. What goes over the bridge in another asset counts as the input that it
   * takes to have it there at the graph's best marginal rates, rounded up.
   */
  readonly maximumInput: bigint;
}

/** What a route must meet besides connecting the assets. */
export interface RouteConstraints {
  /** Latest arrival, in seconds from now, by upper-quartile latency. */
  readonly deadlineSeconds?: number;
  /** The weakest mechanism that is acceptable anywhere on the route. */
  readonly minimumSecurity?: SecurityMechanism;
  /** Bridges that may be used; all where it is left out. */
  readonly allowedBridges?: readonly BridgeId[];
  readonly forbiddenBridges?: readonly BridgeId[];
  readonly exposureCaps?: readonly ExposureCap[];
  /** The most legs that the route may have, all its branches together. */
  readonly maximumLegs?: number;
}

/** Asks for the most of `output` for exactly this input. */
export interface ExactInputRequest extends RouteConstraints {
  readonly input: TokenAmount;
  readonly output: AssetId;
}

/** Asks for the least of `input` that yields at least this output. */
export interface ExactOutputRequest extends RouteConstraints {
  readonly input: AssetId;
  readonly output: TokenAmount;
}

/** What is asked of the router. */
export type RouteRequest = ExactInputRequest | ExactOutputRequest;

/** One step of a route with its exact amounts. */
export interface RouteLeg {
  readonly edge: string;
  readonly from: AssetId;
  readonly to: AssetId;
  readonly input: bigint;
  readonly output: bigint;
}

/**
 * An executable route. Its legs are in an order in which each has its input when it begins: a leg may start from what
 * several legs before it brought, and several may share what one brought. Whatever reaches an asset on the way leaves
 * it again.
 */
export interface Route {
  readonly legs: readonly RouteLeg[];
  readonly input: TokenAmount;
  readonly output: TokenAmount;
  /** By the slowest way through the legs, separately for each quartile. */
  readonly latency: Latency;
  /** The weakest of the legs' mechanisms. */
  readonly security: SecurityMechanism;
}

/**
 * Proof of how good a route is. For an exact input, amounts are of the output: the route's own is `lower`, and no
 * route that meets the request yields more than `upper`. For an exact output they are of the input: the route takes
 * `upper`, and none takes less than `lower`.
 */
export interface RouteCertificate {
  readonly lower: TokenAmount;
  readonly upper: TokenAmount;
  /** (upper − lower) / upper, rounded up. */
  readonly gap: Decimal;
}

/** The answer to a request, naming what it was computed from: the same again is the same to the last byte. */
export interface RouteQuote {
  /** Identifies graph version, request and time. */
  readonly id: string;
  readonly graphVersion: string;
  readonly quotedAt: UnixMilliseconds;
  readonly expiresAt: UnixMilliseconds;
  readonly route: Route;
  readonly certificate: RouteCertificate;
}

export type RouteCode =
  | 'INVALID_REQUEST'
  | 'UNKNOWN_ASSET'
  | 'NO_ROUTE'
  | 'AMOUNT_TOO_SMALL'
  | 'INSUFFICIENT_CAPACITY'
  | 'CONSTRAINTS_EXCLUDE_ALL';
