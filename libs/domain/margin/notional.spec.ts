import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { notionalOf } from './notional.js';

describe('notionalOf', () => {
  it.each([
    ['0.5', '46123.45', '23061.725'],
    ['-3', '3712.3', '11136.9'],
    ['0', '3712.3', '0'],
    // 0.00000001 × 0.1 = 0.000000001
    ['0.00000001', '0.1', '0.00000001'],
    ['-0.00000001', '0.1', '0.00000001'],
  ])('%s at %s is %s', (size, price, expected) => {
    expect(formatDecimal(notionalOf(decimal(size), decimal(price)))).toBe(expected);
  });
});
