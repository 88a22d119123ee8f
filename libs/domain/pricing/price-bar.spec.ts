import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { at } from './example-prices.js';
import { quotesOfBar, validatePriceBar } from './price-bar.js';

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

describe('validatePriceBar', () => {
  it('accepts a bar whose high and low are its extremes', () => {
    expect(validatePriceBar(bar('1', '2', '1', '2'))).toMatchObject({ ok: true });
  });

  it.each([
    [bar('3', '2', '1', '2'), 'high'],
    [bar('1', '2', '1', '3'), 'high'],
    [bar('1', '2', '1.5', '2'), 'low'],
  ])('refuses others', (wrong, field) => {
    expect(validatePriceBar(wrong)).toMatchObject({ ok: false, failure: { code: 'INVALID_BAR', field } });
  });
});

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

  it('goes in straight lines where asked to', () => {
    const quotes = quotesOfBar(bar('100', '130', '100', '100'), 5);
    expect(quotes.map(({ price, time }) => [price.toFixed(), time - at(0)])).toEqual([
      ['100', 0],
      // Twenty seconds at the low, which is the open; then up by 30 and down again in as many seconds.
      ['107.5', 25_000],
      ['115', 30_000],
      ['122.5', 35_000],
      ['130', 40_000],
      // 30 × 5,000 / 19,999 down.
      ['122.499624981249062453', 45_000],
      ['114.999249962498124906', 50_000],
      ['107.498874943747187359', 55_000],
      ['100', 59_999],
    ]);
  });
});
