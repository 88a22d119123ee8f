import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, maximum, minimum, type UnixMilliseconds } from '@causeway/domain/units';
import { at, quote, RULES } from './example-prices.js';
import { markOf } from './mark.js';
import type { PriceAggregation } from './price-policy.js';
import { acceptQuote, nextChangeOf, priceStateAt, type PriceState } from './price-state.js';
import { isSameValidity, priceValidityOf } from './price-validity.js';
import type { Quote } from './quote.js';

const price = fc
  .tuple(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(6, '0')}`);
const median = fc.constantFrom<PriceAggregation>('median-lower', 'median-mean', 'median-upper');

const NOW = at(0);

function quotesOf(prices: readonly string[], prefix = 'source'): readonly Quote[] {
  return prices.map((one, index) => quote(`${prefix}-${index}`, one));
}

/** Quotes of three sources, late and early ones among them. */
const stream = fc.array(
  fc.record({
    source: fc.constantFrom('a', 'b', 'c'),
    price,
    second: fc.integer({ min: 0, max: 8_000 }),
    confidence: fc.option(fc.constantFrom('0', '1', '500')),
  }),
  { minLength: 1, maxLength: 40 },
);

describe('the mark of several sources', () => {
  it('lies within the sources, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 9 }), median, (prices, aggregation) => {
        const rules = { ...RULES, aggregation };
        const mark = markOf(quotesOf(prices), rules, NOW);
        const values = prices.map(decimal);
        expect(mark?.price.gte(values.reduce(minimum))).toBe(true);
        expect(mark?.price.lte(values.reduce(maximum))).toBe(true);
        expect(markOf([...quotesOf(prices)].reverse(), rules, NOW)).toEqual(mark);
      }),
    );
  });

  it('cannot be moved outside the honest sources by a minority, nor made uncertain beyond them', () => {
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 2, maxLength: 6 }),
        fc.array(price, { maxLength: 5 }),
        median,
        (honest, liars, aggregation) => {
          const minority = liars.slice(0, honest.length - 1);
          const rules = { ...RULES, aggregation };
          const mark = markOf([...quotesOf(honest), ...quotesOf(minority, 'liar')], rules, NOW);
          const values = honest.map(decimal);
          const lowest = values.reduce(minimum);
          const highest = values.reduce(maximum);
          expect(mark?.price.gte(lowest)).toBe(true);
          expect(mark?.price.lte(highest)).toBe(true);
          expect(mark?.confidence.lte(highest.sub(lowest))).toBe(true);
        },
      ),
    );
  });

  it('rises when a source rises', () => {
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 1, maxLength: 7 }),
        price,
        median,
        (prices, up, aggregation) => {
          const rules = { ...RULES, aggregation };
          const before = markOf(quotesOf(prices), rules, NOW);
          const raised = [
            decimal(prices[0] ?? '0')
              .add(decimal(up))
              .toFixed(),
            ...prices.slice(1),
          ];
          const after = markOf(quotesOf(raised), rules, NOW);
          expect(before !== undefined && after?.price.gte(before.price)).toBe(true);
        },
      ),
    );
  });
});

describe('the state of a symbol', () => {
  const run = (quotes: readonly Quote[], look: (state: PriceState, clock: UnixMilliseconds) => void) => {
    let state: PriceState | undefined;
    let clock = 0 as UnixMilliseconds;
    for (const one of quotes) {
      clock = Math.max(clock, one.time) as UnixMilliseconds;
      state = acceptQuote(state, one, RULES, clock) ?? state;
      if (state !== undefined) look(state, clock);
    }
    return state;
  };
  const quotesIn = (
    steps: readonly { source: string; price: string; second: number; confidence: string | null }[],
  ) => steps.map((step) => quote(step.source, step.price, step.second, step.confidence ?? undefined));

  it('is the same however often it is looked at between quotes', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 5 }), (steps, looks) => {
        const quotes = quotesIn(steps);
        const plain = run(quotes, () => undefined);
        let state: PriceState | undefined;
        let clock = 0 as UnixMilliseconds;
        for (const one of quotes) {
          clock = Math.max(clock, one.time) as UnixMilliseconds;
          if (state !== undefined) state = priceStateAt(state, RULES, clock);
          state = acceptQuote(state, one, RULES, clock) ?? state;
        }
        expect(state === undefined ? undefined : priceStateAt(state, RULES, clock)).toEqual(
          plain === undefined ? undefined : priceStateAt(plain, RULES, clock),
        );
        if (plain === undefined) return;
        const later = looks.reduce((sum, look) => sum + look, 0);
        const end = (clock + later) as UnixMilliseconds;
        let looked = plain;
        let now: number = clock;
        for (const look of looks) {
          now += look;
          looked = priceStateAt(looked, RULES, now as UnixMilliseconds);
        }
        expect(looked).toEqual(priceStateAt(plain, RULES, end));
      }),
    );
  });

  it('changes without a quote at no other instant than the one announced', () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 0, max: 8_000_000 }), (steps, wait) => {
        let last: [PriceState, UnixMilliseconds] | undefined;
        run(quotesIn(steps), (state, clock) => {
          last = [priceStateAt(state, RULES, clock), clock];
        });
        if (last === undefined) return;
        const [state, clock] = last;
        const next = nextChangeOf(state, RULES, clock) ?? Infinity;
        const now = Math.min(clock + wait, next - 1) as UnixMilliseconds;
        expect(priceStateAt(state, RULES, now)).toBe(state);
        const validity = priceValidityOf(state, RULES, now);
        expect(isSameValidity(priceValidityOf(state, RULES, clock), validity)).toBe(true);
      }),
    );
  });

  it('keeps its average within all the prices it has seen', () => {
    fc.assert(
      fc.property(stream, (steps) => {
        const quotes = quotesIn(steps);
        const lowest = quotes.map((one) => one.price).reduce(minimum);
        const highest = quotes.map((one) => one.price).reduce(maximum);
        const tolerance = decimal(`0.${'0'.repeat(36)}1`);
        run(quotes, ({ average }) => {
          expect(average.price.lte(highest)).toBe(true);
          expect(average.price.gte(lowest.sub(tolerance))).toBe(true);
        });
      }),
    );
  });
});
