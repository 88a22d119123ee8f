import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { profitAndLeverageRank, profitTimesNotionalRank } from './deleveraging-rank.js';

const ranked = (size: string, entry: string, mark: string, equity: string) => ({
  size: decimal(size),
  entryPrice: decimal(entry),
  markPrice: decimal(mark),
  equity: decimal(equity),
});

/** By the formula of https://www.bitmex.com/app/autoDeleveraging, worked out by hand. */
describe('profitAndLeverageRank', () => {
  it.each([
    // 10 % profit, 1,100 of notional on 220: leverage 5
    [ranked('10', '100', '110', '220'), '0.5'],
    [ranked('-10', '100', '90', '180'), '0.5'],
    // 10 % loss, leverage 5: divided
    [ranked('10', '100', '90', '180'), '-0.02'],
    [ranked('-10', '100', '110', '220'), '-0.02'],
  ])('%#', (position, expected) => {
    expect(profitAndLeverageRank(position).toFixed()).toBe(expected);
  });

  it('puts an account without equity last', () => {
    const worst = profitAndLeverageRank(ranked('-10', '100', '1000000', '0.01'));
    expect(profitAndLeverageRank(ranked('10', '100', '110', '0')).lt(worst)).toBe(true);
  });
});

/** By the index of https://hyperliquid.gitbook.io/hyperliquid-docs/trading/auto-deleveraging. */
describe('profitTimesNotionalRank', () => {
  it.each([
    [ranked('10', '100', '110', '220'), '5.5'],
    [ranked('-10', '100', '80', '200'), '5'],
    [ranked('10', '100', '50', '200'), '1.25'],
  ])('%#', (position, expected) => {
    expect(profitTimesNotionalRank(position).toFixed()).toBe(expected);
  });
});
