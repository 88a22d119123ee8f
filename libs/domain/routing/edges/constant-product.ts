import type { ChainId } from '@causeway/domain/units';
import type { EdgeFacts } from './edge-facts.js';
import type { EdgeKind } from './edge-kind.js';
import { above0, firstProblem, isOnLayer, MILLIONTHS, millionthsBelowOne } from './edge-checks.js';

/** x·y = k with a fee on the input, in exact integers as Uniswap v2 computes it. */
export interface ConstantProductEdge extends EdgeFacts {
  readonly kind: 'constant-product';
  readonly chain: ChainId;
  /**
   * The pool whose state the edge trades against, where other edges do too. They change one another's price, so a
   * route uses one of them at most.
   */
  readonly pool?: string;
  readonly reserveIn: bigint;
  readonly reserveOut: bigint;
  /** Fee in hundredths of a basis point (3000 = 0.3 %). */
  readonly feeMillionths: bigint;
}

type Reserves = Pick<ConstantProductEdge, 'reserveIn' | 'reserveOut' | 'feeMillionths'>;

/**
 * Base units that a constant-product pool pays out for `input` base units, rounded down as the pool rounds.
 * Source: Uniswap v2 periphery, `UniswapV2Library.getAmountOut`; with a fee of 3000 millionths it is the same number.
 */
export function constantProductOutput(pool: Reserves, input: bigint): bigint {
  const inputLessFee = input * (MILLIONTHS - pool.feeMillionths);
  return (inputLessFee * pool.reserveOut) / (pool.reserveIn * MILLIONTHS + inputLessFee);
}

/**
 * The least base units to pay in for at least `output` base units, or undefined when the pool does not hold that
 * many. `UniswapV2Library.getAmountIn` asks for one base unit more when the quotient below is a whole number.
 */
export function constantProductInput(pool: Reserves, output: bigint): bigint | undefined {
  if (output >= pool.reserveOut) return undefined;
  const numerator = pool.reserveIn * output * MILLIONTHS;
  const denominator = (pool.reserveOut - output) * (MILLIONTHS - pool.feeMillionths);
  return (numerator + denominator - 1n) / denominator;
}

export const constantProduct: EdgeKind<ConstantProductEdge> = {
  grossOutput: constantProductOutput,
  grossInput: constantProductInput,
  problemOf: (edge) =>
    firstProblem(
      millionthsBelowOne('feeMillionths', edge.feeMillionths),
      above0('reserveIn', edge.reserveIn),
      above0('reserveOut', edge.reserveOut),
      isOnLayer(edge),
    ),
};
