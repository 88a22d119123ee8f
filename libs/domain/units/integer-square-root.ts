/** ⌊√value⌋, exact, by Newton's method on integers. @throws RangeError when the value is negative */
export function integerSquareRoot(value: bigint): bigint {
  if (value < 0n) throw new RangeError(`${value} has no real square root`);
  if (value < 2n) return value;
  // A start that is not below the root, so that the iteration falls until it stands.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
