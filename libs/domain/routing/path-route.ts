import { weakestLink } from '@causeway/domain/network';
import { fail, ok, tokenAmount, type Result } from '@causeway/domain/units';
import { isAllowed } from './allowed-edges.js';
import { findBestPath, type PathLeg, type PathSearch } from './best-path.js';
import type { LiquidityEdge } from './edges/liquidity-edge.js';
import type { ExactInputRequest, LiquidityGraph, Route, RouteCode } from './liquidity-graph.js';
import { latencyOfRoute } from './route-latency.js';

/** Legs of a route when the request names no other number. */
const DEFAULT_MAXIMUM_LEGS = 4;
/** More legs than this cost more than they gain, and the work grows with each. */
const LARGEST_MAXIMUM_LEGS = 6;

/**
 * The best single path for a request: the largest exact output within the deadline, the minimum security, the
 * allowed bridges and the number of legs. A path inherits its weakest link. Its latency is the sum of its legs'
 * quartiles, which for the upper one is cautious. Every amount is exact in base units, each leg rounded down.
 *
 * `graph` comes from `buildGraph`. Fails with INVALID_REQUEST, UNKNOWN_ASSET, NO_ROUTE when nothing connects the
 * assets, INSUFFICIENT_CAPACITY or AMOUNT_TOO_SMALL when what connects them does not take the amount, and
 * CONSTRAINTS_EXCLUDE_ALL, naming the constraint, when there is a route that the constraints forbid.
 */
export function routeBySinglePath(
  graph: LiquidityGraph,
  request: ExactInputRequest,
): Result<Route, RouteCode> {
  const refusal = refuseRequest(graph, request);
  if (refusal !== undefined) return refusal;
  const found = search(graph.edges, request);
  if (found.best !== undefined) return ok(routeOf(request, found.best));
  return explainAbsence(graph, request);
}

function refuseRequest(
  graph: LiquidityGraph,
  request: ExactInputRequest,
): Result<never, RouteCode> | undefined {
  const { input, output, maximumLegs, deadlineSeconds } = request;
  if (input.raw <= 0n) return fail('AMOUNT_TOO_SMALL', `${input.raw} base units is not above 0`, 'input.raw');
  if (input.asset === output) return fail('INVALID_REQUEST', 'is the same asset as the input', 'output');
  if (maximumLegs !== undefined && !isLegCount(maximumLegs)) {
    return fail('INVALID_REQUEST', `is not a whole number from 1 to ${LARGEST_MAXIMUM_LEGS}`, 'maximumLegs');
  }
  if (deadlineSeconds !== undefined && !(deadlineSeconds >= 0)) {
    return fail('INVALID_REQUEST', 'is not a number of seconds from 0', 'deadlineSeconds');
  }
  if (!graph.edges.some((edge) => edge.from === input.asset)) {
    return fail('UNKNOWN_ASSET', `no edge of graph ${graph.version} starts at ${input.asset}`, 'input.asset');
  }
  if (!graph.edges.some((edge) => edge.to === output)) {
    return fail('UNKNOWN_ASSET', `no edge of graph ${graph.version} leads to ${output}`, 'output');
  }
  return undefined;
}

function isLegCount(legs: number): boolean {
  return Number.isInteger(legs) && legs >= 1 && legs <= LARGEST_MAXIMUM_LEGS;
}

function search(edges: readonly LiquidityEdge[], request: ExactInputRequest): PathSearch {
  return findBestPath(
    edges.filter((edge) => isAllowed(edge, request)),
    {
      from: request.input.asset,
      to: request.output,
      amount: request.input.raw,
      maximumLegs: request.maximumLegs ?? DEFAULT_MAXIMUM_LEGS,
      deadlineSeconds: request.deadlineSeconds ?? Infinity,
    },
  );
}

function routeOf(request: ExactInputRequest, path: readonly PathLeg[]): Route {
  const last = path.at(-1);
  const security = weakestLink(path.map(({ edge }) => edge.security));
  if (last === undefined || security === undefined) throw new Error('a path without legs');
  const legs = path.map(({ edge, input, output }) => ({
    edge: edge.id,
    from: edge.from,
    to: edge.to,
    input,
    output,
  }));
  return {
    legs,
    input: request.input,
    output: tokenAmount(request.output, last.output),
    latency: latencyOfRoute(path.map(({ edge }) => edge)),
    security,
  };
}

const CONSTRAINTS = [
  'deadlineSeconds',
  'minimumSecurity',
  'allowedBridges',
  'forbiddenBridges',
  'maximumLegs',
] as const;
type Constraint = (typeof CONSTRAINTS)[number];

/** Searches again with fewer constraints to say which of them, if any, stands in the way. */
function explainAbsence(graph: LiquidityGraph, request: ExactInputRequest): Result<never, RouteCode> {
  const free = search(graph.edges, without(request, ...CONSTRAINTS));
  if (free.best === undefined) return explainRefusal(free, request);
  const decisive = CONSTRAINTS.find(
    (constraint) =>
      request[constraint] !== undefined &&
      search(graph.edges, without(request, constraint)).best !== undefined,
  );
  if (decisive === undefined) {
    return fail(
      'CONSTRAINTS_EXCLUDE_ALL',
      'no route meets all constraints, even with any one of them dropped',
    );
  }
  return fail('CONSTRAINTS_EXCLUDE_ALL', `no route meets it; without it there is one`, decisive);
}

/** The request without the named constraints; dropping the number of legs allows the largest. */
function without(request: ExactInputRequest, ...dropped: readonly Constraint[]): ExactInputRequest {
  const kept = Object.entries(request).filter(
    ([field]) => !dropped.some((constraint) => constraint === field),
  );
  const rest = Object.fromEntries(kept) as unknown as ExactInputRequest;
  return dropped.includes('maximumLegs') ? { ...rest, maximumLegs: LARGEST_MAXIMUM_LEGS } : rest;
}

function explainRefusal(
  { refusals }: PathSearch,
  { input, output }: ExactInputRequest,
): Result<never, RouteCode> {
  if (refusals.has('INSUFFICIENT_CAPACITY')) {
    return fail('INSUFFICIENT_CAPACITY', `no route takes ${input.raw} base units: ask for less`, 'input.raw');
  }
  if (refusals.has('AMOUNT_TOO_SMALL')) {
    return fail(
      'AMOUNT_TOO_SMALL',
      `${input.raw} base units do not cover the minimum inputs and costs of any route: ask for more`,
      'input.raw',
    );
  }
  return fail(
    'NO_ROUTE',
    `nothing leads from ${input.asset} to ${output} in ${LARGEST_MAXIMUM_LEGS} legs`,
    'output',
  );
}
