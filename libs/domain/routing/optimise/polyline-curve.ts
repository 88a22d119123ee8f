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
    isFitted: false,
    steepestRate: floatUp(first.rate),
    fixedCost,
    // Beyond the last piece more yields nothing.
    supportAt: (at) => supportAt([...pieces, END], at, first),
  };
}

const END: StraightPiece = { length: 1n << 512n, rate: { numerator: 0n, denominator: 1n } };

/** A point this near to where two pieces meet, as a part of a piece, is taken to be where they meet. */
const NEARNESS_BITS = 20n;

function supportAt(pieces: readonly StraightPiece[], at: bigint, first: StraightPiece): SupportingLines {
  let start = 0n;
  // Each piece before is rounded up by less than a base unit, so the lines only rise.
  let paid = 0n;
  let before: StraightPiece | undefined;
  let holding = first;
  for (const [place, piece] of pieces.entries()) {
    holding = piece;
    const next = pieces[place + 1];
    if (next === undefined || at <= start + piece.length) {
      const nearness = (piece.length >> NEARNESS_BITS) + 2n;
      if (next !== undefined && start + piece.length - at <= nearness) {
        const met = { start: start + piece.length, paid: paid + outputUp(piece, piece.length) };
        return meeting(at, { ...piece, start, paid }, { ...next, ...met });
      }
      if (before !== undefined && at - start <= nearness) {
        return meeting(at, { ...before, start, paid }, { ...piece, start, paid });
      }
      break;
    }
    start += piece.length;
    paid += outputUp(piece, piece.length);
    before = piece;
  }
  const { numerator, denominator } = holding.rate;
  return {
    at,
    outputUp: { numerator: paid * denominator + (at - start) * numerator, denominator },
    slopeUp: holding.rate,
    slopeDown: holding.rate,
  };
}

/** A straight line through a point that the curve does not rise above. */
interface Line {
  readonly rate: Fraction;
  readonly start: bigint;
  readonly paid: bigint;
}

/** The flatter line to the right and the steeper one to the left, both from the higher of the two over `at`. */
function meeting(at: bigint, left: Line, right: Line): SupportingLines {
  const [a, b] = [heightUp(left, at), heightUp(right, at)];
  return {
    at,
    outputUp: { numerator: a > b ? a : b, denominator: 1n },
    slopeUp: right.rate,
    slopeDown: left.rate,
  };
}

function heightUp({ rate, start, paid }: Line, at: bigint): bigint {
  const moved = (at - start) * rate.numerator;
  // Division truncates towards 0, which for a fall is upwards already.
  return paid + moved / rate.denominator + 1n;
}

function outputUp({ rate }: StraightPiece, input: bigint): bigint {
  return (input * rate.numerator) / rate.denominator + 1n;
}
