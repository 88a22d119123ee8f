import { MILLIONTHS } from './edge-checks.js';

/** output = input × rate × (1 − fee), the fee in hundredths of a basis point. */
export interface LinearRate {
  /** Output base units for one input base unit before the fee, as an exact fraction. */
  readonly rateNumerator: bigint;
  readonly rateDenominator: bigint;
  readonly feeMillionths: bigint;
}

/** Base units delivered for `input` base units: input × rate × (1 − fee), rounded down once. */
export function linearOutputDown(terms: LinearRate, input: bigint): bigint {
  return (
    (input * terms.rateNumerator * (MILLIONTHS - terms.feeMillionths)) / (terms.rateDenominator * MILLIONTHS)
  );
}

/** The least number of base units to send for at least `output` base units to be delivered: rounded up. */
export function linearInputUp(terms: LinearRate, output: bigint): bigint {
  const numerator = output * terms.rateDenominator * MILLIONTHS;
  const denominator = terms.rateNumerator * (MILLIONTHS - terms.feeMillionths);
  return (numerator + denominator - 1n) / denominator;
}
