import { SECURITY_MECHANISMS, isWeaker, type SecurityMechanism } from '@causeway/domain/network';
import { ok, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import type { LiquidityGraph, RouteCode, RouteQuote, RouteRequest } from './liquidity-graph.js';
import { quoteRoute } from './quote-route.js';

/** A quote that no other of the front beats in amount, arrival and security at once. */
export interface FrontPoint {
  /** The request that the quote answers: the one asked, with the deadline and security of this point. */
  readonly request: RouteRequest;
  readonly quote: RouteQuote;
}

/** The choices between amount, arrival and security. */
export interface RouteFront {
  /** The largest output, or the least input, first. */
  readonly points: readonly FrontPoint[];
  /** False when there are more arrivals than were looked at, so that points between those found may be missing. */
  readonly isComplete: boolean;
}

/** Arrivals looked at for each security mechanism. */
const MAXIMUM_ARRIVALS = 24;
/**
 * The Pareto front of amount against arrival against security: for each mechanism that may be the weakest, the best
 * quote without a deadline, then the best that arrives before that one, and so on until none does. Every point is
 * certified by itself, within its own deadline and security. Fails as the request itself would.
 */
export function routeFront(
  graph: LiquidityGraph,
  request: RouteRequest,
  at: UnixMilliseconds,
): Result<RouteFront, RouteCode> {
  const best = quoteRoute(graph, request, at);
  if (!best.ok) return best;
  const found: FrontPoint[] = [];
  let isComplete = true;
  for (const mechanism of mechanismsOf(graph, request)) {
    const secured = { ...request, minimumSecurity: mechanism };
    isComplete = sweepArrivals(graph, secured, at, found) && isComplete;
  }
  const points = found.filter((point) => !found.some((other) => beats(other, point, found)));
  return ok({ points: points.sort((a, b) => compareAmounts(b.quote, a.quote)), isComplete });
}

/** The mechanisms that occur and are allowed, the weakest first. */
function mechanismsOf(
  graph: LiquidityGraph,
  { minimumSecurity }: RouteRequest,
): readonly SecurityMechanism[] {
  const present = new Set(graph.edges.map(({ security }) => security));
  return [...SECURITY_MECHANISMS]
    .reverse()
    .filter(
      (each) => present.has(each) && (minimumSecurity === undefined || !isWeaker(each, minimumSecurity)),
    );
}

function sweepArrivals(
  graph: LiquidityGraph,
  request: RouteRequest,
  at: UnixMilliseconds,
  found: FrontPoint[],
): boolean {
  let asked = request;
  for (let arrivals = 0; arrivals < MAXIMUM_ARRIVALS; arrivals += 1) {
    const quote = quoteRoute(graph, asked, at);
    if (!quote.ok) return true;
    found.push({ request: asked, quote: quote.value });
    // The last whole second before it: deadlines are told, and told apart, by the second.
    const deadlineSeconds = Math.ceil(quote.value.route.latency.upperQuartileSeconds) - 1;
    if (deadlineSeconds < 0) return true;
    asked = { ...request, deadlineSeconds };
  }
  return false;
}

/** Whether `a` is at least as good in all respects, and better in one, or the same and found before. */
function beats(a: FrontPoint, b: FrontPoint, order: readonly FrontPoint[]): boolean {
  if (a === b) return false;
  const amount = compareAmounts(a.quote, b.quote);
  const [routeA, routeB] = [a.quote.route, b.quote.route];
  const earlier = routeB.latency.upperQuartileSeconds - routeA.latency.upperQuartileSeconds;
  const isAsGood = amount >= 0 && earlier >= 0 && !isWeaker(routeA.security, routeB.security);
  const isBetter = amount > 0 || earlier > 0 || isWeaker(routeB.security, routeA.security);
  return isAsGood && (isBetter || order.indexOf(a) < order.indexOf(b));
}

/** Above 0 when `a` yields more, or takes less. */
function compareAmounts(a: RouteQuote, b: RouteQuote): number {
  const [gain, saving] = [a.route.output.raw - b.route.output.raw, b.route.input.raw - a.route.input.raw];
  const better = saving === 0n ? gain : saving;
  return better > 0n ? 1 : better < 0n ? -1 : 0;
}
