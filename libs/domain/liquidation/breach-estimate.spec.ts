import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MarketMotion } from '@causeway/domain/pricing';
import { decimal, ONE, type UnixMilliseconds } from '@causeway/domain/units';
import { estimateBreach } from './breach-estimate.js';
import {
  account,
  ETHER_ON_OPTIMISM,
  holding,
  position,
  priced,
  stateOf,
  USDC_ON_ETHEREUM,
} from './example-breach.js';

function motion(symbol: string, driftPerDay: string, variancePerDay: string): [string, MarketMotion] {
  const at = 0 as UnixMilliseconds;
  const moving = { driftPerDay: decimal(driftPerDay), variancePerDay: decimal(variancePerDay) };
  return [symbol, { symbol, price: decimal('1'), at, ...moving }];
}

/** Long 2 BTC at 50,000 on 10,000 USDC: surplus 10,000 − 3,000, exposure 100,000 − 3,000. */
const held = account([holding(USDC_ON_ETHEREUM, '10000')], [position('BTC-PERP', '2', '50000')]);
const state = stateOf(held, priced({ USDC: '1', 'BTC-PERP': '50000', ETH: '2000' }));
const estimate = (deviations: string, ...motions: readonly [string, MarketMotion][]) =>
  estimateBreach(state, new Map(motions), ONE, decimal(deviations));

describe('estimateBreach', () => {
  it('takes what drift takes', () => {
    // 1 % a day against 97,000: 970 a day of 7,000, i.e. 7.2164948… days
    expect(estimate('1', motion('BTC-PERP', '-0.01', '0'))).toMatchObject({
      surplus: decimal('7000'),
      driftPerDay: decimal('-970'),
      driftSeconds: 623_505,
      seconds: 623_505,
    });
    expect(estimate('1', motion('BTC-PERP', '0.01', '0'))).not.toHaveProperty('seconds');
  });

  it('takes what bad luck takes, by the square of its distance', () => {
    // 4 % a day: 3,880; (7,000 / 3,880)² = 3.2548623658… days, a quarter of it with twice the luck
    expect(estimate('1', motion('BTC-PERP', '0', '0.0016')).seconds).toBe(281_220);
    expect(estimate('2', motion('BTC-PERP', '0', '0.0016')).seconds).toBe(70_305);
  });

  it('joins both, also against a drift that helps', () => {
    // 970·t + 3,880·√t = 7,000: √t = (√(3,880² + 4 × 970 × 7,000) − 3,880) / 1,940 = 1.3491…
    const worse = estimate('1', motion('BTC-PERP', '-0.01', '0.0016'));
    expect(worse.seconds).toBe(157_254);
    // 97·t − 3,880·√t + 7,000 = 0: √t = (3,880 − √(3,880² − 4 × 97 × 7,000)) / 194 = 1.8937…
    const better = estimate('1', motion('BTC-PERP', '0.001', '0.0016'));
    expect(better.seconds).toBe(309_866);
    expect(estimate('1', motion('BTC-PERP', '0.5', '0.0016'))).not.toHaveProperty('seconds');
  });

  it('takes collateral as it counts, and deviations of all prices together', () => {
    const mixed = account(
      [holding(USDC_ON_ETHEREUM, '10000'), holding(ETHER_ON_OPTIMISM, '1')],
      [position('BTC-PERP', '2', '50000')],
    );
    const vector = priced({ USDC: '1', 'BTC-PERP': '50000', ETH: '2000' });
    const motions = new Map([motion('BTC-PERP', '0', '0.0016'), motion('ETH', '-0.1', '0.0025')]);
    // 2,000 × 0.9 × 0.98 = 1,764 of ether: 176.4 a day lost, 88.2 + 3,880 of deviation
    expect(estimateBreach(stateOf(mixed, vector), motions, ONE, ONE)).toMatchObject({
      driftPerDay: decimal('-176.4'),
      deviationPerDay: decimal('3968.2'),
    });
  });

  it('says now for an account in breach, and nothing where nothing moves', () => {
    const broken = stateOf(held, priced({ USDC: '1', 'BTC-PERP': '46000' }));
    const motions = new Map([motion('BTC-PERP', '-0.01', '0.0016')]);
    expect(estimateBreach(broken, motions, ONE, ONE).seconds).toBe(0);
    expect(estimate('1')).toEqual({
      surplus: decimal('7000'),
      driftPerDay: decimal('0'),
      deviationPerDay: decimal('0'),
    });
  });

  it('is a time at which the modelled path has not yet passed the threshold, and soon does', () => {
    const tenths = fc
      .integer({ min: -500, max: 500 })
      .map((value) => decimal(String(value)).div(10_000).toFixed());
    const variance = fc
      .integer({ min: 1, max: 400 })
      .map((value) => decimal(String(value)).div(10_000).toFixed());
    fc.assert(
      fc.property(tenths, variance, (drift, spread) => {
        const { seconds, surplus, driftPerDay, deviationPerDay } = estimate(
          '1',
          motion('BTC-PERP', drift, spread),
        );
        if (seconds === undefined) return;
        const at = (time: number) => {
          const days = decimal(String(time)).div(86_400);
          return surplus.add(driftPerDay.mul(days)).sub(deviationPerDay.mul(days.sqrt()));
        };
        expect(at(seconds).gte('-0.000001')).toBe(true);
        expect(at(seconds + 1).lte('0.000001')).toBe(true);
      }),
    );
  });
});
