import { cubeRoot, squareRootDown } from './cube-root.js';

/** What Curve's cryptoswap invariant needs besides the balances. */
export interface CryptoswapCurve {
  /** A × N^N × 10⁴. */
  readonly amplification: bigint;
  /** 10¹⁸ being 1. */
  readonly gamma: bigint;
  /** The invariant D that the pool keeps, with 18 decimals. */
  readonly invariant: bigint;
}

const ONE = 10n ** 18n;
const AMPLIFICATION_ONE = 10_000n;

/** Coefficients of a·K³ + b·K² + c·K + d = 0, of which K0 is the root that is sought. */
interface Cubic {
  readonly a: bigint;
  readonly b: bigint;
  readonly c: bigint;
  readonly d: bigint;
}

/**
 * The balance at `position`, in the pool's common precision, that keeps the invariant with the other balances as
 * given; undefined where the pool itself refuses. The pools solve a cubic by Cardano's formula in truncated integers;
 * every truncation is kept, for the last digit of a swap depends on it. Source of the invariant: Egorov, "Automatic
 * market-making with dynamic peg" (2021); of the truncations: curvefi/tricrypto-ng `CurveCryptoMathOptimized3.vy` and
 * curvefi/twocrypto-ng `CurveCryptoMathOptimized2.vy`, `get_y`.
 */
export function cryptoswapBalance(
  curve: CryptoswapCurve,
  balances: readonly bigint[],
  position: number,
): bigint | undefined {
  const others = balances.filter((_, at) => at !== position);
  if (!others.every((other) => isWithinLimits(other, curve.invariant))) return undefined;
  const [first = 0n, second] = others;
  const balance =
    second === undefined ? balanceOfTwo(curve, first) : balanceOfThree(curve, first, second, others);
  return balance !== undefined && isWithinLimits(balance, curve.invariant) ? balance : undefined;
}

/** The pools are only defined while each balance is from 1/100 to 100 times the invariant. */
function isWithinLimits(balance: bigint, invariant: bigint): boolean {
  const share = (balance * ONE) / invariant;
  return share >= 10n ** 16n - 1n && share <= 10n ** 20n;
}

function balanceOfTwo(curve: CryptoswapCurve, other: bigint): bigint | undefined {
  const { amplification, gamma, invariant } = curve;
  const weight = amplification * gamma * gamma;
  const exact: Cubic = {
    a: 10n ** 32n,
    b: (invariant * weight) / 400_000_000n / other - 3n * 10n ** 32n - 2n * gamma * 10n ** 14n,
    c:
      3n * 10n ** 32n +
      4n * gamma * 10n ** 14n +
      (gamma * gamma) / 10n ** 4n +
      (((4n * weight) / 400_000_000n) * other) / invariant -
      (4n * weight) / 400_000_000n,
    d: -((ONE + gamma) ** 2n / 10n ** 4n),
  };
  const first = depressedOfTwo(exact);
  const threshold = smallest(magnitude(first.delta0), magnitude(first.delta1), exact.a);
  const cubic = mapCubic(exact, (value) => value / dividerOfTwo(threshold));
  const { delta0, delta1 } = depressedOfTwo(cubic);
  const root = cardano(cubic.b, delta0, delta1);
  if (root === undefined) return newtonBalance(curve, [other]);
  const k0 = (ONE * root - ONE * cubic.b - ((ONE * cubic.b) / root) * delta0) / (3n * cubic.a);
  return (((invariant * invariant) / other) * k0) / 4n / ONE;
}

function depressedOfTwo({ a, b, c, d }: Cubic): { readonly delta0: bigint; readonly delta1: bigint } {
  const delta0 = (3n * a * c) / b - b;
  return { delta0, delta1: 3n * delta0 + b - (((27n * a * a) / b) * d) / b };
}

/** Two powers of ten for every two that the threshold has above 10²⁴, and four digits less in all. */
function dividerOfTwo(threshold: bigint): bigint {
  for (let power = 48n; power >= 26n; power -= 2n) {
    if (threshold > 10n ** power) return 10n ** (power - 18n);
  }
  if (threshold > 10n ** 24n) return 10n ** 6n;
  return threshold > 10n ** 20n ? 10n ** 2n : 1n;
}

