import type { UnixMilliseconds } from '@causeway/domain/units';
import { tokenAmount } from '@causeway/domain/units';
import type { ExactInputRequest, ExactOutputRequest, LiquidityGraph } from '../liquidity-graph.js';
import { inputBoundUp, outputBoundDown } from './certificate.js';
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
/** Of an answer whose bound is further off than its proof, this share in 2^-21 less is probed, some times at the most. */
const PROOF_BITS = 21n;
const MAXIMUM_PROOFS = 3;
/** A share of room that no edge is to fill for being limited to what reaches it, so that the input has a price. */
const HEADROOM = 0.01;

/**
 * The least input that yields at least this output: what a request for an exact input yields never falls as its input
 * grows, so inputs are probed, by tangents, by secants between the nearest below and above, and by halving. The bound is read
 * from the other side of the probes' proofs, whose limits hold for every smaller input as well.
 */
export function solveExactOutput(
  graph: LiquidityGraph,
  request: ExactOutputRequest,
  at: UnixMilliseconds,
): OutputAnswer {
  const wanted = request.output.raw;
  const probe = (input: bigint) => solveExactInput(graph, exactInputOf(request, input), at, HEADROOM);
  let lowerBound = 0n;
  let tooLittle = { input: 0n, output: 0n };
  let enough: Enough | undefined;
  let blocked: Blocked | undefined;
  let next = firstInput(graph, request);
  let proofs = 0;
  for (let probes = 0; probes < MAXIMUM_PROBES; probes += 1) {
    const answer = probe(next);
    const least = leastInputBy(answer, next, wanted);
    if (least > lowerBound) lowerBound = least;
    if (answer.kind === 'full' && answer.part.output >= wanted) {
      // What found no room is not needed for it.
      enough = { input: next - answer.unplaced, flow: answer.part };
    } else if (answer.kind === 'full') blocked = { input: next, answer };
    else if (answer.kind === 'solved' && answer.output >= wanted) enough = { input: next, flow: answer };
    else tooLittle = { input: next, output: answer.kind === 'solved' ? answer.output : 0n };
    const above = enough?.input ?? blocked?.input;
    const isNarrow = above !== undefined && above - tooLittle.input <= 1n + (above >> CONTENT_BITS);
    const isExact = enough !== undefined && (enough.flow.output - wanted) << CONTENT_BITS <= wanted;
    if (!isNarrow && !isExact) {
      next = nextInput(wanted, tooLittle, enough, blocked, probes);
      continue;
    }
    if (enough === undefined || isProven(enough, wanted, lowerBound) || proofs === MAXIMUM_PROOFS) break;
    next = enough.input - (enough.input >> PROOF_BITS) - 1n;
    if (next <= tooLittle.input) break;
    proofs += 1;
  }
  if (enough !== undefined) return { kind: 'solved', ...enough, lowerBound };
  if (blocked === undefined) return { kind: 'nothing' };
  return { kind: 'full', output: tooLittle.output, full: blocked.answer.full };
}

/**
 * Whether the bound on the input is as close as the proof of the flow itself. At the last unit of all capacity it is not:
 * there more input is worth nothing, and a proof that says so says nothing of less input.
 */
function isProven({ input, flow }: Enough, wanted: bigint, lowerBound: bigint): boolean {
  const open = outputBoundDown(flow.bound, input) - wanted;
  const share = input >> PROOF_BITS;
  return input - lowerBound <= 1n + share + (4n * input * open) / wanted;
}

/** No input below this yields the output: by the probe's proof, which holds for the inputs up to its own. */
function leastInputBy(answer: RequestAnswer, input: bigint, wanted: bigint): bigint {
  const flow = answer.kind === 'full' ? answer.part : answer;
  if (flow.kind === 'nothing') return 0n;
  const least = inputBoundUp(flow.bound, wanted);
  return least > input ? input + 1n : least;
}

/** An input that yields the output. */
interface Enough {
  readonly input: bigint;
  readonly flow: SolvedRequest;
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
  enough: Enough | undefined,
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
