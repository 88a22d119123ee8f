import { decimal, type UnixMilliseconds } from '@causeway/domain/units';
import type { PriceAction, PriceDemand, PriceRules } from './price-policy.js';
import { acceptQuote, priceStateAt, type PriceState } from './price-state.js';
import { priceValidityOf, type PriceFault } from './price-validity.js';
import type { Quote } from './quote.js';

/** Building blocks of the examples that the specifications of this library work out by hand. */

/** Three sources for opening, two for withdrawing, any for liquidating; ages of 60 s, 120 s and an hour. */
export const RULES: PriceRules = {
  aggregation: 'median-mean',
  quoteLifetimeSeconds: 3_600,
  averageSeconds: 300,
  demands: {
    opening: demand(2, 60, '0.01', '1.1'),
    withdrawing: demand(2, 120, '0.02', '1.2'),
    liquidating: demand(1, 3_600, '0.05', '5'),
  },
  stalenessBreaker: { tripSeconds: 600, recoverySeconds: 60, halts: ['opening', 'withdrawing'] },
  jumpBreaker: {
    tripRatio: decimal('1.25'),
    recoveryRatio: decimal('1.1'),
    recoverySeconds: 120,
    halts: ['opening'],
  },
};

function demand(minimumSources: number, age: number, confidence: string, ratio: string): PriceDemand {
  return {
    minimumSources,
    maximumAgeSeconds: age,
    maximumConfidence: decimal(confidence),
    maximumRatioToAverage: decimal(ratio),
  };
}

/** A quote of bitcoin, `second` seconds into the example. */
export function quote(source: string, price: string, second = 0, confidence?: string): Quote {
  return {
    symbol: 'BTC-PERP',
    source,
    price: decimal(price),
    time: at(second),
    ...(confidence === undefined ? {} : { confidence: decimal(confidence) }),
  };
}

/** The instant `second` seconds into the example. */
export function at(second: number): UnixMilliseconds {
  return (1_700_000_000_000 + second * 1_000) as UnixMilliseconds;
}

/** The state after quotes, with the newest of them as the clock; a quote that says nothing new is passed over. */
export function stateAfter(quotes: readonly Quote[], rules = RULES): PriceState {
  let state: PriceState | undefined;
  let clock = 0;
  for (const one of quotes) {
    clock = Math.max(clock, one.time);
    state = acceptQuote(state, one, rules, clock as UnixMilliseconds) ?? state;
  }
  if (state === undefined) throw new Error('an example has at least one quote');
  return state;
}

/** The faults of each action at a second of the example. */
export function faultsAt(
  state: PriceState,
  second: number,
  rules = RULES,
): Record<PriceAction, readonly PriceFault[]> {
  const now = at(second);
  return priceValidityOf(priceStateAt(state, rules, now), rules, now);
}

/** No faults for any action. */
export const USABLE = { opening: [], withdrawing: [], liquidating: [] };
