/** Above these the argument is not scaled by 10³⁶ but by 10¹⁸, or not at all, so that it stays within 256 bits. */
const LARGE = 115792089237316195423570985008687907853269n;
const VERY_LARGE = LARGE * 10n ** 18n;
const STEPS = 7;

/**
 * ∛value with 18 decimals, by seven steps of Newton's method from a guess with the right power of two: what the
 * cryptoswap pools compute, whose last digits depend on it. Source: curvefi/tricrypto-ng
 * `CurveCryptoMathOptimized3.vy` `_cbrt`.
 */
export function cubeRoot(value: bigint): bigint {
  if (value === 0n) return 0n;
  const scale = value >= VERY_LARGE ? 1n : value >= LARGE ? 10n ** 18n : 10n ** 36n;
  const scaled = value * scale;
  const exponent = BigInt(scaled.toString(2).length - 1);
  const remainder = exponent % 3n;
  let root = (2n ** (exponent / 3n) * 1260n ** remainder) / 1000n ** remainder;
  for (let step = 0; step < STEPS; step += 1) root = (2n * root + scaled / (root * root)) / 3n;
  return scale === 1n ? root * 10n ** 12n : scale === 10n ** 18n ? root * 10n ** 6n : root;
}

/** ⌊√value⌋ of a value from 0. */
export function squareRootDown(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
