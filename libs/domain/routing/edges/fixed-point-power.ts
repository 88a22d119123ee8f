/** 1 with 18, 20 and 36 decimals. */
const ONE_18 = 10n ** 18n;
const ONE_20 = 10n ** 20n;
const ONE_36 = 10n ** 36n;

/** ln of the large factors with 18 decimals, and the factors without any. */
const LARGE_FACTORS = [
  { logarithm: 128n * ONE_18, factor: 38877084059945950922200000000000000000000000000000000000n },
  { logarithm: 64n * ONE_18, factor: 6235149080811616882910000000n },
] as const;

/** ln of the small factors and the factors, both with 20 decimals: e^(2⁵) down to e^(2⁻⁴). */
const SMALL_FACTORS = [
  { logarithm: 32n * ONE_20, factor: 7896296018268069516100000000000000n },
  { logarithm: 16n * ONE_20, factor: 888611052050787263676000000n },
  { logarithm: 8n * ONE_20, factor: 298095798704172827474000n },
  { logarithm: 4n * ONE_20, factor: 5459815003314423907810n },
  { logarithm: 2n * ONE_20, factor: 738905609893065022723n },
  { logarithm: ONE_20, factor: 271828182845904523536n },
  { logarithm: ONE_20 / 2n, factor: 164872127070012814685n },
  { logarithm: ONE_20 / 4n, factor: 128402541668774148407n },
  { logarithm: ONE_20 / 8n, factor: 113314845306682631683n },
  { logarithm: ONE_20 / 16n, factor: 106449445891785942956n },
] as const;

/** The factors below e^(1/4) gain nothing in an exponential, whose series is precise enough there. */
const FACTORS_OF_EXPONENTIAL = SMALL_FACTORS.slice(0, 8);
const TERMS_OF_EXPONENTIAL = 12n;

const LARGEST_EXPONENT = 130n * ONE_18;
const SMALLEST_EXPONENT = -41n * ONE_18;

/**
 * base^exponent with 18 decimals each, truncated in every step as Balancer's pools truncate; undefined where they
 * refuse. Source: balancer/balancer-v2-monorepo `LogExpMath.pow` (MIT).
 */
export function fixedPointPower(base: bigint, exponent: bigint): bigint | undefined {
  if (exponent === 0n) return ONE_18;
  if (base === 0n) return 0n;
  const product = logarithmTimes(base, exponent) / ONE_18;
  if (product < SMALLEST_EXPONENT || product > LARGEST_EXPONENT) return undefined;
  return exponential(product);
}

/** ln(base) × exponent with 36 decimals. Near 1, where a logarithm is small, it is taken with 36 decimals. */
function logarithmTimes(base: bigint, exponent: bigint): bigint {
  const isNearOne = base > (ONE_18 * 9n) / 10n && base < (ONE_18 * 11n) / 10n;
  if (!isNearOne) return logarithm(base) * exponent;
  const precise = preciseLogarithm(base);
  return (precise / ONE_18) * exponent + ((precise % ONE_18) * exponent) / ONE_18;
}

function exponential(power: bigint): bigint {
  if (power < 0n) return ONE_36 / exponential(-power);
  const large = LARGE_FACTORS.find(({ logarithm: least }) => power >= least);
  let remainder = (power - (large?.logarithm ?? 0n)) * 100n;
  let product = ONE_20;
  for (const { logarithm: step, factor } of FACTORS_OF_EXPONENTIAL) {
    if (remainder < step) continue;
    remainder -= step;
    product = (product * factor) / ONE_20;
  }
  let term = remainder;
  let series = ONE_20 + term;
  for (let at = 2n; at <= TERMS_OF_EXPONENTIAL; at += 1n) {
    term = (term * remainder) / ONE_20 / at;
    series += term;
  }
  return (((product * series) / ONE_20) * (large?.factor ?? 1n)) / 100n;
}

function logarithm(value: bigint): bigint {
  if (value < ONE_18) return -logarithm(ONE_36 / value);
  let rest = value;
  let total = 0n;
  for (const { logarithm: step, factor } of LARGE_FACTORS) {
    if (rest < factor * ONE_18) continue;
    rest /= factor;
    total += step;
  }
  rest *= 100n;
  total *= 100n;
  for (const { logarithm: step, factor } of SMALL_FACTORS) {
    if (rest < factor) continue;
    rest = (rest * ONE_20) / factor;
    total += step;
  }
  return (total + logarithmSeries(rest, ONE_20, 11n)) / 100n;
}

function preciseLogarithm(value: bigint): bigint {
  return logarithmSeries(value * ONE_18, ONE_36, 15n);
}

/** ln(value) = 2·(z + z³/3 + z⁵/5 + …) with z = (value − 1) / (value + 1), up to the power named. */
function logarithmSeries(value: bigint, one: bigint, lastPower: bigint): bigint {
  const z = ((value - one) * one) / (value + one);
  const square = (z * z) / one;
  let power = z;
  let series = z;
  for (let at = 3n; at <= lastPower; at += 2n) {
    power = (power * square) / one;
    series += power / at;
  }
  return series * 2n;
}
