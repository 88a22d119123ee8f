import type { SettlementRecord } from '@causeway/application/ports';
import type { RouteQuote, RouteRequest } from '@causeway/domain/routing';
import {
  addSeconds,
  fail,
  ok,
  type AccountId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { acceptQuote, type AcceptQuoteCommand, type AcceptQuotePorts } from './accept-quote.js';

/** Clocks of processes that answer for one another differ by less. */
const MAXIMUM_LEAD_SECONDS = 5;

/** What accepting a quote needs from outside. */
export interface AcceptRequestedQuotePorts extends AcceptQuotePorts {
  /** As the domain's solver on the graph: equal requests and times have equal quotes. */
  readonly solve: (request: RouteRequest, at: UnixMilliseconds) => Promise<Result<RouteQuote>>;
  /** Whether gates let the account move collateral as the quote does. */
  readonly permit: (account: AccountId, quote: RouteQuote) => Promise<Result<undefined>>;
}

/** A quote that an account takes, told by what it was computed from. */
export interface AcceptRequestedQuoteCommand extends Omit<AcceptQuoteCommand, 'quote'> {
  readonly quote: {
    readonly id: string;
    readonly request: RouteRequest;
    readonly quotedAt: UnixMilliseconds;
  };
}

/**
 * Accepts a quote that is told by its request, its time and its id. The quote is computed again, which gives the same
 * quote to the last byte, and refused where its id is another (`QUOTE_CHANGED`): nothing that a client sends is taken
 * as an amount, and no quote has to be kept that nobody accepts. What has been accepted already is answered as it is,
 * also when the quote has expired or the graph is another since.
 *
 * Fails besides as the solver, the gates (`ACTION_HELD_BACK`) and `acceptQuote` do, and with `TIME_IN_FUTURE` where the quote claims a later time.
 */
export async function acceptRequestedQuote(
  ports: AcceptRequestedQuotePorts,
  { quote: { id, request, quotedAt }, ...command }: AcceptRequestedQuoteCommand,
  at: UnixMilliseconds,
): Promise<Result<SettlementRecord>> {
  const { settlements, graph, solve, permit } = ports;
  const known = await settlements.find(id);
  if (known?.account === command.account) return ok(known);
  if (quotedAt > addSeconds(at, MAXIMUM_LEAD_SECONDS)) {
    return fail('TIME_IN_FUTURE', 'no quote has been given at that time yet', 'quote.quotedAt');
  }
  const solved = await solve(request, quotedAt);
  if (!solved.ok) {
    const { failure } = solved;
    const field = failure.field === undefined ? 'quote.request' : `quote.request.${failure.field}`;
    return { ok: false, failure: { ...failure, field } };
  }
  if (solved.value.id !== id) {
    const message =
      `this request at this time has the quote ${solved.value.id} on graph ${graph.version}; ` +
      'the request is another or the graph has changed: ask for another quote';
    return fail('QUOTE_CHANGED', message, 'quote.id');
  }
  const permitted = await permit(command.account, solved.value);
  if (!permitted.ok) return permitted;
  return acceptQuote(ports, { ...command, quote: solved.value }, at);
}
