import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linearBridgeInput, linearBridgeOutput } from './linear-bridge.js';

describe('a linear bridge', () => {
  it('takes its fee, converts and rounds down once', () => {
    const terms = { rateNumerator: 1n, rateDenominator: 10n ** 12n, feeMillionths: 1000n };
    expect(linearBridgeOutput(terms, 10n ** 18n)).toBe(999_000n);
    expect(linearBridgeOutput(terms, 10n ** 18n + 10n ** 12n - 1n)).toBe(999_000n);
    expect(linearBridgeInput(terms, 999_000n)).toBe(10n ** 18n);
    expect(linearBridgeInput(terms, 999_001n)).toBe(1_000_001_001_001_001_002n);
  });

  const bridges = fc.record({
    rateNumerator: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    rateDenominator: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    feeMillionths: fc.bigInt({ min: 0n, max: 999_999n }),
  });

  it('asks for the least input that delivers the output', () => {
    fc.assert(
      fc.property(bridges, fc.bigInt({ min: 1n, max: 10n ** 30n }), (terms, output) => {
        const input = linearBridgeInput(terms, output);
        expect(linearBridgeOutput(terms, input)).toBeGreaterThanOrEqual(output);
        expect(linearBridgeOutput(terms, input - 1n)).toBeLessThan(output);
      }),
    );
  });
});
