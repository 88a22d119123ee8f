import { Decimal, decimal, ONE } from '@causeway/domain/units';

/**
 * Decimals for logarithms, roots and exponentials, which have no end and so no exact value: 40 significant digits, of
 * which results keep at least 34.
 */
export const Transcendental = Decimal.clone({
  precision: 40,
  rounding: Decimal.ROUND_HALF_EVEN,
  defaults: true,
});

/** Beyond it the distribution is 0 or 1 to 35 decimal places: Φ(−12.5) < 4·10⁻³⁶. */
const SATURATION = decimal('12.5');
const SMALLEST_TERM = new Transcendental('1e-38');
const FIGURE_PLACES = 36;
const HALF = new Transcendental('0.5');
const ROOT_OF_TWO_PI = new Transcendental(2).mul(Transcendental.acos(-1)).sqrt();

/**
 * Φ(x), the standard normal distribution function, with an absolute error below 10⁻³⁴, as a decimal.
 *
 * Φ(x) = ½ + φ(x)·Σ xⁿ/(1·3·5…n) over odd n (Abramowitz and Stegun 26.2.11). For x > 0 all terms are positive, so nothing
 * cancels; past n > 2x² each term is less than half the one before, so that what is left out is less than the last
 * term. Negative x through Φ(−x) = 1 − Φ(x).
 */
export function normalDistribution(x: Decimal): Decimal {
  if (x.isNegative() && !x.isZero()) return ONE.sub(normalDistribution(x.neg()));
  if (x.gte(SATURATION)) return ONE;
  const argument = new Transcendental(x);
  const square = argument.mul(argument);
  let term = argument;
  let series = argument;
  for (let odd = 3; square.mul(2).gte(odd) || term.gt(SMALLEST_TERM); odd += 2) {
    term = term.mul(square).div(odd);
    series = series.add(term);
  }
  const density = square.mul(HALF).neg().exp().div(ROOT_OF_TWO_PI);
  return new Decimal(density.mul(series).add(HALF).toFixed(FIGURE_PLACES));
}
