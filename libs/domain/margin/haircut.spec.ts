import { describe, expect, it } from '@jest/globals';
import { decimal, evmChain, formatDecimal, type AssetFamily } from '@causeway/domain/units';
import { ETHEREUM, OPTIMISM, policy } from './example-account.js';
import { assetHaircutOf, layerHaircutOf, valueAfterHaircuts } from './haircut.js';

describe('valueAfterHaircuts', () => {
  it.each([
    // 100 × 0.9 × 0.98 = 88.2
    ['100', '0.1', '0.02', '88.2'],
    ['100', '0', '0', '100'],
    ['100', '1', '0', '0'],
    ['100', '0', '1', '0'],
    // 0.00000001 × 0.99 = 0.0000000099, below the last place
    ['0.00000001', '0.01', '0', '0'],
    // 33.33333333 × 0.97 × 0.99 = 32.009999996799: the ninth place is dropped although it is a 6
    ['33.33333333', '0.03', '0.01', '32.00999999'],
  ])('%s less %s less %s is %s', (value, assetHaircut, layerHaircut, expected) => {
    const result = valueAfterHaircuts(decimal(value), decimal(assetHaircut), decimal(layerHaircut));
    expect(formatDecimal(result)).toBe(expected);
  });
});

describe('the haircuts of a policy', () => {
  it.each([
    ['USDC', '0.01'],
    ['ETH', '0.1'],
    ['DOGE', '1'],
  ])('takes %s at a haircut of %s', (family, expected) => {
    expect(formatDecimal(assetHaircutOf(policy, family as AssetFamily))).toBe(expected);
  });

  it.each([
    [ETHEREUM, '0'],
    [OPTIMISM, '0.02'],
    [evmChain(999), '0.1'],
  ])('takes layer %s at a haircut of %s', (chain, expected) => {
    expect(formatDecimal(layerHaircutOf(policy, chain))).toBe(expected);
  });
});
