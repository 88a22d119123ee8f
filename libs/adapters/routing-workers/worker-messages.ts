import { routeQuoteFormat } from '@causeway/adapters/wire';
import type { LiquidityGraph, RouteFront, RouteQuote, RouteRequest } from '@causeway/domain/routing';
import { expectOk, ok, type Failure, type Result, type UnixMilliseconds } from '@causeway/domain/units';

/** What a worker is given once: plain data, which threads may copy. */
export interface WorkerSetup {
  readonly graph: LiquidityGraph;
}

/** What a worker is asked. */
export interface Question {
  readonly number: number;
  readonly kind: 'quote' | 'front';
  readonly request: RouteRequest;
  readonly at: UnixMilliseconds;
}

/** A worker's answer; quotes travel as their documents, because decimals cannot be copied between threads. */
export type Reply = { readonly number: number } & (
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'quote'; readonly quote: string }
  | {
      readonly kind: 'front';
      readonly points: readonly { readonly request: RouteRequest; readonly quote: string }[];
      readonly isComplete: boolean;
    }
);

/** A quote as text. */
export function quoteText(quote: RouteQuote): string {
  return routeQuoteFormat.encodeText(quote);
}

/** The quote that a reply brings. */
export function quoteOfReply(reply: Reply): Result<RouteQuote> {
  if (reply.kind === 'failure') return { ok: false, failure: reply.failure };
  if (reply.kind !== 'quote') throw new Error('a front for an answer to a request for a quote');
  return ok(expectOk(routeQuoteFormat.decodeText(reply.quote)));
}

/** The front that a reply brings. */
export function frontOfReply(reply: Reply): Result<RouteFront> {
  if (reply.kind === 'failure') return { ok: false, failure: reply.failure };
  if (reply.kind !== 'front') throw new Error('a quote for an answer to a request for a front');
  const points = reply.points.map(({ request, quote }) => ({
    request,
    quote: expectOk(routeQuoteFormat.decodeText(quote)),
  }));
  return ok({ points, isComplete: reply.isComplete });
}
