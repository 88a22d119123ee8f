import type { EdgeFacts } from '../edges/edge-facts.js';
import type { InnerTrade } from '../edges/stableswap.js';
import {
  floatUp,
  ratioOf,
  type EdgeCurve,
  type Fraction,
  type HyperbolicPiece,
  type SupportingLines,
} from './edge-curve.js';

/** A pool whose invariant keeps what remains of one coin a falling convex function of the other's balance. */
export interface InvariantPool {
  readonly trade: InnerTrade | undefined;
  /** What is left of an output after the least fee that the pool takes, 10¹² being all of it. */
  readonly keptMillionMillionths: bigint;
  /** What remains is exact to this part of it, in powers of 2, and a few units: there the pool's iterations end. */
  readonly exactBits: bigint;
  /** As the pool pays, before the fixed cost. */
  readonly grossOutput: (input: bigint) => bigint;
}

const RATE_ONE = 10n ** 18n;
const KEPT_ONE = 10n ** 12n;
const EXACT_UNITS = 16n;
/** Pieces double in length up to the capacity, from this part of it on. */
const PIECES = 24;
/** Of what a stretch pays, this part may be off before it is halved. */
const LARGEST_ERROR = 1e-6;
const MAXIMUM_HALVINGS = 5;

/**
 * The curve of a pool without a closed form. Its pieces are fitted through the pool's own outputs at their middle and
 * end. Its lines rest on convexity alone: the slope to the right of a point is at most that of a secant that ends
 * there, and to the left at least that of one that begins there, each widened by what the pool's arithmetic may be off.
 * Where the fee grows with the imbalance the lines take the least, so they lie above what the pool pays.
 */
export function invariantCurve(edge: EdgeFacts, pool: InvariantPool): EdgeCurve | undefined {
  const { trade } = pool;
  if (trade === undefined) return undefined;
  const present = trade.remaining(trade.balanceIn);
  const initial = trade.balanceIn === 0n ? undefined : linesAt(pool, trade, present, 0n);
  if (initial === undefined) return undefined;
  const furthest = furthestLines(pool, trade, present, edge.capacity) ?? initial;
  const steepestRate = floatUp(initial.slopeUp);
  return {
    pieces: fittedPieces(pool.grossOutput, edge.capacity, steepestRate),
    isFitted: true,
    steepestRate,
    offsetUp: initial.outputUp.numerator / initial.outputUp.denominator + 1n,
    fixedCost: edge.fixedCost,
    supportAt: (at) => linesAt(pool, trade, present, at) ?? furthest,
  };
}

/** Lines around the largest input, of the capacity halved and halved, that the pool does not give up at. */
function furthestLines(
  pool: InvariantPool,
  trade: InnerTrade,
  present: bigint | undefined,
  capacity: bigint,
): SupportingLines | undefined {
  for (let at = capacity; at > 0n; at /= 2n) {
    const lines = linesAt(pool, trade, present, at);
    if (lines !== undefined) return lines;
  }
  return undefined;
}

/** Lines over what the pool pays around an input; undefined where the pool gives up. */
function linesAt(
  { keptMillionMillionths, exactBits }: InvariantPool,
  { balanceIn, remaining, rateIn, rateOut }: InnerTrade,
  present: bigint | undefined,
  at: bigint,
): SupportingLines | undefined {
  const balance = balanceIn + (at * rateIn) / RATE_ONE;
  // Wide enough for the slack to matter little, and narrow enough for the bending to.
  const apart = (balance >> (exactBits / 2n)) + 1n;
  const [before, here, after] = [remaining(balance - apart), remaining(balance), remaining(balance + apart)];
  if (present === undefined || before === undefined || here === undefined) return undefined;
  const slack = (before >> exactBits) + EXACT_UNITS;
  // Inner units of output, less the least fee, in base units.
  const paid = (inner: bigint): Fraction => ({
    numerator: inner * keptMillionMillionths * RATE_ONE,
    denominator: KEPT_ONE * rateOut,
  });
  const outputUp = paid(present - here + slack);
  const slope = (fall: bigint): Fraction => ({
    numerator: fall * rateIn * keptMillionMillionths,
    denominator: apart * rateOut * KEPT_ONE,
  });
  const least = after === undefined ? 0n : here - after - slack;
  return {
    at,
    outputUp: { ...outputUp, numerator: outputUp.numerator + outputUp.denominator },
    slopeUp: slope(before - here + slack),
    slopeDown: slope(least > 0n ? least : 0n),
  };
}

/**
 * Hyperbolas through the exact output at the beginning, middle and end of stretches, none of which begins steeper than
 * the one before it ended. Stretches double in length, and are halved where three quarters of the way are off.
 */
function fittedPieces(
  grossOutput: (input: bigint) => bigint,
  capacity: bigint,
  steepestRate: number,
): readonly HyperbolicPiece[] {
  const fitting: Fitting = { grossOutput, pieces: [], steepest: steepestRate };
  let start = 0n;
  for (let piece = PIECES - 1; piece >= 0; piece -= 1) {
    const end = capacity >> BigInt(piece);
    if (end - start < 4n) continue;
    if (!fitStretch(fitting, start, end, MAXIMUM_HALVINGS)) break;
    start = end;
  }
  return fitting.pieces;
}

interface Fitting {
  readonly grossOutput: (input: bigint) => bigint;
  readonly pieces: HyperbolicPiece[];
  steepest: number;
}

/** Fits a stretch, and says whether the pool paid for all of it. */
function fitStretch(fitting: Fitting, start: bigint, end: bigint, halvings: number): boolean {
  const { grossOutput, pieces, steepest } = fitting;
  const paid = start === 0n ? 0n : grossOutput(start);
  const half = (end - start) / 2n;
  const gainAt = (input: bigint) => ratioOf(grossOutput(start + input) - paid, 1n);
  const [length, gain] = [ratioOf(end - start, 1n), gainAt(end - start)];
  // What the pool does not take pays nothing.
  if (!(gain > 0)) return false;
  const fit = fitted({ length, gain, half: ratioOf(half, 1n), middleGain: gainAt(half) }, steepest);
  const late = half + half / 2n;
  const lateInput = ratioOf(late, 1n);
  const error = Math.abs((fit.rate * lateInput) / (1 + lateInput / fit.depth) - gainAt(late));
  if (error > LARGEST_ERROR * gain && halvings > 0 && half > 4n) {
    return (
      fitStretch(fitting, start, start + half, halvings - 1) &&
      fitStretch(fitting, start + half, end, halvings - 1)
    );
  }
  pieces.push(fit);
  fitting.steepest = fit.rate / (1 + fit.length / fit.depth) ** 2;
  return true;
}

interface Gains {
  readonly length: number;
  readonly gain: number;
  readonly half: number;
  readonly middleGain: number;
}

function fitted({ length, gain, half, middleGain }: Gains, steepest: number): HyperbolicPiece {
  const [first, whole] = [middleGain / half, gain / length];
  if (whole >= steepest) return { length, rate: steepest, depth: Infinity };
  // From first = r / (1 + half/depth) and whole = r / (1 + length/depth).
  const depth = (gain - middleGain) / (first - whole);
  const rate = depth > 0 && Number.isFinite(depth) ? whole * (1 + length / depth) : whole;
  const begin = Math.min(rate, steepest);
  return begin > whole * (1 + 1e-15)
    ? { length, rate: begin, depth: length / (begin / whole - 1) }
    : { length, rate: whole, depth: Infinity };
}
