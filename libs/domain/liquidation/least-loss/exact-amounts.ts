import { Decimal, roundDown, roundUp } from '@causeway/domain/units';

/** Decimal places of the amounts of a plan problem. */
const PLACES = 30;
const SCALE = new Decimal(10).pow(PLACES);

/** USD as a whole multiple of 10⁻³⁰, rounded down: for what helps an account. */
export function amountDown(usd: Decimal): bigint {
  return BigInt(roundDown(usd, PLACES).mul(SCALE).toFixed(0));
}

/** USD as a whole multiple of 10⁻³⁰, rounded up: for what it loses or needs. */
export function amountUp(usd: Decimal): bigint {
  return BigInt(roundUp(usd, PLACES).mul(SCALE).toFixed(0));
}

/** An amount in USD, exact. */
export function usdOf(amount: bigint): Decimal {
  return new Decimal(`${amount}e-${PLACES}`);
}

/** a / b rounded towards minus infinity, b above zero. */
export function divideDown(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
