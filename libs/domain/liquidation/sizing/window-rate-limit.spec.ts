import { describe, expect, it } from '@jest/globals';
import { decimal, minimum, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
import {
  sizeLeftInWindow,
  sizeLeftToPlan,
  sizePerSecondOf,
  type PastReduction,
} from './window-rate-limit.js';

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

describe('sizeLeftToPlan', () => {
  const rule = { sizePerSecond: decimal('0.1'), windowSeconds: 10 };
  const at = 20_000 as UnixMilliseconds;
  const past = [
    { at: 10_000 as UnixMilliseconds, size: decimal('0.5') },
    { at: 10_001 as UnixMilliseconds, size: decimal('0.2') },
  ];

  it.each([
    // 0.1 × 10 = 1
    ['what the window allows', { past: [], planned: '0', shares: 1 }, '1'],
    // Ten seconds ago is out of the window.
    ['less what was done in it', { past, planned: '0', shares: 1 }, '0.8'],
    ['less what other plans hold', { past, planned: '0.3', shares: 1 }, '0.5'],
    ['nothing when all is taken', { past, planned: '0.9', shares: 1 }, '0'],
    ['an equal share, rounded down to a lot', { past: [], planned: '0', shares: 3 }, '0.33333333'],
    ['a share less what was done in it', { past, planned: '0.1', shares: 3 }, '0.03333333'],
  ])('is %s', (_, { planned, shares, ...flow }, expected) => {
    expect(sizeLeftToPlan({ ...flow, planned: decimal(planned) }, at, rule, shares).toFixed()).toBe(expected);
  });
});
