import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { policy } from './example-account.js';
import { bandOf, healthOf } from './health.js';
import { isBelowHealth } from './rules/health-ratio.js';

const figures = (equity: string, maintenance: string) => ({
  equity: decimal(equity),
  maintenanceMargin: decimal(maintenance),
});

describe('healthOf', () => {
  it.each([
    ['3', '2', '1.5'],
    // 2 / 3 = 0.666666666…
    ['2', '3', '0.66666666'],
    ['-2', '3', '-0.66666667'],
    ['0', '3', '0'],
  ])('%s over %s is %s', (equity, maintenance, expected) => {
    const health = healthOf(policy.health, figures(equity, maintenance));
    expect(health === undefined ? undefined : formatDecimal(health)).toBe(expected);
  });

  it('is absent when nothing must be maintained', () => {
    expect(healthOf(policy.health, figures('100', '0'))).toBeUndefined();
  });
});

describe('bandOf', () => {
  it.each([
    ['125', '100', 'healthy'],
    ['124.99999999', '100', 'warning'],
    ['100', '100', 'warning'],
    ['99.99999999', '100', 'liquidatable'],
    ['-1', '100', 'liquidatable'],
    ['0', '0', 'healthy'],
    ['-0.00000001', '0', 'liquidatable'],
  ])('an equity of %s against a maintenance margin of %s is %s', (equity, maintenance, expected) => {
    expect(bandOf(policy.health, figures(equity, maintenance))).toBe(expected);
  });

  it('decides on the exact quotient, not on the rounded figure', () => {
    // 3 / 2.9999999999 = 1.0000000000333…, which shows as 1
    const near = figures('3', '2.9999999999');
    expect(healthOf(policy.health, near)?.toFixed()).toBe('1');
    expect(isBelowHealth(near, decimal('1.00000000003'))).toBe(false);
    expect(isBelowHealth(near, decimal('1.00000000004'))).toBe(true);
  });

  it('lets an account without requirement be healthy where the policy says so', () => {
    const lenient = { ...policy.health, withoutRequirement: 'healthy' as const };
    expect(bandOf(lenient, figures('-1', '0'))).toBe('healthy');
    expect(bandOf(lenient, figures('-1', '0.00000001'))).toBe('liquidatable');
  });
});
