import { floatUp, ratioOf, type EdgeCurve, type Fraction, type SupportingLines } from './edge-curve.js';

/** A stretch in base units of constant rate. */
export interface StraightPiece {
  readonly length: bigint;
  readonly rate: Fraction;
}

/**
 * The curve of an edge that is straight, or made of straight pieces of falling rate. The lines over it are the piece
 * that holds the input, prolonged to both sides.
 */
export function polylineCurve(pieces: readonly StraightPiece[], fixedCost: bigint): EdgeCurve {
  const [first] = pieces;
  if (first === undefined) throw new RangeError('a curve without pieces');
  return {
    pieces: pieces.map(({ length, rate }) => ({
      length: ratioOf(length, 1n),
      rate: ratioOf(rate.numerator, rate.denominator),
      depth: Infinity,
    })),
    steepestRate: floatUp(first.rate),
    fixedCost,
    supportAt: (at) => supportAt(pieces, at, first),
  };
}

function supportAt(pieces: readonly StraightPiece[], at: bigint, first: StraightPiece): SupportingLines {
  let start = 0n;
  // Each piece before is rounded up by less than a base unit, so the lines only rise.
  let output = 0n;
  let holding = first;
  for (const piece of pieces) {
    holding = piece;
    if (at <= start + piece.length || piece === pieces.at(-1)) break;
    start += piece.length;
    output += (piece.length * piece.rate.numerator) / piece.rate.denominator + 1n;
  }
  const { numerator, denominator } = holding.rate;
  return {
    at,
    outputUp: { numerator: output * denominator + (at - start) * numerator, denominator },
    slopeUp: holding.rate,
    slopeDown: holding.rate,
  };
}
