import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, decimal, formatDecimal } from '@causeway/domain/units';
import { black76Price, yearsOf, type Black76Terms } from './black-76.js';

const option = (
  kind: Black76Terms['kind'],
  forward: string,
  strike: string,
  volatility: string,
  years: string,
  discount: string,
): Black76Terms => ({
  kind,
  forward: decimal(forward),
  strike: decimal(strike),
  volatility: decimal(volatility),
  years: decimal(years),
  discount: decimal(discount),
});

describe('black76Price', () => {
  it.each([
    // the formula in mpmath 1.3 at 60 digits
    [option('call', '100', '100', '0.2', '1', '1'), '7.965567455405796293080923647836'],
    [option('put', '100', '110', '0.5', '0.25', '0.99'), '16.02852214963066394300872227906'],
    [
      option('call', '95776.67392708939', '100000', '0.453803924321583', '0.0252046', '0.9962264490688729'),
      '1186.4189605149667739088457374',
    ],
    [option('put', '3113.1678785393888', '100000', '0.67', '0.0252046', '0.9962'), '96518.66215939906087744'],
    // far out of the money, worth less than any unit
    [option('call', '10', '1000', '0.3', '0.01', '1'), '0'],
  ])('%#', (terms, expected) => {
    expect(black76Price(terms).sub(decimal(expected)).abs().lt('1e-24')).toBe(true);
  });

  it.each([
    [option('call', '110', '100', '0', '1', '0.5'), '5'],
    [option('put', '110', '100', '0', '1', '0.5'), '0'],
    [option('put', '90', '100', '0.5', '0', '1'), '10'],
  ])('is the discounted intrinsic value without volatility or time, %#', (terms, expected) => {
    expect(formatDecimal(black76Price(terms))).toBe(expected);
  });

  it('keeps put-call parity: call − put = discount·(F − K)', () => {
    const cents = fc.integer({ min: 100, max: 100_000 }).map((value) => new Decimal(value).div(100));
    fc.assert(
      fc.property(
        cents,
        cents,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 800 }),
        (forward, strike, percent, days) => {
          const terms = {
            forward,
            strike,
            volatility: new Decimal(percent).div(100),
            years: new Decimal(days).div(365),
            discount: decimal('0.97'),
          };
          const call = black76Price({ kind: 'call', ...terms });
          const put = black76Price({ kind: 'put', ...terms });
          return call.sub(put).sub(forward.sub(strike).mul('0.97')).abs().lt('1e-28');
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('yearsOf', () => {
  it('counts years of 365 days', () => {
    expect(formatDecimal(yearsOf(365 * 86_400))).toBe('1');
    expect(formatDecimal(yearsOf(86_400 * 73))).toBe('0.2');
  });
});
