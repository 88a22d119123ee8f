import type { Readable } from 'node:stream';
import {
  liquidityGraphFormat,
  routeFrontFormat,
  routeQuoteFormat,
  routeRequestFormat,
  toldFront,
} from '@causeway/adapters/wire';
import { NETWORK } from '@causeway/domain/network';
import {
  buildGraph,
  certifiedSolver,
  routeFront,
  type LiquidityGraph,
  type RouteRequest,
} from '@causeway/domain/routing';
import { fail, ok, parseUnixMilliseconds, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { located, readDocument, refused, succeeded, toNdjson, type Outcome } from './input.js';

/** Where a route is looked for, what is asked, and when. */
export interface RouteOptions {
  readonly graph: string;
  readonly request: string;
  readonly at?: string;
  readonly front?: boolean;
}

/**
 * Quotes the best route for a request over a graph, or the front, and prints it: the service's answer on the same graph at the same
 * time. Without a time it is that of the latest observation in the graph, so that equal files give equal bytes.
 */
export async function routeCommand(options: RouteOptions, stdin: Readable): Promise<Outcome> {
  const document = await readDocument(options.graph, liquidityGraphFormat, stdin);
  if (!document.ok) return refused(document.failure);
  const graph = located(buildGraph(document.value.version, document.value.edges), options.graph);
  if (!graph.ok) return refused(graph.failure);
  const request = await readDocument(options.request, routeRequestFormat, stdin);
  if (!request.ok) return refused(request.failure);
  const unknown = located(refuseUnknownBridges(request.value, graph.value), options.request);
  if (!unknown.ok) return refused(unknown.failure);
  const at = timeOf(options, graph.value);
  if (!at.ok) return refused(at.failure);
  if (options.front === true) {
    const front = located(routeFront(graph.value, request.value, at.value), options.request);
    if (!front.ok) return refused(front.failure);
    return succeeded(toNdjson([toldFront(front.value)], routeFrontFormat));
  }
  const quote = located(certifiedSolver.solve(graph.value, request.value, at.value), options.request);
  if (!quote.ok) return refused(quote.failure);
  return succeeded(toNdjson([quote.value], routeQuoteFormat));
}

/** A bridge that is misspelt would be neither forbidden nor capped, so it is refused, as the service does. */
function refuseUnknownBridges(request: RouteRequest, { edges }: LiquidityGraph): Result<undefined> {
  const known = new Set<string>(NETWORK.bridges.keys());
  for (const edge of edges) if ('bridge' in edge) known.add(edge.bridge);
  const { allowedBridges = [], forbiddenBridges = [], exposureCaps = [] } = request;
  const named = [
    ...allowedBridges.map((bridge, at) => [bridge, `allowedBridges[${at}]`] as const),
    ...forbiddenBridges.map((bridge, at) => [bridge, `forbiddenBridges[${at}]`] as const),
    ...exposureCaps.map(({ bridge }, at) => [bridge, `exposureCaps[${at}].bridge`] as const),
  ];
  const unknown = named.find(([bridge]) => !known.has(bridge));
  if (unknown === undefined) return ok(undefined);
  const [bridge, field] = unknown;
  return fail(
    'UNKNOWN_BRIDGE',
    `${bridge} is no bridge of the graph; there are ${[...known].join(', ')}`,
    field,
  );
}

function timeOf({ at }: RouteOptions, { edges }: LiquidityGraph): Result<UnixMilliseconds> {
  if (at === undefined)
    return ok(Math.max(0, ...edges.map(({ observedAt }) => observedAt)) as UnixMilliseconds);
  const milliseconds = /^\d+$/.test(at) ? Number(at) : Date.parse(at);
  const time = parseUnixMilliseconds(milliseconds, '--at');
  return time.ok
    ? time
    : fail('INVALID_TIME', `${at} is neither milliseconds since 1970 nor ISO 8601`, '--at');
}
