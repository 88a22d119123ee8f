import { Decimal, maximum, ZERO } from '@causeway/domain/units';
import { normalDistribution, Transcendental } from './normal-distribution.js';

/** A European option on a forward. */
export interface Black76Terms {
  readonly kind: 'call' | 'put';
  readonly forward: Decimal;
  readonly strike: Decimal;
  /** Annualised, as a fraction of 1. */
  readonly volatility: Decimal;
  readonly years: Decimal;
  /** What 1 at expiry is worth now. */
  readonly discount: Decimal;
}

const SECONDS_PER_YEAR = 365 * 24 * 60 * 60;

/** Seconds as a fraction of a year of 365 days. */
export function yearsOf(seconds: number): Decimal {
  return new Decimal(new Transcendental(seconds).div(SECONDS_PER_YEAR).toFixed());
}

/**
 * The price of an option by Black (1976): discount·(F·Φ(d₁) − K·Φ(d₂)) for a call, discount·(K·Φ(−d₂) − F·Φ(−d₁)) for a put,
 * where d₁ = (ln(F/K) + σ²T/2)/(σ√T) and d₂ = d₁ − σ√T; the discounted intrinsic value where σ or T is zero. Forward and strike
 * are above zero. The error is below 10⁻³³ of the larger of them.
 */
export function black76Price({ kind, forward, strike, volatility, years, discount }: Black76Terms): Decimal {
  const isCall = kind === 'call';
  const deviation = new Transcendental(years).sqrt().mul(volatility);
  if (deviation.isZero()) {
    return maximum(ZERO, isCall ? forward.sub(strike) : strike.sub(forward)).mul(discount);
  }
  const logarithm = new Transcendental(forward).div(strike).ln();
  const upper = logarithm.div(deviation).add(deviation.div(2));
  const d1 = new Decimal(upper.toFixed());
  const d2 = new Decimal(upper.sub(deviation).toFixed());
  const undiscounted = isCall
    ? forward.mul(normalDistribution(d1)).sub(strike.mul(normalDistribution(d2)))
    : strike.mul(normalDistribution(d2.neg())).sub(forward.mul(normalDistribution(d1.neg())));
  return maximum(ZERO, undiscounted).mul(discount);
}
