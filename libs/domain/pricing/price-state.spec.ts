import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { at, faultsAt, quote, RULES, stateAfter } from './example-prices.js';
import { MAXIMUM_SOURCES, type PriceRules } from './price-policy.js';
import { acceptQuote, marketClockOf, nextChangeOf, priceStateAt, underRules } from './price-state.js';

const { stalenessBreaker: _, jumpBreaker: __, ...withoutBreakers } = RULES;

describe('acceptQuote', () => {
  it('passes over what is no newer than the quote of its source', () => {
    const state = stateAfter([quote('a', '100', 5)]);
    expect(acceptQuote(state, quote('a', '1', 5), RULES, at(5))).toBeUndefined();
    expect(acceptQuote(state, quote('a', '1', 4), RULES, at(5))).toBeUndefined();
    expect(acceptQuote(state, quote('b', '102', 4), RULES, at(5))?.mark.price.toFixed()).toBe('101');
  });

  it('passes over a quote that came too late to count', () => {
    expect(acceptQuote(undefined, quote('a', '100', 0), RULES, at(3_601))).toBeUndefined();
  });

  it('moves the average on by the price that stood, over the window', () => {
    const state = stateAfter([quote('a', '100', 0), quote('a', '130', 60), quote('a', '130', 210)]);
    // After 60 s at 100 it is 100; after 150 of 300 s at 130: (100 × 150 + 130 × 150) / 300.
    expect(state.average).toEqual({ price: decimal('115'), until: at(210) });
    const later = stateAfter([quote('a', '100', 0), quote('a', '130', 60), quote('a', '7', 1_000)]);
    expect(later.average.price.toFixed()).toBe('130');
  });

  it('keeps no more than so many sources, and drops the one that was silent for longest', () => {
    const many = Array.from({ length: MAXIMUM_SOURCES + 1 }, (_value, index) =>
      quote(`source-${String(index).padStart(2, '0')}`, '100', index === 3 ? 0 : index + 1),
    );
    const { quotes } = stateAfter(many);
    expect(quotes).toHaveLength(MAXIMUM_SOURCES);
    expect(quotes.map(({ source }) => source)).not.toContain('source-03');
  });
});

describe('the jump breaker', () => {
  /** 100 until second 60, then 140, which is beyond 100 × 1.25. */
  const jumped = [quote('a', '100', 0), quote('a', '100', 60), quote('a', '140', 61)];

  it('trips on the mark that jumps, and stays tripped while the average catches up', () => {
    expect(stateAfter(jumped).jumpTrip).toEqual({ since: at(61) });
    // Average 100 + 40 × 30/300 = 104; 140 is far above 104 × 1.1.
    const after = stateAfter([...jumped, quote('a', '140', 91)]);
    expect(after.average.price.toFixed()).toBe('104');
    expect(after.jumpTrip).toEqual({ since: at(61) });
  });

  it('recovers after the mark has stayed near its average for long enough', () => {
    const settled = [...jumped, quote('a', '140', 361)];
    expect(stateAfter(settled).jumpTrip).toEqual({ since: at(61), calmSince: at(361) });
    expect(stateAfter([...settled, quote('a', '140', 480)]).jumpTrip).toBeDefined();
    expect(stateAfter([...settled, quote('a', '140', 481)]).jumpTrip).toBeUndefined();
  });

  it('begins its recovery anew when a mark leaves the range', () => {
    const relapse = [...jumped, quote('a', '140', 361), quote('a', '120', 470), quote('a', '140', 481)];
    expect(stateAfter(relapse).jumpTrip).toEqual({ since: at(61), calmSince: at(481) });
  });
});

describe('the staleness breaker', () => {
  it('trips at the instant the mark becomes too old, whenever that is noticed', () => {
    const silent = stateAfter([quote('a', '100', 0)]);
    expect(priceStateAt(silent, RULES, at(600))).toBe(silent);
    const since = at(600) + 1;
    expect(priceStateAt(silent, RULES, at(601)).stalenessTrip).toEqual({ since });
    expect(stateAfter([quote('a', '100', 0), quote('a', '100', 3_000)]).stalenessTrip).toEqual({
      since,
      calmSince: at(3_000),
    });
  });

  it('recovers when quotes have come for long enough without a gap', () => {
    const back = [quote('a', '100', 0), quote('a', '100', 1_000), quote('a', '100', 1_030)];
    expect(stateAfter(back).stalenessTrip).toEqual({ since: at(600) + 1, calmSince: at(1_000) });
    expect(stateAfter([...back, quote('a', '100', 1_060)]).stalenessTrip).toBeUndefined();
    const gap = [...back.slice(0, 2), quote('a', '100', 2_000)];
    expect(stateAfter(gap).stalenessTrip).toEqual({ since: at(600) + 1, calmSince: at(2_000) });
  });
});

describe('nextChangeOf', () => {
  it('is the next instant at which an age runs out', () => {
    const state = stateAfter([quote('a', '100', 0), quote('b', '100', 0)]);
    const changes: number[] = [];
    let now: number | undefined = at(0);
    while ((now = nextChangeOf(state, RULES, now as never)) !== undefined) changes.push(now - at(0));
    expect(changes).toEqual([60_001, 120_001, 600_001, 3_600_001]);
  });

  it('is never under rules without ages', () => {
    const rules: PriceRules = {
      aggregation: 'latest',
      averageSeconds: 1,
      demands: {
        opening: { minimumSources: 1 },
        withdrawing: { minimumSources: 1 },
        liquidating: { minimumSources: 1 },
      },
    };
    expect(nextChangeOf(stateAfter([quote('a', '1')], rules), rules, at(0))).toBeUndefined();
  });
});

describe('underRules', () => {
  it('forms the mark anew and forgets breakers that are gone', () => {
    const quotes = [quote('a', '100', 0), quote('b', '100', 0), quote('a', '200', 1), quote('b', '160', 1)];
    const state = stateAfter(quotes);
    expect(state.jumpTrip).toBeDefined();
    expect(underRules(state, RULES, at(1))).toBe(state);
    const rules = { ...withoutBreakers, aggregation: 'median-lower' as const };
    const changed = underRules(state, rules, at(1));
    expect(changed.mark.price.toFixed()).toBe('160');
    expect(changed.jumpTrip).toBeUndefined();
    expect(faultsAt(changed, 1, rules).withdrawing).toEqual(['UNCERTAIN', 'FAR_FROM_AVERAGE']);
  });
});

describe('marketClockOf', () => {
  it('is the newest time of any quote', () => {
    expect(marketClockOf([])).toBe(0);
    expect(marketClockOf([stateAfter([quote('a', '1', 9), quote('b', '1', 4)])])).toBe(at(9));
  });
});
