import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linearInputUp, linearOutputDown } from './linear-rate.js';

describe('a linear rate', () => {
  it('takes its fee, converts and rounds down once', () => {
    const terms = { rateNumerator: 1n, rateDenominator: 10n ** 12n, feeMillionths: 1000n };
    expect(linearOutputDown(terms, 10n ** 18n)).toBe(999_000n);
    expect(linearOutputDown(terms, 10n ** 18n + 10n ** 12n - 1n)).toBe(999_000n);
    expect(linearInputUp(terms, 999_000n)).toBe(10n ** 18n);
    expect(linearInputUp(terms, 999_001n)).toBe(1_000_001_001_001_001_002n);
  });

  const bridges = fc.record({
    rateNumerator: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    rateDenominator: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    feeMillionths: fc.bigInt({ min: 0n, max: 999_999n }),
  });

  it('asks for the least input that delivers the output', () => {
    fc.assert(
      fc.property(bridges, fc.bigInt({ min: 1n, max: 10n ** 30n }), (terms, output) => {
        const input = linearInputUp(terms, output);
        expect(linearOutputDown(terms, input)).toBeGreaterThanOrEqual(output);
        expect(linearOutputDown(terms, input - 1n)).toBeLessThan(output);
      }),
    );
  });
});
