import { tokenAmount, type AssetId, type UnixMilliseconds } from '@causeway/domain/units';
import type { ExactInputRequest, ExactOutputRequest, LiquidityGraph } from '../liquidity-graph.js';
import { inputBoundUp, outputBoundDown } from './certificate.js';
import { compileGraph } from './compiled-graph.js';
import { problemOf } from './problem.js';
import { fullEdges, solveExactInput, type RequestAnswer, type SolvedRequest } from './solve-request.js';

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
/** How much further each probe goes past one that found no room, in hundredths. */
const STEPS_PAST_FULL = [2n, 5n, 10n, 30n, 100n, 200n, 500n];
/** A share of room that no edge is to fill for being limited to what reaches it, so that the input has a price. */
const HEADROOM = 0.01;

/**
 * The least input found that yields at least this output. What a request for an exact input yields grows with its input,
 * so inputs are probed, by tangents, by secants between the nearest below and above, and by halving. It may have no
 * answer at single inputs, where minimums leave a rest without a place, so that above one that finds no room larger ones
 * are looked at as well, up to all that the source's edges take. The bound is read from the other side of the probes'
 * proofs, whose limits hold for every smaller input as well.
 */
export function solveExactOutput(
  graph: LiquidityGraph,
  request: ExactOutputRequest,
  at: UnixMilliseconds,
): OutputAnswer {
  const search = new OutputSearch(request.output.raw);
  const probe = (input: bigint) => solveExactInput(graph, exactInputOf(request, input), at, HEADROOM);
  const most = largestInput(graph, request.input);
  let next: bigint | undefined = firstInput(graph, request);
  for (let probes = 0; probes < MAXIMUM_PROBES && next !== undefined; probes += 1) {
    const input: bigint = next < most ? next : most;
    search.learn(input, probe(input));
    if (search.fulls === 1 && input < most && search.isOutOfReach(most, probe(most))) break;
    next = search.next(probes, most);
  }
  return search.answer();
}

/** An input that yields the output. */
interface Enough {
  readonly input: bigint;
  readonly flow: SolvedRequest;
}

/** What probes have shown. */
class OutputSearch {
  private lowerBound = 0n;
  private below = { input: 0n, output: 0n };
  private enough: Enough | undefined;
  private largest: SolvedRequest | undefined;
  /** Probes in a row that found no room, and those made for the sake of the proof. */
  fulls = 0;
  private proofs = 0;

  constructor(private readonly wanted: bigint) {}

  learn(input: bigint, answer: RequestAnswer): void {
    const flow = answer.kind === 'full' ? answer.part : answer;
    this.fulls = answer.kind === 'full' ? this.fulls + 1 : 0;
    if (flow.kind === 'nothing') {
      this.below = { input, output: 0n };
      return;
    }
    const least = inputBoundUp(flow.bound, this.wanted);
    // The proof holds for the inputs up to its own.
    this.lowerBound = larger(this.lowerBound, least > input ? input + 1n : least);
    this.keepLargest(flow);
    if (flow.output < this.wanted) this.below = { input, output: flow.output };
    // What found no room is not needed for it.
    else this.enough = { input: answer.kind === 'full' ? input - answer.unplaced : input, flow };
  }

  /** Whether the answer for an input shows that no input up to it yields the output. */
  isOutOfReach(input: bigint, answer: RequestAnswer): boolean {
    const flow = answer.kind === 'full' ? answer.part : answer;
    if (flow.kind === 'nothing' || outputBoundDown(flow.bound, input) >= this.wanted) return false;
    this.keepLargest(flow);
    return true;
  }

  private keepLargest(flow: SolvedRequest): void {
    if (this.largest === undefined || flow.output > this.largest.output) this.largest = flow;
  }

  /** The next input to probe; undefined when there is no need for one. */
  next(probe: number, most: bigint): bigint | undefined {
    const { below, enough, wanted } = this;
    if (enough === undefined) return this.above(most);
    const isNarrow = enough.input - below.input <= 1n + (enough.input >> CONTENT_BITS);
    const isExact = (enough.flow.output - wanted) << CONTENT_BITS <= wanted;
    if (!isNarrow && !isExact) return this.between(enough, probe);
    if (isProven(enough, wanted, this.lowerBound) || this.proofs === MAXIMUM_PROOFS) return undefined;
    this.proofs += 1;
    const hairLess = enough.input - (enough.input >> PROOF_BITS) - 1n;
    return hairLess > below.input ? hairLess : undefined;
  }

  /** A larger input, up to all that the source's edges take. */
  private above(most: bigint): bigint | undefined {
    const { below, wanted, fulls } = this;
    if (below.input >= most) return undefined;
    if (fulls === 0) {
      // Proportionally, and a little more, as rates fall.
      const scaled = below.output > 0n ? (below.input * wanted) / below.output : below.input * 16n;
      return scaled + scaled / 1_000n + 1n;
    }
    const further = below.input + (below.input * STEPS_PAST_FULL[fulls - 1]!) / 100n + 1n;
    return further < most && fulls < STEPS_PAST_FULL.length ? further : most;
  }

  private between({ input, flow }: Enough, probe: number): bigint {
    const { below, wanted } = this;
    const run = input - below.input;
    const middle = below.input + run / 2n;
    // The proof's line is a tangent from above, and its input hardly below the one looked for; the secant of a concave
    // curve passes hardly above it. A hair more makes them answers at once. Costs bend both, so that halving takes turns.
    const secant = below.input + (run * (wanted - below.output)) / (flow.output - below.output);
    const tangent = inputBoundUp(flow.bound, wanted);
    const guess = [tangent, secant, middle][probe % 3]!;
    const inside = [guess, secant]
      .map((each) => each + (each >> (CONTENT_BITS + 4n)) + 1n)
      .find((each) => each > below.input && each < input);
    return inside ?? middle;
  }

  answer(): OutputAnswer {
    const { enough, lowerBound, largest } = this;
    if (enough !== undefined) return { kind: 'solved', ...enough, lowerBound };
    if (largest === undefined) return { kind: 'nothing' };
    return { kind: 'full', output: largest.output, full: fullEdges(largest.legs) };
  }
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

/** All that the edges from an asset take. */
function largestInput(graph: LiquidityGraph, from: AssetId): bigint {
  return graph.edges.reduce((sum, edge) => (edge.from === from ? sum + edge.capacity : sum), 0n);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function exactInputOf(request: ExactOutputRequest, raw: bigint): ExactInputRequest {
  return { ...request, input: tokenAmount(request.input, raw), output: request.output.asset };
}
