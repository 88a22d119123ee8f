import { MILLIONTHS } from './edge-checks.js';

/** 2⁹⁶: 1 in the unit of a square-root price. */
const Q96 = 1n << 96n;

/** How far a swap gets between two initialised ticks. */
export interface SqrtPriceStep {
  readonly sqrtPrice: bigint;
  /** Paid in, without the fee. */
  readonly input: bigint;
  readonly fee: bigint;
  readonly output: bigint;
}

/**
 * One step of a swap with an exact input, within one range of constant liquidity: to the target price when the input
 * reaches it, else as far as it goes. Inputs are rounded up and outputs down, as the pool does. Source:
 * Uniswap/v3-core `SwapMath.computeSwapStep`, `SqrtPriceMath`.
 */
export function sqrtPriceStep(
  sqrtPrice: bigint,
  sqrtTarget: bigint,
  liquidity: bigint,
  input: bigint,
  feeMillionths: bigint,
): SqrtPriceStep {
  const isZeroForOne = sqrtPrice >= sqrtTarget;
  const kept = MILLIONTHS - feeMillionths;
  const inputLessFee = (input * kept) / MILLIONTHS;
  const toTarget = isZeroForOne
    ? amount0Up(sqrtTarget, sqrtPrice, liquidity)
    : amount1Up(sqrtPrice, sqrtTarget, liquidity);
  const reaches = inputLessFee >= toTarget;
  const next = reaches
    ? sqrtTarget
    : isZeroForOne
      ? sqrtPriceAfter0Up(sqrtPrice, liquidity, inputLessFee)
      : sqrtPrice + (inputLessFee * Q96) / liquidity;
  const paid = reaches
    ? toTarget
    : isZeroForOne
      ? amount0Up(next, sqrtPrice, liquidity)
      : amount1Up(sqrtPrice, next, liquidity);
  const output = isZeroForOne
    ? amount1Down(next, sqrtPrice, liquidity)
    : amount0Down(sqrtPrice, next, liquidity);
  // Short of the target the pool keeps what is left of the input as its fee.
  const fee = reaches ? divideUp(paid * feeMillionths, kept) : input - paid;
  return { sqrtPrice: next, input: paid, fee, output };
}

function sqrtPriceAfter0Up(sqrtPrice: bigint, liquidity: bigint, amount: bigint): bigint {
  const scaled = liquidity << 96n;
  return divideUp(scaled * sqrtPrice, scaled + amount * sqrtPrice);
}

function amount0Up(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  return divideUp(divideUp((liquidity << 96n) * (upper - lower), upper), lower);
}

function amount0Down(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  return ((liquidity << 96n) * (upper - lower)) / upper / lower;
}

function amount1Up(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  return divideUp(liquidity * (upper - lower), Q96);
}

function amount1Down(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  return (liquidity * (upper - lower)) / Q96;
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
