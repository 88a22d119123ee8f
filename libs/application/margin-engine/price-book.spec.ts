import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PricePolicy, PriceRules, Quote } from '@causeway/domain/pricing';
import { decimal } from '@causeway/domain/units';
import { price } from '../../../test/fixtures/margin.js';
import { PriceBook } from './price-book.js';

const demand = (maximumAgeSeconds: number) => ({ minimumSources: 1, maximumAgeSeconds });
const perpetual: PriceRules = {
  aggregation: 'median-mean',
  quoteLifetimeSeconds: 900,
  averageSeconds: 60,
  demands: { opening: demand(30), withdrawing: demand(60), liquidating: demand(300) },
  stalenessBreaker: { tripSeconds: 120, recoverySeconds: 30, halts: ['opening'] },
  jumpBreaker: {
    tripRatio: decimal('1.5'),
    recoveryRatio: decimal('1.1'),
    recoverySeconds: 60,
    halts: ['opening'],
  },
};
const policy: PricePolicy = {
  rules: new Map([
    ['perpetual', perpetual],
    [
      'stable',
      { ...perpetual, demands: { opening: demand(600), withdrawing: demand(600), liquidating: demand(900) } },
    ],
  ]),
  defaultRules: 'perpetual',
  symbols: new Map([['USDC', 'stable']]),
};

const from = (quote: Quote, source: string): Quote => ({ ...quote, source });

/** What a book says of each symbol: its mark and the faults that stand against each use. */
const shown = (book: PriceBook) =>
  [...book.vector().values()]
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
    .map(({ symbol, price: mark, validity }) => ({ symbol, mark: mark.toFixed(), validity }));

describe('PriceBook', () => {
  it('forms one mark of several sources', () => {
    const book = PriceBook.of([], policy);
    for (const [source, value] of [
      ['a', '100'],
      ['b', '102'],
      ['c', '7000'],
    ] as const) {
      expect(book.accept(from(price('BTC-PERP', value), source))).toEqual(['BTC-PERP']);
    }
    expect(book.vector().get('BTC-PERP')).toMatchObject({ price: decimal('102'), source: 'a, b, c' });
  });

  it('passes over what says nothing new', () => {
    const book = PriceBook.of([], policy);
    book.accept(price('BTC-PERP', '100', 5));
    book.takeChanged();
    expect(book.accept(price('BTC-PERP', '90', 5))).toEqual([]);
    expect(book.takeChanged()).toEqual([]);
  });

  it('says which prices have grown too old while another symbol was quoted', () => {
    const book = PriceBook.of([], policy);
    book.accept(price('ETH-PERP', '10', 0));
    book.accept(price('USDC', '1', 0));
    expect(book.accept(price('BTC-PERP', '100', 30))).toEqual(['BTC-PERP']);
    expect(book.accept(price('BTC-PERP', '100', 31))).toEqual(['BTC-PERP', 'ETH-PERP']);
    expect(book.vector().get('ETH-PERP')?.validity).toMatchObject({ opening: ['STALE'], withdrawing: [] });
    expect(book.accept(price('BTC-PERP', '100', 32))).toEqual(['BTC-PERP']);
  });

  it('falls under another policy at once', () => {
    const book = PriceBook.of([], undefined);
    book.accept(from(price('BTC-PERP', '100', 0), 'a'));
    book.accept(from(price('BTC-PERP', '110', 40), 'b'));
    expect(book.vector().get('BTC-PERP')?.price.toFixed()).toBe('110');
    book.usePolicy(policy);
    expect(book.vector().get('BTC-PERP')).toMatchObject({
      price: decimal('105'),
      validity: { opening: ['STALE'] },
    });
  });

  const quotes = fc.array(
    fc.record({
      symbol: fc.constantFrom('BTC-PERP', 'ETH-PERP', 'USDC'),
      source: fc.constantFrom('a', 'b', 'c'),
      value: fc.integer({ min: 50, max: 200 }).map(String),
      second: fc.integer({ min: 0, max: 1_500 }),
    }),
    { maxLength: 50 },
  );

  it('is the same when it is read back from what it has told at any point', () => {
    fc.assert(
      fc.property(quotes, fc.nat(), (steps, cut) => {
        const kept = new Map([] as (readonly [string, ReturnType<PriceBook['takeChanged']>[number]])[]);
        const keep = (book: PriceBook) => {
          for (const state of book.takeChanged()) kept.set(state.symbol, state);
        };
        const whole = PriceBook.of([], policy);
        let interrupted = PriceBook.of([], policy);
        for (const [index, { symbol, source, value, second }] of steps.entries()) {
          if (index === cut % (steps.length + 1)) interrupted = PriceBook.of(kept.values(), policy);
          const quote = from(price(symbol, value, second), source);
          expect(interrupted.accept(quote)).toEqual(whole.accept(quote));
          keep(interrupted);
          expect(shown(interrupted)).toEqual(shown(whole));
        }
        expect(shown(PriceBook.of(kept.values(), policy))).toEqual(shown(whole));
      }),
    );
  });

  it('names every symbol whose price or use has changed', () => {
    fc.assert(
      fc.property(quotes, (steps) => {
        const book = PriceBook.of([], policy);
        let before = shown(book);
        for (const { symbol, source, value, second } of steps) {
          const named = book.accept(from(price(symbol, value, second), source));
          const after = shown(book);
          for (const one of after) {
            const earlier = before.find((other) => other.symbol === one.symbol);
            if (!named.includes(one.symbol)) expect(one).toEqual(earlier);
          }
          before = after;
        }
      }),
    );
  });
});
