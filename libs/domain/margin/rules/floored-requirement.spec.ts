import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { coversRequirement, flooredMargin } from './floored-requirement.js';

const rule = (ratio: string, floor = '0') => ({ ratio: decimal(ratio), floor: decimal(floor) });

describe('flooredMargin', () => {
  // equilibria-xyz/perennial-v2 packages/perennial/test/unit/types/Position.test.ts #maintenance
  it.each([
    ['0', '100', rule('0.3', '200'), '0'],
    ['6', '100', rule('0.3'), '180'],
    ['6', '100', rule('0.3', '200'), '200'],
    // A short and a negative price count by their magnitude
    ['-6', '-100', rule('0.3'), '180'],
    // 0.333333 × 1.000001 = 0.333333333333 → 0.333333, × 0.3 = 0.0999999 → 0.099999
    ['0.333333', '1.000001', rule('0.3'), '0.099999'],
  ])('%s at %s', (size, price, of, expected) => {
    expect(formatDecimal(flooredMargin(decimal(size), decimal(price), of))).toBe(expected);
  });
});

describe('coversRequirement', () => {
  // the same file, #maintained: collateral, requirement of 6 at 100 × 0.3, and of the floor of 200
  it.each([
    ['0', '0', true],
    ['-1', '0', true],
    ['181', '180', true],
    ['180', '180', true],
    ['179', '180', false],
    ['199', '200', false],
  ])('%s against %s is %s', (collateral, requirement, expected) => {
    expect(coversRequirement(decimal(collateral), decimal(requirement))).toBe(expected);
  });
});
