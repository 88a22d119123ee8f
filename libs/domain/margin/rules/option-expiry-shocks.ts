import { Decimal, maximum, minimum, ONE, sum, ZERO } from '@causeway/domain/units';
import { black76Price, yearsOf } from '../black-76.js';
import { Transcendental } from '../normal-distribution.js';
import type {
  OptionExpiry,
  OptionHolding,
  PortfolioMarginParameters,
  VolatilityShock,
} from './portfolio-margin.js';

const THIRTY_DAYS = 30 * 24 * 60 * 60;

/** The factors by which volatility is multiplied in shocks up and down. */
export interface VolatilityFactors {
  readonly up: Decimal;
  readonly down: Decimal;
}

/**
 * Factors of the volatility shocks of an expiry: 1 + rangeUp·m and max(0, 1 − rangeDown·m), where
 * m = (30 days / max(time to expiry, floor))^power. Source: derivexyz/v2-core src/risk-managers/PMRMLib_2.sol _addVolShocks.
 */
export function volatilityFactors(
  secondsToExpiry: number,
  {
    rangeUp,
    rangeDown,
    shortTermPower,
    longTermPower,
    floorSeconds,
  }: PortfolioMarginParameters['volatilityShock'],
): VolatilityFactors {
  const power = secondsToExpiry <= THIRTY_DAYS ? shortTermPower : longTermPower;
  const ratio = new Transcendental(THIRTY_DAYS).div(Math.max(secondsToExpiry, floorSeconds));
  const multiplier = plain(ratio.pow(power));
  return {
    up: ONE.add(rangeUp.mul(multiplier)),
    down: maximum(ZERO, ONE.sub(rangeDown.mul(multiplier))),
  };
}

/**
 * What the shocked value of an expiry is multiplied by when it is positive and when it is negative: time value is
 * discounted at a stressed rate, and short options are marked up, at most by what discounting took off.
 * Source: the same file, _addStaticDiscount.
 */
export function staticDiscounts(
  { secondsToExpiry, rate, discount }: OptionExpiry,
  margin: PortfolioMarginParameters['margin'],
): { readonly positive: Decimal; readonly negative: Decimal } {
  const years = yearsOf(secondsToExpiry);
  const longRate = rate.mul(margin.longRateMultiplier).add(margin.longRateAddition);
  const shortRate = rate.mul(margin.shortRateMultiplier).add(margin.shortRateAddition);
  const markUp = margin.shortStaticDiscount.mul(exponential(years.mul(shortRate)));
  return {
    positive: margin.longStaticDiscount.mul(exponential(years.mul(longRate).neg())),
    negative: minimum(plain(new Transcendental(ONE).div(discount)), markUp),
  };
}

/**
 * The value of an expiry's options after a shock, by Black (1976) with shocked volatility; skew shocks leave the spot
 * price as it is. Source: the same file, _getExpiryShockedMTM and _getExpirySkewedShockedMTM.
 */
export function shockedExpiryValue(
  expiry: OptionExpiry,
  spotFactor: Decimal,
  shock: VolatilityShock,
  parameters: PortfolioMarginParameters,
): Decimal {
  const isSkew = shock === 'linear-skew' || shock === 'absolute-skew';
  const variable = isSkew ? expiry.forwardVariable : expiry.forwardVariable.mul(spotFactor);
  const forward = variable.add(expiry.forwardFixed);
  const years = yearsOf(expiry.secondsToExpiry);
  const volatilityOf = isSkew
    ? skewedVolatility(forward, years, shock, parameters.skewShock)
    : levelVolatility(expiry.secondsToExpiry, shock, parameters.volatilityShock);
  return sum(
    expiry.options.map((option) => {
      const { kind, strike, amount } = option;
      const volatility = volatilityOf(option);
      return black76Price({ kind, forward, strike, volatility, years, discount: expiry.discount }).mul(
        amount,
      );
    }),
  );
}

type VolatilityOf = (option: OptionHolding) => Decimal;

function levelVolatility(
  secondsToExpiry: number,
  shock: VolatilityShock,
  parameters: PortfolioMarginParameters['volatilityShock'],
): VolatilityOf {
  if (shock === 'none') return ({ volatility }) => volatility;
  const { up, down } = volatilityFactors(secondsToExpiry, parameters);
  if (shock === 'down') return ({ volatility }) => volatility.mul(down);
  return ({ volatility }) => maximum(parameters.minimumAfterShockUp, volatility.mul(up));
}

/** Source: the same file, _getExpirySkewedShockedMTM and _getKStar. */
function skewedVolatility(
  forward: Decimal,
  years: Decimal,
  shock: VolatilityShock,
  parameters: PortfolioMarginParameters['skewShock'],
): VolatilityOf {
  const root = plain(new Transcendental(years).sqrt());
  const isLinear = shock === 'linear-skew';
  const cap = isLinear
    ? parameters.linearSlope.mul(root).add(parameters.linearBaseCap)
    : parameters.absoluteSlope.mul(root).add(parameters.absoluteBaseCap);
  const flatVolatility = parameters.staticVolatility.add(root.mul(parameters.volatilityScale));
  const kStar = maximum(parameters.minimumKStar, root.mul(parameters.widthScale).mul(flatVolatility));
  return ({ strike, volatility }) => {
    const logarithm = plain(new Transcendental(strike).div(forward).ln());
    const k = isLinear ? logarithm : logarithm.abs();
    const tilt = k.mul(cap).div(kStar);
    const multiplier = ONE.add(k.isNegative() ? maximum(cap.neg(), tilt) : minimum(cap, tilt));
    return volatility.mul(maximum(ZERO, multiplier));
  };
}

function exponential(exponent: Decimal): Decimal {
  return plain(new Transcendental(exponent).exp());
}

function plain(value: Decimal): Decimal {
  return new Decimal(value.toFixed());
}
