import { describe, expect, it } from '@jest/globals';
import { addSeconds, expectOk, fromUnixSeconds, parseUnixMilliseconds } from './index.js';

describe('time', () => {
  it('counts milliseconds', () => {
    expect(fromUnixSeconds(1_640_991_660)).toBe(1_640_991_660_000);
    expect(addSeconds(fromUnixSeconds(10), -3)).toBe(7_000);
    expect(expectOk(parseUnixMilliseconds(5))).toBe(5);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(parseUnixMilliseconds(value, 'at')).toMatchObject({
      failure: { code: 'INVALID_TIME', field: 'at' },
    });
  });
});
