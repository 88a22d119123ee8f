import { fail, ok, type Result } from '@causeway/domain/units';
import { kindOf, type LiquidityEdge } from './edges/liquidity-edge.js';

export type EdgeCode = 'AMOUNT_TOO_SMALL' | 'INSUFFICIENT_CAPACITY';

/**
 * Base units of the output asset that an edge yields for `input` base units, after its fixed cost, rounded down.
 * Grows with the input. Fails below the minimum input, above the capacity, and when nothing is left.
 */
export function edgeOutput(edge: LiquidityEdge, input: bigint): Result<bigint, EdgeCode> {
  if (input < edge.minimumInput) {
    return fail('AMOUNT_TOO_SMALL', `${edge.id} takes ${edge.minimumInput} base units or more, not ${input}`);
  }
  if (input > edge.capacity) {
    return fail(
      'INSUFFICIENT_CAPACITY',
      `${edge.id} takes ${edge.capacity} base units at most, not ${input}`,
    );
  }
  const output = unlimitedOutput(edge, input);
  if (output > 0n) return ok(output);
  return fail('AMOUNT_TOO_SMALL', `${edge.id} leaves nothing of ${input} base units after its costs`);
}

/**
 * Base units that must be put into an edge for at least `output` (> 0) base units after its fixed cost, rounded up.
 * Fails when the edge cannot yield that many.
 */
export function edgeInput(edge: LiquidityEdge, output: bigint): Result<bigint, EdgeCode> {
  const needed = kindOf(edge).grossInput(edge, output + edge.fixedCost);
  if (needed === undefined || needed > edge.capacity) {
    return fail('INSUFFICIENT_CAPACITY', `${edge.id} cannot yield ${output} base units`);
  }
  return ok(needed < edge.minimumInput ? edge.minimumInput : needed);
}

/** The output, possibly negative, as if the edge had neither a minimum nor a capacity. */
export function unlimitedOutput(edge: LiquidityEdge, input: bigint): bigint {
  return kindOf(edge).grossOutput(edge, input) - edge.fixedCost;
}
