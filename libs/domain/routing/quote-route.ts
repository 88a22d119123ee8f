import { weakestLink } from '@causeway/domain/network';
import {
  addSeconds,
  decimal,
  divUp,
  fail,
  ok,
  tokenAmount,
  ZERO,
  type Decimal,
  type Result,
  type TokenAmount,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { isAllowed } from './allowed-edges.js';
import type { LiquidityEdge } from './edges/liquidity-edge.js';
import type {
  ExactInputRequest,
  ExactOutputRequest,
  LiquidityGraph,
  Route,
  RouteCertificate,
  RouteCode,
  RouteConstraints,
  RouteQuote,
  RouteRequest,
} from './liquidity-graph.js';
import { routeBySinglePath } from './path-route.js';
import { outputBoundDown } from './optimise/certificate.js';
import { solveExactOutput, type OutputAnswer } from './optimise/solve-exact-output.js';
import {
  solveExactInput,
  type AnsweredLeg,
  type RequestAnswer,
  type SolvedRequest,
} from './optimise/solve-request.js';
import { quoteId } from './quote-id.js';
import { refuseRequest } from './refuse-request.js';
import { latencyOfRoute } from './route-latency.js';

/** Seconds for which a quote may be accepted. */
const QUOTE_SECONDS = 30;
const GAP_PLACES = 18;

/**
 * The best route for a request, split over as many edges as pay, with a proof of how far any other could be better.
 * Every amount is exact in base units, each leg rounded as its venue rounds. The quote depends on nothing but the
 * graph, the request and the time.
 *
 * `graph` comes from `buildGraph`. Fails with INVALID_REQUEST, UNKNOWN_ASSET, NO_ROUTE when nothing connects the
 * assets, INSUFFICIENT_CAPACITY, saying how much can go and which edges are full, AMOUNT_TOO_SMALL when nothing is
 * left after minimums and costs, and CONSTRAINTS_EXCLUDE_ALL, naming the constraint, when there is a route that the
 * constraints forbid.
 */
export function quoteRoute(
  graph: LiquidityGraph,
  request: RouteRequest,
  at: UnixMilliseconds,
): Result<RouteQuote, RouteCode> {
  const refusal = refuseRequest(graph, request);
  if (refusal !== undefined) return refusal;
  return isExactInput(request) ? quoteInput(graph, request, at) : quoteOutput(graph, request, at);
}

function isExactInput(request: RouteRequest): request is ExactInputRequest {
  return typeof request.input !== 'string';
}

function quoteInput(
  graph: LiquidityGraph,
  request: ExactInputRequest,
  at: UnixMilliseconds,
): Result<RouteQuote, RouteCode> {
  const answer = solveExactInput(graph, request, at);
  if (answer.kind === 'solved') return ok(inputQuote(graph, request, at, answer));
  if (answer.kind === 'full' && answer.whole !== undefined) {
    const room = roomFor(graph, request, at, answer);
    return room.output > answer.whole.output
      ? refuseCapacity(request.input.raw, room)
      : ok(inputQuote(graph, request, at, answer.whole));
  }
  const constraint = decisiveConstraint(
    request,
    (rest) => solveExactInput(graph, rest, at).kind === 'solved',
  );
  return constraint ?? explainInput(graph, request, at, answer);
}

function inputQuote(
  graph: LiquidityGraph,
  request: ExactInputRequest,
  at: UnixMilliseconds,
  answer: SolvedRequest,
): RouteQuote {
  const output = tokenAmount(request.output, answer.output);
  const upper = tokenAmount(request.output, outputBoundDown(answer.bound, request.input.raw));
  const route = routeOf(answer.legs, request.input, output);
  return quoteOf(graph, request, at, route, certificateOf(output, upper));
}

function quoteOutput(
  graph: LiquidityGraph,
  request: ExactOutputRequest,
  at: UnixMilliseconds,
): Result<RouteQuote, RouteCode> {
  const answer = solveExactOutput(graph, request, at);
  if (answer.kind !== 'solved') {
    const constraint = decisiveConstraint(
      request,
      (rest) => solveExactOutput(graph, rest, at).kind === 'solved',
    );
    return constraint ?? explainOutput(request, answer);
  }
  const input = tokenAmount(request.input, answer.input);
  const lower = tokenAmount(request.input, answer.lowerBound);
  const route = routeOf(answer.flow.legs, input, tokenAmount(request.output.asset, answer.flow.output));
  return ok(quoteOf(graph, request, at, route, certificateOf(lower, input)));
}

const CONSTRAINTS = [
  'deadlineSeconds',
  'minimumSecurity',
  'allowedBridges',
  'forbiddenBridges',
  'exposureCaps',
  'maximumLegs',
] as const satisfies readonly (keyof RouteConstraints)[];

/** The constraint without which there is a route, if constraints are what stands in the way. */
function decisiveConstraint<Request extends RouteRequest>(
  request: Request,
  isSolvable: (request: Request) => boolean,
): Result<never, RouteCode> | undefined {
  const stated = CONSTRAINTS.filter((constraint) => request[constraint] !== undefined);
  if (stated.length === 0 || !isSolvable(without(request, stated))) return undefined;
  const decisive = stated.find((constraint) => isSolvable(without(request, [constraint])));
  return decisive === undefined
    ? fail('CONSTRAINTS_EXCLUDE_ALL', 'no route meets all constraints, even with any one of them dropped')
    : fail('CONSTRAINTS_EXCLUDE_ALL', 'no route meets it; without it there is one', decisive);
}

function explainInput(
  graph: LiquidityGraph,
  request: ExactInputRequest,
  at: UnixMilliseconds,
  answer: Exclude<RequestAnswer, { kind: 'solved' }>,
): Result<never, RouteCode> {
  if (answer.kind === 'full') {
    return refuseCapacity(request.input.raw, roomFor(graph, request, at, answer));
  }
  const fresh = { ...graph, edges: graph.edges.filter((edge) => isAllowed(edge, {}, at)) };
  const byPath = routeBySinglePath(fresh, without(request, CONSTRAINTS));
  if (!byPath.ok) return byPath;
  return fail('NO_ROUTE', `nothing leads from ${request.input.asset} to ${request.output}`, 'output');
}

function explainOutput(
  { input, output }: ExactOutputRequest,
  answer: Exclude<OutputAnswer, { kind: 'solved' }>,
): Result<never, RouteCode> {
  if (answer.kind === 'full') {
    const message = `of ${output.raw} base units ${shortOf(answer.output)} can arrive${namesOf(answer.full)}`;
    return fail('INSUFFICIENT_CAPACITY', message, 'output.raw');
  }
  return fail('NO_ROUTE', `no input of ${input} yields anything of ${output.asset}`, 'output.asset');
}

/** An input that has a route, what it yields, and which edges are full beyond it. */
interface Room {
  readonly input: bigint;
  readonly output: bigint;
  readonly full: readonly string[];
}

/** How often the room may turn out smaller than it was taken to be, by twice as much each time. */
const MAXIMUM_ROOM_PROBES = 20;

/** How much of the input finds room: the least that yields all but a millionth of what the edges bring at all. */
function roomFor(
  graph: LiquidityGraph,
  request: ExactInputRequest,
  at: UnixMilliseconds,
  { part, full, unplaced }: Extract<RequestAnswer, { kind: 'full' }>,
): Room {
  const { asset, raw } = request.input;
  const wanted = tokenAmount(request.output, shortOf(part.output));
  const least = solveExactOutput(graph, { ...request, input: asset, output: wanted }, at);
  let input = least.kind === 'solved' ? least.input : shortOf(raw - unplaced);
  for (let probe = 1; probe <= MAXIMUM_ROOM_PROBES && input > 0n; probe += 1) {
    const answer = solveExactInput(graph, { ...request, input: tokenAmount(asset, input) }, at);
    if (answer.kind === 'solved') return { input, output: answer.output, full };
    if (answer.kind === 'nothing') break;
    input -= input >> BigInt(MAXIMUM_ROOM_PROBES - probe);
  }
  return { input: shortOf(raw - unplaced), output: 0n, full };
}

function refuseCapacity(raw: bigint, { input, full }: Room): Result<never, RouteCode> {
  const message = `of ${raw} base units ${input} find room${namesOf(full)}`;
  return fail('INSUFFICIENT_CAPACITY', message, 'input.raw');
}

/** A hair less, so that asking for it does not depend on the last unit of a capacity. */
function shortOf(amount: bigint): bigint {
  return amount - (amount >> 20n);
}

function namesOf(full: readonly string[]): string {
  return full.length === 0 ? '' : `; full: ${full.join(', ')}`;
}

function without<Request extends RouteRequest>(request: Request, dropped: readonly string[]): Request {
  const kept = Object.entries(request).filter(([field]) => !dropped.includes(field));
  return Object.fromEntries(kept) as unknown as Request;
}

function quoteOf(
  graph: LiquidityGraph,
  request: RouteRequest,
  at: UnixMilliseconds,
  { edges, route }: { readonly edges: readonly LiquidityEdge[]; readonly route: Route },
  certificate: RouteCertificate,
): RouteQuote {
  return {
    id: quoteId(graph.version, request, at),
    graphVersion: graph.version,
    quotedAt: at,
    expiresAt: expiryOf(edges, at),
    route,
    certificate,
  };
}

/** The end of the quote's own time, or of that of the first edge to become stale. */
function expiryOf(edges: readonly LiquidityEdge[], at: UnixMilliseconds): UnixMilliseconds {
  return edges.reduce(
    (earliest, { observedAt, validForSeconds }) => {
      if (validForSeconds === undefined) return earliest;
      const stale = addSeconds(observedAt, validForSeconds);
      return stale < earliest ? stale : earliest;
    },
    addSeconds(at, QUOTE_SECONDS),
  );
}

function routeOf(
  legs: readonly AnsweredLeg[],
  input: TokenAmount,
  output: TokenAmount,
): { readonly edges: readonly LiquidityEdge[]; readonly route: Route } {
  const edges = legs.map(({ edge }) => edge);
  const security = weakestLink(edges.map((edge) => edge.security));
  if (security === undefined) throw new Error('a route without legs');
  const route = {
    legs: legs.map(({ edge, ...amounts }) => ({ edge: edge.id, from: edge.from, to: edge.to, ...amounts })),
    input,
    output,
    latency: latencyOfRoute(edges),
    security,
  };
  return { edges, route };
}

function certificateOf(lower: TokenAmount, upper: TokenAmount): RouteCertificate {
  return { lower, upper, gap: gapUp(lower.raw, upper.raw) };
}

function gapUp(lower: bigint, upper: bigint): Decimal {
  if (upper === 0n) return ZERO;
  return divUp(decimal(`${upper - lower}`), decimal(`${upper}`), GAP_PLACES);
}
