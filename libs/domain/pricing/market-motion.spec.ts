import { describe, expect, it } from '@jest/globals';
import { decimal, type UnixMilliseconds } from '@causeway/domain/units';
import { motionless, observePrice } from './market-motion.js';

const DAY = 86_400_000;
const start = motionless('BTC-PERP', decimal('100'), 0 as UnixMilliseconds);

describe('observePrice', () => {
  it('moves half way towards what a tick after the whole memory shows', () => {
    // 10 % in one day
    expect(observePrice(start, decimal('110'), DAY as UnixMilliseconds, 86_400)).toMatchObject({
      price: decimal('110'),
      driftPerDay: decimal('0.05'),
      variancePerDay: decimal('0.005'),
    });
  });

  it('takes drift and variance for a day, whatever the time between ticks', () => {
    // −1 % in six hours: −4 % and 0.04 % for a day; a quarter of a day weighs 0.25 / 1.25
    const quarter = (DAY / 4) as UnixMilliseconds;
    expect(observePrice(start, decimal('99'), quarter, 86_400)).toMatchObject({
      driftPerDay: decimal('-0.008'),
      variancePerDay: decimal('0.00008'),
    });
  });

  it('forgets: with no change, both shrink', () => {
    const moved = observePrice(start, decimal('110'), DAY as UnixMilliseconds, 86_400);
    expect(observePrice(moved, decimal('110'), (2 * DAY) as UnixMilliseconds, 86_400)).toMatchObject({
      driftPerDay: decimal('0.025'),
      variancePerDay: decimal('0.0025'),
    });
  });

  it('ignores a tick that is not later', () => {
    expect(observePrice(start, decimal('90'), 0 as UnixMilliseconds, 86_400)).toBe(start);
  });
});
