import type { LinearBridgeEdge } from './liquidity-graph.js';

/** A fee of 1 in the unit of `feeMillionths`. */
const WHOLE = 1_000_000n;

type Terms = Pick<LinearBridgeEdge, 'rateNumerator' | 'rateDenominator' | 'feeMillionths'>;

/** Base units that a bridge delivers for `input` base units: input × rate × (1 − fee), rounded down once. */
export function linearBridgeOutput(bridge: Terms, input: bigint): bigint {
  return (input * bridge.rateNumerator * (WHOLE - bridge.feeMillionths)) / (bridge.rateDenominator * WHOLE);
}

/** The least number of base units that must be sent for at least `output` base units to be delivered: rounded up. */
export function linearBridgeInput(bridge: Terms, output: bigint): bigint {
  const numerator = output * bridge.rateDenominator * WHOLE;
  const denominator = bridge.rateNumerator * (WHOLE - bridge.feeMillionths);
  return (numerator + denominator - 1n) / denominator;
}
