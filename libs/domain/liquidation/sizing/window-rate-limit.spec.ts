import { describe, expect, it } from '@jest/globals';
import { decimal, minimum, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
import { sizeLeftInWindow, sizePerSecondOf, type PastReduction } from './window-rate-limit.js';

/**
 * Synthetixio/synthetix-v3, `markets/perps-market/test/integration/Liquidation/Liquidation.maxLiquidationAmount.test.ts`:
 * maker 0.007, taker 0.003, skew scale 1,000, multiplier 1, window of 10 seconds; two accounts long 150 OP.
 */
describe('sizeLeftInWindow', () => {
  const sizePerSecond = sizePerSecondOf({
    makerFee: decimal('0.007'),
    takerFee: decimal('0.003'),
    skewScale: decimal('1000'),
    multiplier: decimal('1'),
  });

  it('allows the amounts of the published scenario', () => {
    const past: PastReduction[] = [];
    const sizes = new Map<number, Decimal>([
      [2, decimal('150')],
      [3, decimal('150')],
    ]);
    const left = (account: number) => sizes.get(account) ?? decimal('0');
    const liquidate = (account: number, second: number): string => {
      const at = (second * 1_000) as UnixMilliseconds;
      const size = minimum(left(account), sizeLeftInWindow(past, at, { sizePerSecond, windowSeconds: 10 }));
      past.push({ at, size });
      sizes.set(account, left(account).sub(size));
      return left(account).toFixed();
    };
    expect(liquidate(2, 100)).toBe('50');
    expect(liquidate(2, 100)).toBe('50');
    expect(liquidate(2, 106)).toBe('50');
    expect(liquidate(2, 111)).toBe('0');
    expect(liquidate(3, 111)).toBe('100');
    expect(liquidate(3, 123)).toBe('0');
  });
});
