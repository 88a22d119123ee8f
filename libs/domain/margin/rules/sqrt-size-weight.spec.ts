import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal, maximum, mulDown } from '@causeway/domain/units';
import {
  depositScaledAssetWeight,
  sizeDiscountedAssetWeight,
  sizePremiumLiabilityWeight,
} from './sqrt-size-weight.js';

// drift-labs/protocol-v2 programs/drift/src/math/margin/tests.rs spot_market_asset_weight, calculate_user_equity_value_tests
describe('sizeDiscountedAssetWeight', () => {
  it.each([
    ['1000', '0', '0.9', '0.9'],
    ['1000', '0.00001', '0.9', '0.9'],
    ['1000000000', '0.00001', '0.9', '0.8357'],
    ['1000', '0.01', '0.9', '0.8357'],
    ['1000', '0.1', '0.9', '0.2642'],
    ['100000', '0.1', '0.15', '0.0337'],
    ['100000', '0.1', '0.45', '0.0337'],
    ['100000', '0.1', '0.75', '0.0337'],
    // weights of an unrealised profit, whose size is its amount in USD
    ['22699.050905', '0.001', '1', '0.9559'],
    ['24282.786896', '0.001', '1', '0.9516'],
    ['242827.86896', '0.001', '1', '0.7368'],
    ['2428278.6896', '0.001', '1', '0.4299'],
    ['24282786.896', '0.001', '1', '0.1855'],
    ['242827868.96', '0.001', '1', '0.0663'],
    ['19426229516.8', '0.001', '1', '0.0078'],
  ])('of %s at an imf of %s, from %s, is %s', (size, imf, weight, expected) => {
    const discounted = sizeDiscountedAssetWeight(decimal(size), decimal(imf), decimal(weight));
    expect(formatDecimal(discounted)).toBe(expected);
  });
});

describe('sizePremiumLiabilityWeight', () => {
  it.each([
    ['1000', '0', '1.1', '1.1'],
    ['1000', '0.00001', '1.1', '1.1'],
    ['1000', '0.01', '1.1', '1.1962'],
    ['1000', '0.1', '1.1', '4.0422'],
    // the same market has a maintenance liability weight of 0
    ['1000', '0.1', '0', '3.1622'],
    // margin ratio of 6.147540983 contracts
    ['-6.147540983', '0.001', '0.1', '0.1'],
  ])('of %s at an imf of %s, from %s, is %s', (size, imf, weight, expected) => {
    const premium = sizePremiumLiabilityWeight(decimal(size), decimal(imf), decimal(weight));
    expect(formatDecimal(premium)).toBe(expected);
  });

  it.each([
    // the perp margin requirement of the same test, at 22,050 and at 21,050 (pmr, pmr_2)
    ['22050', '13555.327867'],
    ['21050', '12940.573769'],
  ])('gives the margin requirement of a position at %s', (price, expected) => {
    const size = decimal('6.147540983');
    const value = mulDown(size, decimal(price), 6);
    const ratio = maximum(decimal('0.1'), sizePremiumLiabilityWeight(size, decimal('0.001'), decimal('0.1')));
    expect(formatDecimal(mulDown(value, ratio, 6))).toBe(expected);
  });
});

describe('depositScaledAssetWeight', () => {
  // the same file, spot_market_scale_initial_asset_weight: SOL at 25 USD, scaled from 500,000 USD on
  it.each([
    ['1', '0.9'],
    ['20000', '0.9'],
    ['40000', '0.45'],
    ['60000', '0.3'],
  ])('with %s SOL deposited is %s', (deposits, expected) => {
    const depositValue = decimal(deposits).mul(25);
    const weight = depositScaledAssetWeight(decimal('0.9'), depositValue, decimal('500000'));
    expect(formatDecimal(weight)).toBe(expected);
  });

  it('never scales without a start', () => {
    expect(formatDecimal(depositScaledAssetWeight(decimal('0.9'), decimal('1000000000'), decimal('0')))).toBe(
      '0.9',
    );
  });
});
