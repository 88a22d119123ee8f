import { floatUp, ratioOf, type EdgeCurve, type Fraction } from './edge-curve.js';

/** The curve of an edge whose output is proportional to its input; exact, so that the lines over it are itself. */
export function straightCurve(rate: Fraction, capacity: bigint, fixedCost: bigint): EdgeCurve {
  return {
    pieces: [
      { length: ratioOf(capacity, 1n), rate: ratioOf(rate.numerator, rate.denominator), depth: Infinity },
    ],
    steepestRate: floatUp(rate),
    fixedCost,
    supportAt: (at) => ({
      at,
      outputUp: { numerator: at * rate.numerator, denominator: rate.denominator },
      slopeUp: rate,
      slopeDown: rate,
    }),
  };
}
