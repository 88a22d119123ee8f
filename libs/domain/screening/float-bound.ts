import type { Decimal } from '@causeway/domain/units';

/** u: half the distance from 1 to the next binary64 number; each rounding to nearest is off by at most this share. */
const UNIT_ROUNDOFF = 2 ** -53;
/** Beyond these powers of ten products could leave the range of normal binary64 numbers, where u is no bound. */
const EXPONENT_LIMIT = 120;
/** Twice what `floatOf` may be off by, so that what moves by it has passed the number it was made from. */
const STEP = 16 * UNIT_ROUNDOFF;
/** decimal.js keeps seven digits to a limb. */
const LIMB = 1e7;
/** Four limbs have at least 22 digits; what follows them is less than a thousandth of u. */
const LIMBS_READ = 4;
const LIMB_POWERS = Float64Array.from({ length: 20 }, (_, power) => LIMB ** power);

/**
 * Share of Σ|terms| by which a row of `entryCount` terms and a constant, computed in binary64, and everything derived
 * from it may be off.
 *
 * With n terms, exact H = C₀ + Σ Cₖ·Xₖ, computed h and m = |c₀| + Σ|cₖ·xₖ|, γₖ = k·u / (1 − k·u):
 *
 * 1. cₖ and xₖ are off by at most 8u (`floatOf`), the product is rounded once and the sum n times, so
 *    |h − H| ≤ γₙ₊₁₇ · (|C₀| + Σ|Cₖ·Xₖ|) ≤ γₙ₊₁₇ / (1 − γₙ₊₁₇) · m
 *    (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1 and §4.2).
 * 2. room = h − K·u·m; z = room / g with g = Σ|cₖ|·sₖ; the trigger of entry k is tₖ = xₖ ∓ z·sₖ. The roundings of
 *    cₖ, room, g, z and z·sₖ make Σ|Cₖ|·z·sₖ ≤ room·(1 + γₙ₊₁₃) ≤ room + γₙ₊₁₃·m. Those of xₖ and of tₖ, of which
 *    |tₖ| ≤ |xₖ| + z·sₖ, add at most 9u·Σ|Cₖ·xₖ| + u·room ≤ 10u·m to Σ|Cₖ|·|Xₖ − tₖ|, the most that H loses on its
 *    way from the values at which the box was made to any values inside of it.
 * 3. So H stays above zero in the box when K·u·m covers γₙ₊₁₇·m + γₙ₊₁₃·m + 10u·m, i.e. for K ≥ 2n + 40 but for terms
 *    in u². K = 2n + 48 covers those for every n below 10⁶.
 *
 * Without underflow or overflow, for which `isWithinFloatBound` cares.
 */
export function errorShare(entryCount: number): number {
  return (2 * entryCount + 48) * UNIT_ROUNDOFF;
}

/** Whether the bound holds for a figure: zero, or of a magnitude between 10⁻¹²⁰ and 10¹²⁰. */
export function isWithinFloatBound(value: Decimal): boolean {
  return value.isZero() || (value.isFinite() && Math.abs(value.e) <= EXPONENT_LIMIT);
}

/**
 * A binary64 number that differs from a decimal by at most 8u of it, for decimals within the bound. It reads the first
 * four limbs, which takes six roundings at most, and is many times quicker than by way of text. NaN for what is no
 * number.
 *
 * A screen may only rule out, and what it does not rule out is decided in decimals: that is why money may become binary
 * here.
 */
export function floatOf(value: Decimal): number {
  const { d: limbs, e: exponent, s: sign } = value as { d: readonly number[] | null; e: number; s: number };
  if (limbs === null) return NaN;
  const count = Math.min(limbs.length, LIMBS_READ);
  let digits = 0;
  for (let index = 0; index < count; index += 1) digits = digits * LIMB + limbs[index]!;
  const power = Math.floor(exponent / 7) - count + 1;
  return sign * (power >= 0 ? digits * LIMB_POWERS[power]! : digits / LIMB_POWERS[-power]!);
}

/** A binary64 number that is not below a decimal, and next to it. */
export function floatAbove(value: Decimal): number {
  const near = floatOf(value);
  return near + Math.abs(near) * STEP;
}

/** A binary64 number that is not above a decimal, and next to it. */
export function floatBelow(value: Decimal): number {
  const near = floatOf(value);
  return near - Math.abs(near) * STEP;
}

/** The binary32 number next to zero. */
const SMALLEST_HALF = 2 ** -149;
const HALF = new Float32Array(1);
const HALF_BITS = new Int32Array(HALF.buffer);

/** The least binary32 number that is not below a binary64 one; Infinity above all of them. */
export function halfAbove(value: number): number {
  return -halfBelow(-value);
}

/** The greatest binary32 number that is not above a binary64 one; -Infinity below all of them. */
export function halfBelow(value: number): number {
  const nearest = Math.fround(value);
  if (nearest <= value || Number.isNaN(nearest)) return nearest;
  HALF[0] = nearest;
  // The bits of a number of one sign count its distance from zero in last places.
  HALF_BITS[0]! += nearest > 0 ? -1 : 1;
  return nearest === 0 ? -SMALLEST_HALF : HALF[0];
}
