import type { Readable } from 'node:stream';
import { liquidityGraphFormat, routeQuoteFormat, routeRequestFormat } from '@causeway/adapters/wire';
import { buildGraph, certifiedSolver, type LiquidityGraph } from '@causeway/domain/routing';
import { fail, ok, parseUnixMilliseconds, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { located, readDocument, refused, succeeded, toNdjson, type Outcome } from './input.js';

/** Where a route is looked for, what is asked, and when. */
export interface RouteOptions {
  readonly graph: string;
  readonly request: string;
  readonly at?: string;
}

/**
 * Quotes the best route for a request over a graph and prints it: the service's answer on the same graph at the same
 * time. Without a time it is that of the latest observation in the graph, so that equal files give equal bytes.
 */
export async function routeCommand(options: RouteOptions, stdin: Readable): Promise<Outcome> {
  const document = await readDocument(options.graph, liquidityGraphFormat, stdin);
  if (!document.ok) return refused(document.failure);
  const graph = located(buildGraph(document.value.version, document.value.edges), options.graph);
  if (!graph.ok) return refused(graph.failure);
  const request = await readDocument(options.request, routeRequestFormat, stdin);
  if (!request.ok) return refused(request.failure);
  const at = timeOf(options, graph.value);
  if (!at.ok) return refused(at.failure);
  const quote = located(certifiedSolver.solve(graph.value, request.value, at.value), options.request);
  if (!quote.ok) return refused(quote.failure);
  return succeeded(toNdjson([quote.value], routeQuoteFormat));
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
