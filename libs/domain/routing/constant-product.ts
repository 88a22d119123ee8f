import type { ConstantProductEdge } from './liquidity-graph.js';

/** A fee of 1 in the unit of `feeMillionths`. */
const WHOLE = 1_000_000n;

type Reserves = Pick<ConstantProductEdge, 'reserveIn' | 'reserveOut' | 'feeMillionths'>;

/**
 * Base units that a constant-product pool pays out for `input` base units, rounded down as the pool rounds.
 * Source: Uniswap v2 periphery, `UniswapV2Library.getAmountOut`; with a fee of 3000 millionths it is the same number.
 */
export function constantProductOutput(pool: Reserves, input: bigint): bigint {
  const inputLessFee = input * (WHOLE - pool.feeMillionths);
  return (inputLessFee * pool.reserveOut) / (pool.reserveIn * WHOLE + inputLessFee);
}

/**
 * Base units that must be paid in for at least `output` base units, or undefined when the pool does not hold that
 * many. Always one more than the rounded-down quotient, as the pool's own library has it, so it is up to one base
 * unit above the least. Source: Uniswap v2 periphery, `UniswapV2Library.getAmountIn`.
 */
export function constantProductInput(pool: Reserves, output: bigint): bigint | undefined {
  if (output >= pool.reserveOut) return undefined;
  const numerator = pool.reserveIn * output * WHOLE;
  const denominator = (pool.reserveOut - output) * (WHOLE - pool.feeMillionths);
  return numerator / denominator + 1n;
}
