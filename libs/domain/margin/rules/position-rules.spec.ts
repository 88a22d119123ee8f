import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { evaluateMargin } from '../evaluate-margin.js';
import { account, directory, policy, position, priced } from '../example-account.js';
import type { PositionRule } from '../policy.js';

const RATES: PositionRule = {
  rule: 'margin-rates',
  rates: new Map([['BTC-PERP', { initial: decimal('0.05'), maintenance: decimal('0.03') }]]),
};
const TIERS: PositionRule = {
  rule: 'margin-tiers',
  tiers: new Map([
    [
      'BTC-PERP',
      [
        { upTo: decimal('100000'), initial: decimal('0.05'), maintenance: decimal('0.025') },
        { upTo: decimal('300000'), initial: decimal('0.1'), maintenance: decimal('0.05') },
        { initial: decimal('0.2'), maintenance: decimal('0.1') },
      ],
    ],
  ]),
};
const FLOOR: PositionRule = {
  rule: 'margin-floor',
  floors: new Map([['BTC-PERP', { initial: decimal('20'), maintenance: decimal('10.5') }]]),
};

/** Initial and maintenance margin of a position in bitcoin at 50,000, to the cent. */
function demanded(size: string, ...rules: readonly PositionRule[]): string {
  const held = account([], [position('BTC-PERP', size, '50000')]);
  const { initialMargin, maintenanceMargin } = evaluateMargin(
    held,
    priced({ 'BTC-PERP': '50000' }),
    { ...policy, places: 2, positions: rules },
    directory,
  );
  return `${initialMargin.toFixed()}/${maintenanceMargin.toFixed()}`;
}

describe('margin-rates', () => {
  it.each([
    ['1', '2500/1500'],
    ['-1', '2500/1500'],
    // 50,000 × 0.0000001 = 0.005: 0.00025 and 0.00015, rounded up
    ['0.0000001', '0.01/0.01'],
    ['0', '0/0'],
  ])('asks a size of %s for %s', (size, expected) => {
    expect(demanded(size, RATES)).toBe(expected);
  });
});

describe('margin-tiers', () => {
  it.each([
    // 50,000: the first tier alone
    ['1', '2500/1250'],
    // 100,000: the bound belongs to the tier that it ends
    ['2', '5000/2500'],
    // 150,000: 5,000 + 50,000 × 0.1 and 2,500 + 50,000 × 0.05
    ['-3', '10000/5000'],
    // 500,000: 5,000 + 20,000 + 200,000 × 0.2 and 2,500 + 10,000 + 200,000 × 0.1
    ['10', '65000/32500'],
  ])('asks a size of %s for %s, each part at its own rate', (size, expected) => {
    expect(demanded(size, TIERS)).toBe(expected);
  });
});

describe('margin-floor', () => {
  it.each([
    ['1', '2500/1500'],
    // 500 × 0.05 = 25 and 500 × 0.03 = 15
    ['0.01', '25/15'],
    // 250 × 0.05 = 12.5 and 250 × 0.03 = 7.5: the floor asks for more
    ['0.005', '20/10.5'],
  ])('asks a size of %s for %s, beside rates', (size, expected) => {
    expect(demanded(size, RATES, FLOOR)).toBe(expected);
    expect(demanded(size, FLOOR, RATES)).toBe(expected);
  });
});

describe('several rules', () => {
  it('ask for the most that any of them asks', () => {
    // 150,000: rates 7,500 / 4,500, tiers 10,000 / 5,000
    expect(demanded('3', RATES, TIERS)).toBe('10000/5000');
  });
});
