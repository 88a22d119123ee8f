/** What Curve's StableSwap invariant needs besides the balances. */
export interface StableswapCurve {
  /** The two generations truncate at different places. */
  readonly generation: 'plain' | 'stable-ng';
  readonly amplification: bigint;
  readonly amplificationPrecision: bigint;
}

/** Newton's method converges in a few steps; the pools give up after this many. */
const LARGEST_STEPS = 255;

/**
 * The invariant D of balances in a common precision, truncated in each step as the pool does; undefined where the
 * pool itself would not converge. Source: curvefi/curve-contract `SwapTemplateBase.vy` `_get_D`, curvefi/stableswap-ng
 * `CurveStableSwapNG.vy` `get_D`.
 */
export function stableswapInvariant(
  { generation, amplification, amplificationPrecision }: StableswapCurve,
  balances: readonly bigint[],
): bigint | undefined {
  const count = BigInt(balances.length);
  const total = balances.reduce((sum, balance) => sum + balance, 0n);
  if (total === 0n) return 0n;
  const weight = amplification * count;
  const scale = count ** count;
  let invariant = total;
  for (let step = 0; step < LARGEST_STEPS; step += 1) {
    let product = invariant;
    if (generation === 'plain') {
      for (const balance of balances) product = (product * invariant) / (balance * count);
    } else {
      for (const balance of balances) product = (product * invariant) / balance;
      product /= scale;
    }
    const before = invariant;
    invariant =
      (((weight * total) / amplificationPrecision + product * count) * invariant) /
      (((weight - amplificationPrecision) * invariant) / amplificationPrecision + (count + 1n) * product);
    if (isWithinOne(invariant, before)) return invariant;
  }
  return undefined;
}

/**
 * The balance of the coin at `position` that keeps the invariant with all other balances as given; undefined where
 * the pool itself would not converge. Source: `_get_y` of the same contracts.
 */
export function stableswapBalance(
  { amplification, amplificationPrecision }: StableswapCurve,
  balances: readonly bigint[],
  position: number,
  invariant: bigint,
): bigint | undefined {
  const count = BigInt(balances.length);
  const weight = amplification * count;
  let others = 0n;
  let c = invariant;
  for (const [at, balance] of balances.entries()) {
    if (at === position) continue;
    others += balance;
    c = (c * invariant) / (balance * count);
  }
  c = (c * invariant * amplificationPrecision) / (weight * count);
  const b = others + (invariant * amplificationPrecision) / weight;
  let remaining = invariant;
  for (let step = 0; step < LARGEST_STEPS; step += 1) {
    const before = remaining;
    remaining = (remaining * remaining + c) / (2n * remaining + b - invariant);
    if (isWithinOne(remaining, before)) return remaining;
  }
  return undefined;
}

function isWithinOne(a: bigint, b: bigint): boolean {
  return a > b ? a - b <= 1n : b - a <= 1n;
}
