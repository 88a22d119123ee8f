import { Decimal as DecimalJs } from 'decimal.js';
import { fail, ok, type Result } from './result.js';

/**
 * decimal.js with 160 significant digits (a uint256 needs 78, a product of two 156) and no exponent notation.
 * Sums and products of what Causeway handles are exact; whatever can be inexact goes through a function below
 * that names its rounding.
 */
export const Decimal = DecimalJs.clone({
  precision: 160,
  rounding: DecimalJs.ROUND_DOWN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  defaults: true,
});
export type Decimal = DecimalJs;

export const ZERO: Decimal = new Decimal(0);
export const ONE: Decimal = new Decimal(1);

export type DecimalCode = 'INVALID_DECIMAL';

const PLAIN_DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const MAXIMUM_LENGTH = 120;

/** Parses a plain decimal such as `-12.50`; exponents, signs of plus, blanks and NaN are refused. */
export function parseDecimal(text: string, field = 'value'): Result<Decimal, DecimalCode> {
  if (text.length <= MAXIMUM_LENGTH && PLAIN_DECIMAL.test(text)) return ok(new Decimal(text));
  return fail('INVALID_DECIMAL', `"${text}" is not a plain decimal number such as 12.5`, field);
}

/** A decimal written in source code or already validated. @throws on anything `parseDecimal` refuses */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.value;
}

/** The exact text of a decimal, never with an exponent. */
export function formatDecimal(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

/** `value` at `places` decimal places, rounded towards minus infinity. */
export function roundDown(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, DecimalJs.ROUND_FLOOR);
}

/** `value` at `places` decimal places, rounded towards plus infinity. */
export function roundUp(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, DecimalJs.ROUND_CEIL);
}

/** `value` at `places` decimal places, rounded towards zero, as integer division in Solidity, Rust and Go does. */
export function roundTowardsZero(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, DecimalJs.ROUND_DOWN);
}

/** `value` at `places` decimal places, a half away from zero: for figures that others publish rounded so. */
export function roundHalfUp(value: Decimal, places: number): Decimal {
  return value.toDecimalPlaces(places, DecimalJs.ROUND_HALF_UP);
}

/** a·b at `places` decimal places, rounded towards minus infinity: for what counts in an account's favour. */
export function mulDown(a: Decimal, b: Decimal, places: number): Decimal {
  return roundDown(a.mul(b), places);
}

/** a·b at `places` decimal places, rounded towards plus infinity: for what an account owes or must hold. */
export function mulUp(a: Decimal, b: Decimal, places: number): Decimal {
  return roundUp(a.mul(b), places);
}

/** a/b at `places` decimal places, rounded towards minus infinity. @throws RangeError when b is zero */
export function divDown(a: Decimal, b: Decimal, places: number): Decimal {
  return divide(a, b, places, DecimalJs.ROUND_FLOOR);
}

/** a/b at `places` decimal places, rounded towards plus infinity. @throws RangeError when b is zero */
export function divUp(a: Decimal, b: Decimal, places: number): Decimal {
  return divide(a, b, places, DecimalJs.ROUND_CEIL);
}

/** a/b at `places` decimal places, a half away from zero. @throws RangeError when b is zero */
export function divHalfUp(a: Decimal, b: Decimal, places: number): Decimal {
  return divide(a, b, places, DecimalJs.ROUND_HALF_UP);
}

/** a/b at `places` decimal places, rounded towards zero. @throws RangeError when b is zero */
export function divTowardsZero(a: Decimal, b: Decimal, places: number): Decimal {
  return divide(a, b, places, DecimalJs.ROUND_DOWN);
}

/** The sum, exact. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.add(value);
  return total;
}

/** The smaller of two decimals. */
export function minimum(a: Decimal, b: Decimal): Decimal {
  return a.lte(b) ? a : b;
}

/** The larger of two decimals. */
export function maximum(a: Decimal, b: Decimal): Decimal {
  return a.gte(b) ? a : b;
}

/**
 * Integer division on scaled integers, because a 160-digit quotient followed by a second rounding could
 * round twice.
 */
function divide(a: Decimal, b: Decimal, places: number, rounding: DecimalJs.Rounding): Decimal {
  if (b.isZero()) throw new RangeError('division by zero');
  const scale = Math.max(a.decimalPlaces(), b.decimalPlaces());
  const unit = new Decimal(10).pow(scale);
  const numerator = BigInt(a.mul(unit).toFixed(0)) * 10n ** BigInt(places);
  const denominator = BigInt(b.mul(unit).toFixed(0));
  const quotient = numerator / denominator;
  const remainder = numerator - quotient * denominator;
  const isNegative = numerator < 0n !== denominator < 0n;
  const isHalfOrMore = 2n * magnitudeOf(remainder) >= magnitudeOf(denominator);
  const correction = remainder === 0n ? 0n : roundingStep(isNegative, isHalfOrMore, rounding);
  return new Decimal((quotient + correction).toString()).div(new Decimal(10).pow(places));
}

function roundingStep(isNegative: boolean, isHalfOrMore: boolean, rounding: DecimalJs.Rounding): bigint {
  if (rounding === DecimalJs.ROUND_DOWN) return 0n;
  if (rounding === DecimalJs.ROUND_FLOOR) return isNegative ? -1n : 0n;
  if (rounding === DecimalJs.ROUND_CEIL) return isNegative ? 0n : 1n;
  if (!isHalfOrMore) return 0n;
  return isNegative ? -1n : 1n;
}

function magnitudeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}
