import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { maintenanceMarginOf } from './maintenance-margin.js';

describe('maintenanceMarginOf', () => {
  it.each([
    ['23061.725', '0.03', '691.85175'],
    ['11136.9', '0.06', '668.214'],
    ['0', '0.05', '0'],
    // 0.00000021 × 0.05 = 0.0000000105
    ['0.00000021', '0.05', '0.00000002'],
  ])('a notional of %s at %s needs %s', (notional, fraction, expected) => {
    expect(formatDecimal(maintenanceMarginOf(decimal(notional), decimal(fraction)))).toBe(expected);
  });
});