function balanceOfThree(
  curve: CryptoswapCurve,
  first: bigint,
  second: bigint,
  others: readonly bigint[],
): bigint | undefined {
  const { amplification, gamma, invariant } = curve;
  const squared = gamma * gamma;
  const exact: Cubic = {
    a: 10n ** 36n / 27n,
    b:
      10n ** 36n / 9n +
      (2n * ONE * gamma) / 27n -
      (((invariant * invariant) / first) * squared * amplification) / 729n / AMPLIFICATION_ONE / second,
    c:
      10n ** 36n / 9n +
      (gamma * (gamma + 4n * ONE)) / 27n +
      (((squared * (first + second - invariant)) / invariant) * amplification) / 27n / AMPLIFICATION_ONE,
    d: (ONE + gamma) ** 2n / 27n,
  };
  const scaled = scaleOfThree(exact);
  const { a, b, c, d } = scaled;
  const delta0 = (3n * a * c) / b - b;
  const delta1 = (9n * a * c) / b - 2n * b - (((27n * a * a) / b) * d) / b;
  const root = cardano(b, delta0, delta1);
  if (root === undefined) return newtonBalance(curve, others);
  const k0 = (b + (b * delta0) / root - root) / 3n;
  return (((((invariant * invariant) / 27n / second) * invariant) / first) * k0) / a;
}

/** Brings the coefficients near one another, so that no product exceeds 256 bits and few digits are lost. */
function scaleOfThree(exact: Cubic): Cubic {
  const { a, b, c } = exact;
  const divider = dividerOfThree(magnitude((3n * a * c) / b - b));
  if (magnitude(a) > magnitude(b)) {
    const precision = magnitude(a / b);
    return mapCubic(exact, (value) => (value * precision) / divider);
  }
  const precision = magnitude(b / a);
  return mapCubic(exact, (value) => value / precision / divider);
}

function dividerOfThree(magnitudeOfDelta: bigint): bigint {
  for (let power = 48n; power >= 20n; power -= 4n) {
    if (magnitudeOfDelta > 10n ** power) return 10n ** (power - 18n);
  }
  return 1n;
}

/** Cardano's C₁ = ∛b² · ∛((Δ₁ ± √(Δ₁² + 4Δ₀³/b)) / 2); undefined where the square root is of nothing. */
function cardano(b: bigint, delta0: bigint, delta1: bigint): bigint | undefined {
  const radicand = delta1 * delta1 + ((4n * delta0 * delta0) / b) * delta0;
  if (radicand <= 0n) return undefined;
  const root = squareRootDown(radicand);
  const outer = signedCubeRoot(b);
  const inner = delta1 > 0n ? cubeRoot((delta1 + root) / 2n) : -cubeRoot((root - delta1) / 2n);
  return (((outer * outer) / ONE) * inner) / ONE;
}

/** Newton's method, to which the pools fall back where Cardano's formula has no real root. */
function newtonBalance(
  { amplification, gamma, invariant }: CryptoswapCurve,
  others: readonly bigint[],
): bigint | undefined {
  const count = BigInt(others.length + 1);
  const sorted = [...others].sort((x, y) => (x < y ? 1 : -1));
  const limit = largest((sorted[0] ?? 0n) / 10n ** 14n, invariant / 10n ** 14n, 100n);
  let sum = 0n;
  let product = ONE;
  let balance = invariant / count;
  for (const other of [...sorted].reverse()) {
    balance = (balance * invariant) / (other * count);
    sum += other;
  }
  for (const other of sorted) product = (product * other * count) / invariant;
  for (let step = 0; step < 255; step += 1) {
    const before = balance;
    const k0 = (product * balance * count) / invariant;
    const total = sum + balance;
    const distance = magnitude(gamma + ONE - k0) + 1n;
    const mul1 =
      (((((ONE * invariant) / gamma) * distance) / gamma) * distance * AMPLIFICATION_ONE) / amplification;
    const mul2 = ONE + (2n * ONE * k0) / distance;
    const slope = ONE * balance + total * mul2 + mul1 - invariant * mul2;
    if (slope < 0n) {
      balance = before / 2n;
      continue;
    }
    const derivative = slope / balance;
    const minus = mul1 / derivative;
    const up = (slope + ONE * invariant) / derivative + (minus * ONE) / k0;
    const down = minus + (ONE * total) / derivative;
    balance = up < down ? before / 2n : up - down;
    if (magnitude(balance - before) < largest(limit, balance / 10n ** 14n)) return balance;
  }
  return undefined;
}

function mapCubic({ a, b, c, d }: Cubic, change: (value: bigint) => bigint): Cubic {
  return { a: change(a), b: change(b), c: change(c), d: change(d) };
}

function signedCubeRoot(value: bigint): bigint {
  return value < 0n ? -cubeRoot(-value) : cubeRoot(value);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function smallest(...values: readonly bigint[]): bigint {
  return values.reduce((least, value) => (value < least ? value : least));
}

function largest(...values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (value > most ? value : most));
}
