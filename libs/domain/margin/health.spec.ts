import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { policy } from './example-account.js';
import { healthOf, isBelowHealth, marginBand } from './health.js';

describe('healthOf', () => {
  it.each([
    ['3', '2', '1.5'],
    // 2 / 3 = 0.666666666…
    ['2', '3', '0.66666666'],
    ['-2', '3', '-0.66666667'],
    ['0', '3', '0'],
  ])('%s over %s is %s', (equity, maintenance, expected) => {
    const health = healthOf(decimal(equity), decimal(maintenance));
    expect(health === undefined ? undefined : formatDecimal(health)).toBe(expected);
  });

  it('is absent when nothing must be maintained', () => {
    expect(healthOf(decimal('100'), decimal('0'))).toBeUndefined();
  });
});

describe('marginBand', () => {
  it.each([
    ['125', '100', 'healthy'],
    ['124.99999999', '100', 'warning'],
    ['100', '100', 'warning'],
    ['99.99999999', '100', 'liquidatable'],
    ['-1', '100', 'liquidatable'],
    ['0', '0', 'healthy'],
    ['-0.00000001', '0', 'liquidatable'],
  ])('an equity of %s against a maintenance margin of %s is %s', (equity, maintenance, expected) => {
    const state = { equity: decimal(equity), maintenanceMargin: decimal(maintenance) };
    expect(marginBand(state, policy)).toBe(expected);
  });

  it('decides on the exact quotient, not on the rounded figure', () => {
    // 3 / 2.9999999999 = 1.0000000000333…, which shows as 1
    const [equity, maintenance] = [decimal('3'), decimal('2.9999999999')];
    expect(healthOf(equity, maintenance)?.toFixed()).toBe('1');
    expect(isBelowHealth(equity, maintenance, decimal('1.00000000003'))).toBe(false);
    expect(isBelowHealth(equity, maintenance, decimal('1.00000000004'))).toBe(true);
  });
});
