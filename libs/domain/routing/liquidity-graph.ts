import type {
  AssetId,
  BridgeId,
  ChainId,
  Decimal,
  TokenAmount,
  UnixMilliseconds,
} from '@causeway/domain/units';
import type { Latency, SecurityMechanism } from '@causeway/domain/network';

interface EdgeFacts {
  /** Unique in its graph. */
  readonly id: string;
  readonly from: AssetId;
  readonly to: AssetId;
  readonly latency: Latency;
  readonly security: SecurityMechanism;
  /** Smallest input in base units. */
  readonly minimumInput: bigint;
  /** Largest input in base units. */
  readonly capacity: bigint;
  /** Cost of using the edge at all, in base units of the output asset (gas of its chain, converted). */
  readonly fixedCost: bigint;
  readonly observedAt: UnixMilliseconds;
}

/** x·y = k with a fee on the input, in exact integers as Uniswap v2 computes it. */
export interface ConstantProductEdge extends EdgeFacts {
  readonly kind: 'constant-product';
  readonly chain: ChainId;
  readonly reserveIn: bigint;
  readonly reserveOut: bigint;
  /** Fee in hundredths of a basis point (3000 = 0.3 %). */
  readonly feeMillionths: bigint;
}

/** A bridge or relayer: output = input × rate less a proportional fee, up to a capacity. */
export interface LinearBridgeEdge extends EdgeFacts {
  readonly kind: 'linear-bridge';
  readonly bridge: BridgeId;
  /** Output base units for one input base unit before the fee, as an exact fraction. */
  readonly rateNumerator: bigint;
  readonly rateDenominator: bigint;
  readonly feeMillionths: bigint;
}

/** A contract that turns a coin into its token, or back, one for one on the same layer: ether and WETH. */
export interface WrappingEdge extends EdgeFacts {
  readonly kind: 'wrapping';
  readonly chain: ChainId;
}

/** A way of turning one asset into another. A new pool type is one more of these, in its own file. */
export type LiquidityEdge = ConstantProductEdge | LinearBridgeEdge | WrappingEdge;

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
