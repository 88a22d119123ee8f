import { isWeaker } from '@causeway/domain/network';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { isStale } from './edges/edge-facts.js';
import { bridgeOfEdge, type LiquidityEdge } from './edges/liquidity-edge.js';
import type { RouteConstraints } from './liquidity-graph.js';

/** Whether a request allows an edge by itself: its security, its bridge, and at a time whether it is fresh. */
export function isAllowed(
  edge: LiquidityEdge,
  constraints: RouteConstraints,
  at?: UnixMilliseconds,
): boolean {
  const { minimumSecurity, allowedBridges, forbiddenBridges } = constraints;
  if (minimumSecurity !== undefined && isWeaker(edge.security, minimumSecurity)) return false;
  if (at !== undefined && isStale(edge, at)) return false;
  const bridge = bridgeOfEdge(edge);
  if (bridge === undefined) return true;
  return allowedBridges?.includes(bridge) !== false && forbiddenBridges?.includes(bridge) !== true;
}
