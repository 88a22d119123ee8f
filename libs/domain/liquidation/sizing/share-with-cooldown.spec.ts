import { describe, expect, it } from '@jest/globals';
import { decimal, type UnixMilliseconds } from '@causeway/domain/units';
import {
  HYPERLIQUID_SHARE,
  isBackstopped,
  liquidationPrice,
  sizeAfterCooldown,
} from './share-with-cooldown.js';

/** https://hyperliquid.gitbook.io/hyperliquid-docs/trading/liquidations */
describe('sizeAfterCooldown', () => {
  it.each([
    ['a position of 100,000 USDC whole', '2', '100000', undefined, '2'],
    ['a fifth of a larger one', '2', '100000.01', undefined, '0.4'],
    ['nothing within 30 seconds', '1.6', '80000', 30_001, '0'],
    ['the rest after 30 seconds', '-1.6', '80000', 30_000, '1.6'],
    ['the next lot of a share', '0.00000003', '200000', undefined, '0.00000001'],
  ])('closes %s', (_, size, notional, reducedAt, expected) => {
    const position = {
      size: decimal(size),
      notional: decimal(notional),
      ...(reducedAt === undefined ? {} : { reducedAt: reducedAt as UnixMilliseconds }),
    };
    const closed = sizeAfterCooldown(position, 60_000 as UnixMilliseconds, HYPERLIQUID_SHARE, 8);
    expect(closed.toFixed()).toBe(expected);
  });
});

describe('isBackstopped', () => {
  it.each([
    ['200', '300', false],
    ['199.99999999', '300', true],
    ['-1', '0', true],
  ])('equity %s of maintenance %s: %s', (equity, maintenance, expected) => {
    expect(isBackstopped(decimal(equity), decimal(maintenance))).toBe(expected);
  });
});

/** By the documented formula, checked by putting the price back: there equity equals maintenance margin. */
describe('liquidationPrice', () => {
  it.each([
    // Long 2 at 100, maintenance 10 %: 50 of equity less 20. At p: 50 + 2(p − 100) = 0.2p, so p = 150 / 1.8.
    ['2', '30', '83.33333334'],
    // Short 2 at 100: 50 − 2(p − 100) = 0.2p, so p = 250 / 2.2.
    ['-2', '30', '113.63636363'],
    ['2', '-30', '116.66666667'],
    ['2', '200', undefined],
  ])('of size %s with %s available: %s', (size, available, expected) => {
    const position = { size: decimal(size), markPrice: decimal('100'), maintenanceFraction: decimal('0.1') };
    expect(liquidationPrice(position, decimal(available), 8)?.toFixed()).toBe(expected);
  });
});
