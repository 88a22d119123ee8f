import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { constantProductInput, constantProductOutput } from './constant-product.js';

const ETHER = 10n ** 18n;

/** Uniswap/v2-core test/UniswapV2Pair.spec.ts, `getInputPrice`: input, reserves in whole tokens, output in wei. */
const UNISWAP_SWAPS = [
  [1n, 5n, 10n, 1662497915624478906n],
  [1n, 10n, 5n, 453305446940074565n],
  [2n, 5n, 10n, 2851015155847869602n],
  [2n, 10n, 5n, 831248957812239453n],
  [1n, 10n, 10n, 906610893880149131n],
  [1n, 100n, 100n, 987158034397061298n],
  [1n, 1000n, 1000n, 996006981039903216n],
] as const;

describe('a constant-product pool', () => {
  it.each(UNISWAP_SWAPS)(
    'pays what Uniswap v2 pays: %s into %s / %s',
    (input, reserveIn, reserveOut, output) => {
      const pool = { reserveIn: reserveIn * ETHER, reserveOut: reserveOut * ETHER, feeMillionths: 3000n };
      expect(constantProductOutput(pool, input * ETHER)).toBe(output);
    },
  );

  it('rounds as the Uniswap v2 router: Uniswap/v2-periphery test/UniswapV2Router01.spec.ts', () => {
    const pool = { reserveIn: 100n, reserveOut: 100n, feeMillionths: 3000n };
    expect(constantProductOutput(pool, 2n)).toBe(1n);
    expect(constantProductInput(pool, 1n)).toBe(2n);
  });

  it('cannot pay out all it holds', () => {
    const pool = { reserveIn: 100n, reserveOut: 100n, feeMillionths: 0n };
    expect(constantProductInput(pool, 100n)).toBeUndefined();
    expect(constantProductOutput(pool, 10n ** 30n)).toBe(99n);
  });

  const pools = fc.record({
    reserveIn: fc.bigInt({ min: 1n, max: 10n ** 30n }),
    reserveOut: fc.bigInt({ min: 2n, max: 10n ** 30n }),
    feeMillionths: fc.bigInt({ min: 0n, max: 999_999n }),
  });

  it('asks for the least input that yields the output', () => {
    fc.assert(
      fc.property(pools, fc.bigInt({ min: 1n, max: 10n ** 30n }), (pool, wanted) => {
        const output = 1n + (wanted % (pool.reserveOut - 1n));
        const input = constantProductInput(pool, output);
        expect(input).toBeDefined();
        if (input === undefined) return;
        expect(constantProductOutput(pool, input)).toBeGreaterThanOrEqual(output);
        expect(constantProductOutput(pool, input - 1n)).toBeLessThan(output);
      }),
    );
  });

  it('never lets its product shrink, and pays no less for more', () => {
    fc.assert(
      fc.property(pools, fc.bigInt({ min: 0n, max: 10n ** 30n }), (pool, input) => {
        const output = constantProductOutput(pool, input);
        expect((pool.reserveIn + input) * (pool.reserveOut - output)).toBeGreaterThanOrEqual(
          pool.reserveIn * pool.reserveOut,
        );
        expect(constantProductOutput(pool, input + 1n)).toBeGreaterThanOrEqual(output);
      }),
    );
  });
});
