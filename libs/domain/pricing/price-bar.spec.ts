import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { at } from './example-prices.js';
import { quotesOfBar } from './price-bar.js';

const bar = (open: string, high: string, low: string, close: string) => ({
  symbol: 'BTC',
  time: at(0),
  seconds: 60,
  open: decimal(open),
  high: decimal(high),
  low: decimal(low),
  close: decimal(close),
  source: 'example',
});
const shown = (...prices: Parameters<typeof bar>) =>
  quotesOfBar(bar(...prices)).map(({ price, time }) => [price.toFixed(), time - at(0)]);

describe('quotesOfBar', () => {
  it('goes the shorter way first', () => {
    expect(shown('100', '110', '95', '105')).toEqual([
      ['100', 0],
      ['95', 20_000],
      ['110', 40_000],
      ['105', 59_999],
    ]);
    expect(shown('100', '102', '95', '96')).toEqual([
      ['100', 0],
      ['102', 20_000],
      ['95', 40_000],
      ['96', 59_999],
    ]);
  });

  it('says nothing twice', () => {
    expect(shown('100', '100', '100', '100')).toEqual([['100', 0]]);
    expect(shown('100', '110', '100', '110')).toEqual([
      ['100', 0],
      ['110', 40_000],
    ]);
  });
});
