import type { UnixMilliseconds } from '@causeway/domain/units';
import { tokenAmount } from '@causeway/domain/units';
import type { ExactInputRequest, ExactOutputRequest, LiquidityGraph } from '../liquidity-graph.js';
import { inputBoundUp } from './certificate.js';
import { compileGraph } from './compiled-graph.js';
import { problemOf } from './problem.js';
import { solveExactInput, type RequestAnswer, type SolvedRequest } from './solve-request.js';

/** The least input found that yields the output, or why there is none. */
export type OutputAnswer =
  | {
      readonly kind: 'solved';
      readonly input: bigint;
      readonly flow: SolvedRequest;
      readonly lowerBound: bigint;
    }
  /** The most that the edges yield. */
  | { readonly kind: 'full'; readonly output: bigint; readonly full: readonly string[] }
  | { readonly kind: 'nothing' };

/** Searches for an input end when it yields at most this share, in 2^-30, more than was asked for. */
const CONTENT_BITS = 30n;
const MAXIMUM_PROBES = 40;
/** A share of room that no edge is to fill for being limited to what reaches it, so that the input has a price. */
const HEADROOM = 0.01;

/**
 * The least input that yields at least this output: what a request for an exact input yields never falls as its input
 * grows, so inputs are probed, by tangents, by secants between the nearest below and above, and by halving. The bound is read
 * from the other side of the proof of the last probe, whose limits hold for every smaller input as well.
 */
export function solveExactOutput(
  graph: LiquidityGraph,
  request: ExactOutputRequest,
  at: UnixMilliseconds,
): OutputAnswer {
  const wanted = request.output.raw;
  const probe = (input: bigint) => solveExactInput(graph, exactInputOf(request, input), at, HEADROOM);
  let tooLittle = { input: 0n, output: 0n };
  let enough: { readonly input: bigint; readonly flow: SolvedRequest } | undefined;
  let blocked: Blocked | undefined;
  let next = firstInput(graph, request);
  for (let probes = 0; probes < MAXIMUM_PROBES; probes += 1) {
    const answer = probe(next);

    if (answer.kind === 'full' && answer.part.output >= wanted) {
      // What found no room is not needed for it.
      enough = { input: next - answer.unplaced, flow: answer.part };
    } else if (answer.kind === 'full') blocked = { input: next, answer };
    else if (answer.kind === 'solved' && answer.output >= wanted) enough = { input: next, flow: answer };
    else tooLittle = { input: next, output: answer.kind === 'solved' ? answer.output : 0n };
    const above = enough?.input ?? blocked?.input;
    if (above !== undefined && above - tooLittle.input <= 1n + (above >> CONTENT_BITS)) break;
    if (enough !== undefined && (enough.flow.output - wanted) << CONTENT_BITS <= wanted) break;
    next = nextInput(wanted, tooLittle, enough, blocked, probes);
  }
  if (enough !== undefined) {
    return { kind: 'solved', ...enough, lowerBound: inputBoundUp(enough.flow.bound, wanted) };
  }
  if (blocked === undefined) return { kind: 'nothing' };
  return { kind: 'full', output: tooLittle.output, full: blocked.answer.full };
}

/** An input that finds no room. */
interface Blocked {
  readonly input: bigint;
  readonly answer: Extract<RequestAnswer, { kind: 'full' }>;
}

/** What would yield the output at the steepest rates, and a little more. */
function firstInput(graph: LiquidityGraph, { input, output }: ExactOutputRequest): bigint {
  const compiled = compileGraph(graph);
  const source = compiled.placeOf.get(input);
  const target = compiled.placeOf.get(output.asset);
  if (source === undefined || target === undefined) return output.raw;
  const whole = problemOf(compiled, source, target, output.raw, () => true);
  if (whole === undefined) return output.raw;
  const share = whole.scale[source]! / whole.scale[target]!;
  const needed = (output.raw * BigInt(Math.ceil(share * 2 ** 256))) >> 256n;
  return needed + needed / 1_000n + 1n;
}

function nextInput(
  wanted: bigint,
  below: { readonly input: bigint; readonly output: bigint },
  enough: { readonly input: bigint; readonly flow: SolvedRequest } | undefined,
  blocked: Blocked | undefined,
  probe: number,
): bigint {
  if (enough === undefined) {
    if (blocked !== undefined) {
      const room = blocked.input - blocked.answer.unplaced;
      const hairLess = room - (room >> 20n);
      return probe % 2 === 0 && hairLess > below.input ? hairLess : (below.input + blocked.input) / 2n;
    }
    // Proportionally, and a little more, as rates fall.
    const scaled = below.output > 0n ? (below.input * wanted) / below.output : below.input * 16n;
    return scaled + scaled / 1_000n + 1n;
  }
  const run = enough.input - below.input;
  const middle = below.input + run / 2n;
  // The proof's line is a tangent from above, and its input hardly below the one looked for; the secant of a concave
  // curve passes hardly above it. A hair more makes them answers at once. Costs bend both, so that halving takes turns.
  const secant = below.input + (run * (wanted - below.output)) / (enough.flow.output - below.output);
  const tangent = inputBoundUp(enough.flow.bound, wanted);
  const guess = [tangent, secant, middle][probe % 3]!;
  const inside = [guess, secant]
    .map((input) => input + (input >> (CONTENT_BITS + 4n)) + 1n)
    .find((input) => input > below.input && input < enough.input);
  return inside ?? middle;
}

function exactInputOf(request: ExactOutputRequest, raw: bigint): ExactInputRequest {
  return { ...request, input: tokenAmount(request.input, raw), output: request.output.asset };
}
