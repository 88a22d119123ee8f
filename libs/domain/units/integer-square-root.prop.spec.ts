import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { integerSquareRoot } from './index.js';

describe('integerSquareRoot', () => {
  it('is the largest integer whose square is not above the value', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n }), (value) => {
        const root = integerSquareRoot(value);
        return root * root <= value && (root + 1n) * (root + 1n) > value;
      }),
    );
  });

  it('is exact around squares', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 128n }), (root) => {
        const square = root * root;
        return integerSquareRoot(square) === root && integerSquareRoot(square - 1n) === root - 1n;
      }),
    );
  });

  it('refuses a negative value', () => {
    expect(() => integerSquareRoot(-1n)).toThrow(RangeError);
  });
});
