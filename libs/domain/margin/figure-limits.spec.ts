import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { isWithinFigureLimits } from './figure-limits.js';

describe('isWithinFigureLimits', () => {
  it.each([
    ['0', true],
    ['-46216.93', true],
    [`${'9'.repeat(20)}.${'9'.repeat(40)}`, true],
    [`1${'0'.repeat(20)}`, false],
    [`-1${'0'.repeat(20)}`, false],
    [`0.${'0'.repeat(40)}1`, false],
  ])('%s: %s', (value, isWithin) => {
    expect(isWithinFigureLimits(decimal(value))).toBe(isWithin);
  });
});
