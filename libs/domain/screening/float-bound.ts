import type { Decimal } from '@causeway/domain/units';

/** u: half the distance from 1 to the next binary64 number; each rounding to nearest is off by at most this share. */
const UNIT_ROUNDOFF = 2 ** -53;
/** Beyond these powers of ten products could leave the range of normal binary64 numbers, where u is no bound. */
const EXPONENT_LIMIT = 120;
/** More than two units in the last place, so that what moves by it has passed the number it was rounded from. */
const STEP = 2 ** -51;

/**
 * Share of Σ|terms| by which a row of `entryCount` terms and a constant, computed in binary64, and everything derived
 * from it may be off.
 *
 * With n terms, exact H = C₀ + Σ Cₖ·Xₖ, computed h and m = |c₀| + Σ|cₖ·xₖ|, γₖ = k·u / (1 − k·u):
 *
 * 1. cₖ, xₖ and the product are each rounded once and the sum n times, so |h − H| ≤ γₙ₊₃ · (|C₀| + Σ|Cₖ·Xₖ|)
 *    ≤ γₙ₊₃ / (1 − γₙ₊₃) · m (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1 and §4.2).
 * 2. room = h − K·u·m; z = room / g with g = Σ|cₖ|·sₖ; the trigger of entry k is tₖ = xₖ ∓ z·sₖ. The roundings of
 *    room, g, z and z·sₖ make Σ|Cₖ|·z·sₖ ≤ room·(1 + γₙ₊₆) ≤ room + γₙ₊₆·m. That of xₖ and that of tₖ, of which
 *    |tₖ| ≤ |xₖ| + z·sₖ, add at most 2u·Σ|Cₖ·xₖ| + u·room ≤ 3u·m to Σ|Cₖ|·|Xₖ − tₖ|, the most that H loses on its
 *    way from the values at which the box was made to any values inside of it.
 * 3. So H stays above zero in the box when K·u·m covers γₙ₊₃·m + γₙ₊₆·m + 3u·m, i.e. for K ≥ 2n + 12 but for terms in
 *    u². K = 2n + 16 covers those for every n below 10⁶, and the last bit in which an engine may read decimal text
 *    other than to nearest (ECMA-262, StringNumericLiteral, permits to ignore digits after the 20th).
 *
 * Without underflow or overflow, for which `isWithinFloatBound` cares.
 */
export function errorShare(entryCount: number): number {
  return (2 * entryCount + 16) * UNIT_ROUNDOFF;
}

/** Whether the bound holds for a figure: zero, or of a magnitude between 10⁻¹²⁰ and 10¹²⁰. */
export function isWithinFloatBound(value: Decimal): boolean {
  return value.isZero() || (value.isFinite() && Math.abs(value.e) <= EXPONENT_LIMIT);
}

/** The binary64 number nearest to a decimal. */
export function nearestFloat(value: Decimal): number {
  // A screen may only rule out; what it does not rule out is decided in decimals.
  // eslint-disable-next-line no-restricted-syntax
  return value.toNumber();
}

/** A binary64 number that is not below a decimal, and at most three last places above it. */
export function floatAbove(value: Decimal): number {
  const nearest = nearestFloat(value);
  return nearest + Math.abs(nearest) * STEP;
}

/** A binary64 number that is not above a decimal, and at most three last places below it. */
export function floatBelow(value: Decimal): number {
  const nearest = nearestFloat(value);
  return nearest - Math.abs(nearest) * STEP;
}
