import { describe, expect, it } from '@jest/globals';
import { Decimal, decimal, formatDecimal, roundTowardsZero } from '@causeway/domain/units';
import {
  fractionOfInitialMargin,
  openInterestScaledFraction,
  openInterestScaledInitialMargin,
  type LiquidityTier,
} from './open-interest-scaled-initial-margin.js';

// Amounts are whole quote quantums (10⁻⁶ USDC), so that zero decimal places is the venue's own unit.
const PLACES = 0;

const ppm = (millionths: string) => decimal(millionths).div(1_000_000);

const tier = (initialPpm: string, maintenancePpm = '0', lower = '0', upper = '0'): LiquidityTier => ({
  initialMarginFraction: ppm(initialPpm),
  maintenanceFraction: ppm(maintenancePpm),
  openInterestLowerCap: decimal(lower),
  openInterestUpperCap: decimal(upper),
});

describe('openInterestScaledFraction', () => {
  // dydxprotocol/v4-chain protocol/x/perpetuals/types/liquidity_tier_test.go TestGetAdjustedInitialMarginPpm
  it.each([
    ['1000000', '2000000', '0', '0.2'],
    ['1000000', '2000000', '1500000', '0.6'],
    ['1000000', '2000000', '1234567', '0.387653'],
    ['1000000', '2000000', '1000000', '0.2'],
    ['1000000', '2000000', '2000000', '1'],
    ['1000000', '2000000', '2500000', '1'],
    ['0', '0', '1500000', '0.2'],
  ])('between %s and %s, at %s, is %s', (lower, upper, openInterest, expected) => {
    const fraction = openInterestScaledFraction(decimal(openInterest), tier('200000', '0', lower, upper));
    expect(formatDecimal(fraction)).toBe(expected);
  });
});

describe('openInterestScaledInitialMargin', () => {
  // dydxprotocol/v4-chain protocol/x/perpetuals/types/liquidity_tier_test.go TestGetInitialMarginQuoteQuantums
  it.each([
    ['200000', '0', '0', '0', '500000', '100000'],
    ['500000', '0', '0', '0', '1000000', '500000'],
    ['100000', '0', '0', '0', '1', '1'],
    ['567243', '0', '0', '0', '123456', '70030'],
    ['200000', '0', '0', '1500000000000', '500000', '100000'],
    ['200000', '1000000000000', '2000000000000', '1500000000000', '500000', '300000'],
    ['200000', '25000000000000', '50000000000000', '80000000000000', '500000', '500000'],
    ['200000', '25000000000000', '50000000000000', '25000000000000', '500000', '100000'],
    ['200000', '25000000000000', '60000000000000', '28123456789123', '500000', '135697'],
  ])(
    '%s ppm, caps %s to %s, open interest %s: %s needs %s',
    (base, lower, upper, openInterest, notional, expected) => {
      const margin = openInterestScaledInitialMargin(
        decimal(notional),
        decimal(openInterest),
        tier(base, '0', lower, upper),
        PLACES,
      );
      expect(formatDecimal(margin)).toBe(expected);
    },
  );
});

describe('the margin requirements of a position', () => {
  // dydxprotocol/v4-chain protocol/x/perpetuals/lib/lib_test.go TestGetMarginRequirementsInQuoteQuantums_2:
  // price × 10^exponent, position and open interest in base quantums of 10^resolution
  it.each([
    ['5555', 2, -8, '7000', '200', '500000', '0', '0', '0', '7777', '3889'],
    ['5555', 0, -4, '7000', '10000', '500000', '0', '0', '0', '38885000', '19442500'],
    ['42', 5, 0, '88', '10000', '500000', '0', '0', '0', '3696000000000', '1848000000000'],
    ['42000000', -2, -6, '-5000', '10000', '500000', '0', '0', '0', '21000000', '10500000'],
    ['5555', 0, -6, '7000', '1000000', '1000000', '0', '0', '0', '38885000', '38885000'],
    ['5555', 0, -6, '7000', '10000', '1000000', '0', '0', '0', '388850', '388850'],
    ['5555', 3, -6, '-7000', '2', '500000', '0', '0', '0', '77770', '38885'],
    ['5555', 0, -6, '7000', '0', '1000000', '0', '0', '0', '0', '0'],
    ['0', 1, -6, '-7000', '100', '1000000', '0', '0', '0', '0', '0'],
    [
      '18446744073709551615',
      1,
      -6,
      '18446744073709551615',
      '100',
      '1000000',
      '0',
      '0',
      '0',
      '340282366920938463426481119284349109',
      '340282366920938463426481119284349109',
    ],
    ['5555', 0, -6, '7000', '10000', '500000', '0', '0', '0', '388850', '194425'],
    ['36750', 0, -6, '12000', '200000', '500000', '0', '0', '0', '88200000', '44100000'],
    ['123456', 0, -6, '74523', '50000', '600000', '0', '0', '0', '460015575', '276009345'],
    ['123456', 0, -6, '74523', '250000', '600000', '0', '0', '0', '2300077872', '1380046724'],
    [
      '36750',
      0,
      -6,
      '12000',
      '200000',
      '500000',
      '408163265',
      '10000000000000',
      '20000000000000',
      '264599559',
      '44100000',
    ],
    [
      '36750',
      0,
      -6,
      '12000',
      '200000',
      '500000',
      '1000000000',
      '10000000000000',
      '20000000000000',
      '441000000',
      '44100000',
    ],
    [
      '36750',
      0,
      -6,
      '12000',
      '200000',
      '500000',
      '1123456789',
      '25000000000000',
      '50000000000000',
      '318042585',
      '44100000',
    ],
  ])(
    'price %s·10^%i, resolution %i, %s quantums, %s ppm × %s ppm, open interest %s in %s to %s: %s and %s',
    (price, exponent, resolution, quantums, initial, maintenance, openInterest, lower, upper, im, mm) => {
      const quote = (base: string) =>
        roundTowardsZero(
          decimal(base)
            .mul(decimal(price))
            .mul(new Decimal(10).pow(exponent + resolution + 6)),
          PLACES,
        );
      const notional = quote(quantums).abs();
      const of = tier(initial, maintenance, lower, upper);
      const initialMargin = openInterestScaledInitialMargin(notional, quote(openInterest), of, PLACES);
      expect(formatDecimal(initialMargin)).toBe(im);
      expect(formatDecimal(fractionOfInitialMargin(notional, of, PLACES))).toBe(mm);
    },
  );
});
