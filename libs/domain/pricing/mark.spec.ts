import { describe, expect, it } from '@jest/globals';
import { at, quote, RULES } from './example-prices.js';
import { markOf, medianOf } from './mark.js';
import type { PriceAggregation } from './price-policy.js';
import { decimal } from '@causeway/domain/units';

describe('medianOf', () => {
  it.each<[PriceAggregation, readonly string[], string]>([
    ['median-mean', ['7'], '7'],
    ['median-mean', ['3', '1', '2'], '2'],
    ['median-mean', ['1', '4', '3', '100'], '3.5'],
    ['median-lower', ['1', '4', '3', '100'], '3'],
    ['median-upper', ['1', '4', '3', '100'], '4'],
    ['median-lower', ['5', '9', '7'], '7'],
    // The mean of 10^-40 and 2·10^-40 has 41 places; it is rounded down.
    ['median-mean', [`0.${'0'.repeat(39)}1`, `0.${'0'.repeat(39)}2`], `0.${'0'.repeat(39)}1`],
  ])('%s of %j is %s', (aggregation, prices, expected) => {
    expect(medianOf(prices.map(decimal), aggregation).toFixed()).toBe(expected);
  });
});

describe('markOf', () => {
  const shown = (...quotes: ReturnType<typeof quote>[]) => {
    const mark = markOf(quotes, RULES, at(10));
    return mark && { ...mark, price: mark.price.toFixed(), confidence: mark.confidence.toFixed() };
  };

  it('is as old as the quote that completes the majority', () => {
    expect(shown(quote('c', '101', 9), quote('a', '100', 5), quote('b', '99', 1))).toEqual({
      price: '100',
      time: at(5),
      confidence: '1',
      sources: ['a', 'b', 'c'],
    });
    expect(shown(quote('a', '100', 9), quote('b', '102', 3))).toMatchObject({ price: '101', time: at(3) });
  });

  it('is as certain as the half of the sources that agrees best, each with its own range', () => {
    // Distances from 100: a 0 + 2, b 1 + 0, c 20 + 0; the median of 1, 2, 20.
    const quotes = [quote('a', '100', 0, '2'), quote('b', '101'), quote('c', '80')];
    expect(shown(...quotes)).toMatchObject({ price: '100', confidence: '2' });
    // Two sources: both must lie within it.
    expect(shown(quote('a', '100', 0, '0.5'), quote('b', '104'))).toMatchObject({ confidence: '2.5' });
  });

  it('leaves out quotes that have outlived themselves', () => {
    const old = quote('a', '90', 0);
    const young = quote('b', '100', 3_000);
    expect(markOf([old, young], RULES, at(3_600))?.price.toFixed()).toBe('95');
    expect(markOf([old, young], RULES, at(3_601))?.sources).toEqual(['b']);
    expect(markOf([old, young], RULES, at(6_601))).toBeUndefined();
  });

  it('takes the newest quote alone where the rules say so, and the first source of two at one instant', () => {
    const rules = { ...RULES, aggregation: 'latest' as const };
    expect(markOf([quote('a', '90', 5), quote('b', '100', 6)], rules, at(6))).toMatchObject({
      price: decimal('100'),
      sources: ['b'],
    });
    expect(markOf([quote('b', '90', 5), quote('a', '100', 5)], rules, at(6))?.sources).toEqual(['a']);
  });
});
