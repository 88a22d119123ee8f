import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { initialMarginOf } from './initial-margin.js';

describe('initialMarginOf', () => {
  it.each([
    ['23061.725', '0.05', '1153.08625'],
    ['11136.9', '0.1', '1113.69'],
    ['0', '0.05', '0'],
    // 0.00000021 × 0.05 = 0.0000000105
    ['0.00000021', '0.05', '0.00000002'],
  ])('a notional of %s at %s needs %s', (notional, fraction, expected) => {
    expect(formatDecimal(initialMarginOf(decimal(notional), decimal(fraction)))).toBe(expected);
  });
});
