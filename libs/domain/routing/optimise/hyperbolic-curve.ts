import { floatUp, ratioOf, type EdgeCurve } from './edge-curve.js';

/** A constant-product pool as fractions: of each input unit, `keptNumerator / keptDenominator` is traded. */
export interface HyperbolicTerms {
  readonly reserveIn: bigint;
  readonly reserveOut: bigint;
  readonly keptNumerator: bigint;
  readonly keptDenominator: bigint;
  readonly capacity: bigint;
  readonly fixedCost: bigint;
}

/**
 * The curve of a constant-product pool, kept·x·reserveOut / (reserveIn + kept·x), which the pool rounds down. Value
 * and slope are fractions, so the lines over it are exact tangents.
 */
export function hyperbolicCurve(terms: HyperbolicTerms): EdgeCurve {
  const { reserveIn, reserveOut, keptNumerator, keptDenominator, capacity, fixedCost } = terms;
  const scaledReserve = reserveIn * keptDenominator;
  const initial = { numerator: keptNumerator * reserveOut, denominator: scaledReserve };
  return {
    pieces: [
      {
        length: ratioOf(capacity, 1n),
        rate: ratioOf(initial.numerator, initial.denominator),
        depth: ratioOf(scaledReserve, keptNumerator),
      },
    ],
    isFitted: false,
    steepestRate: floatUp(initial),
    fixedCost,
    supportAt: (at) => {
      const filled = scaledReserve + keptNumerator * at;
      const slope = {
        numerator: keptNumerator * reserveOut * scaledReserve,
        denominator: filled * filled,
      };
      return {
        at,
        outputUp: { numerator: keptNumerator * at * reserveOut, denominator: filled },
        slopeUp: slope,
        slopeDown: slope,
      };
    },
  };
}
