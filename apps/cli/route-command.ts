import type { Readable } from 'node:stream';
import { liquidityGraphFormat, routeQuoteFormat, routeRequestFormat } from '@causeway/adapters/wire';
import { buildGraph, quoteRoute } from '@causeway/domain/routing';
import { located, readDocument, refused, succeeded, toNdjson, type Outcome } from './input.js';

/** Quotes the best route for a request over a graph and prints it. */
export async function routeCommand(
  options: { readonly graph: string; readonly request: string },
  stdin: Readable,
): Promise<Outcome> {
  const document = await readDocument(options.graph, liquidityGraphFormat, stdin);
  if (!document.ok) return refused(document.failure);
  const graph = located(buildGraph(document.value.version, document.value.edges), options.graph);
  if (!graph.ok) return refused(graph.failure);
  const request = await readDocument(options.request, routeRequestFormat, stdin);
  if (!request.ok) return refused(request.failure);
  const quote = located(quoteRoute(graph.value, request.value), options.request);
  if (!quote.ok) return refused(quote.failure);
  return succeeded(toNdjson([quote.value], routeQuoteFormat));
}
