/** An exact fraction; the denominator is above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * A stretch of an edge's curve, in binary floats and base units: from its beginning, `input` yields
 * `rate · input / (1 + input / depth)`, up to `length`. A depth of Infinity makes it a straight line.
 */
export interface HyperbolicPiece {
  readonly length: number;
  readonly rate: number;
  readonly depth: number;
}

/** A stretch of another concave shape, given by its output from its beginning on and the first two derivatives. */
export interface SmoothPiece {
  readonly length: number;
  output(input: number): number;
  /** Above 0, falling. */
  slope(input: number): number;
  /** 0 or below. */
  curvature(input: number): number;
}

export type CurvePiece = HyperbolicPiece | SmoothPiece;

/**
 * Two half lines that the edge's output never rises above, meeting over `at`; all fractions are exact bounds, in base
 * units, of the gross output (before the curve's fixed cost):
 * for input ≥ at: output ≤ outputUp + slopeUp · (input − at);
 * for input ≤ at: output ≤ outputUp − slopeDown · (at − input).
 * For a differentiable curve these are its value and slope at `at`, which rounding may only push apart.
 */
export interface SupportingLines {
  readonly at: bigint;
  readonly outputUp: Fraction;
  readonly slopeUp: Fraction;
  readonly slopeDown: Fraction;
}

/**
 * What the optimiser sees of an edge. The real curve behind the integers must be concave, and `pieces` follow it from
 * input 0 on, of falling slope; they only seed the search, so an approximation costs quality, never correctness.
 * `supportAt` is what the certificate rests on, so it is exact.
 */
export interface EdgeCurve {
  readonly pieces: readonly CurvePiece[];
  /** Whether the pieces are fitted to the curve; otherwise they are the curve itself, up to float rounding. */
  readonly isFitted: boolean;
  /** A float that is not below the slope at input 0: output ≤ offsetUp + steepestRate · input for all inputs. */
  readonly steepestRate: number;
  /** Base units by which the lines may begin above 0; absent where they begin there. */
  readonly offsetUp?: bigint;
  /** Base units of the output asset that using the edge costs in all: gas, and fixed fees of the venue. */
  readonly fixedCost: bigint;
  /**
   * Lines over the curve that are close to it around `at`, which is from 0 to the edge's capacity. They may meet over
   * another input where the venue does not answer for this one.
   */
  supportAt(at: bigint): SupportingLines;
}

/** Relative room for the rounding of a few float operations on numbers that were converted once each. */
const FLOAT_MARGIN = 1 + 2 ** -48;

/** A float that is not below an exact fraction of any size. */
export function floatUp({ numerator, denominator }: Fraction): number {
  return Math.max(ratioOf(numerator, denominator) * FLOAT_MARGIN, numerator > 0n ? Number.MIN_VALUE : 0);
}

/** The quotient of two integers of any size as a float, to within a few units in the last place; seeds only. */
export function ratioOf(numerator: bigint, denominator: bigint): number {
  // eslint-disable-next-line no-restricted-syntax -- a seed and a bound with a margin, decided on exactly elsewhere
  const [above, below] = [Number(numerator), Number(denominator)];
  if (above < Infinity && below < Infinity) return above / below;
  // Beyond the range of floats both are shortened alike.
  return ratioOf(numerator >> 512n, denominator >> 512n);
}
