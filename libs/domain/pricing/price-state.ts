import type { MarketMotion } from './market-motion.js';
import { addSeconds, type UnixMilliseconds } from '@causeway/domain/units';
import { averageAt, type AveragePrice } from './average-price.js';
import { advanceJumpBreaker, advanceStalenessBreaker, type BreakerTrip } from './circuit-breakers.js';
import { endOfQuote, markOf, type Mark } from './mark.js';
import { MAXIMUM_SOURCES, PRICE_ACTIONS, type PriceRules } from './price-policy.js';
import type { Quote } from './quote.js';

/** All that is known of the price of one symbol. */
export interface PriceState {
  readonly symbol: string;
  /** The newest quote of each source, in alphabetical order of the sources. */
  readonly quotes: readonly Quote[];
  /** Stands after its quotes have outlived themselves, however old it gets. */
  readonly mark: Mark;
  readonly average: AveragePrice;
  /** How the mark has been moving; absent where nobody watched. */
  readonly motion?: MarketMotion;
  /** Absent while the breaker is not tripped. */
  readonly stalenessTrip?: BreakerTrip;
  readonly jumpTrip?: BreakerTrip;
}

/**
 * The state of a symbol after a quote: the outcome of `state`, the quote, the rules and `now` alone, so that equal
 * streams of quotes give equal states. `now` is the clock of the market, the newest time that any quote of any symbol
 * has named, this one included.
 *
 * @returns undefined when the quote says nothing new: one of its source that is as recent is known, or it has outlived
 *   its lifetime before it came
 */
export function acceptQuote(
  state: PriceState | undefined,
  quote: Quote,
  rules: PriceRules,
  now: UnixMilliseconds,
): PriceState | undefined {
  const known = state?.quotes.find(({ source }) => source === quote.source);
  if (known !== undefined && known.time >= quote.time) return undefined;
  const quotes = withQuote(state?.quotes ?? [], quote);
  const mark = markOf(quotes, rules, now);
  if (mark === undefined) return undefined;
  if (state === undefined) {
    const first = { symbol: quote.symbol, quotes, mark, average: { price: mark.price, until: now } };
    return withStalenessAt(first, rules, now);
  }
  const before = priceStateAt(state, rules, now);
  const average = averageAt(before.average, before.mark.price, now, rules.averageSeconds);
  const stalenessTrip = advanceStalenessBreaker(before.stalenessTrip, mark, rules, now);
  const jumpTrip = advanceJumpBreaker(before.jumpTrip, mark.price, average.price, rules, now);
  const after = withTrips({ symbol: quote.symbol, quotes, mark, average }, stalenessTrip, jumpTrip);
  return withStalenessAt(after, rules, now);
}

/**
 * The state at an instant at which no quote comes: quotes that have outlived themselves have left the mark, and the
 * staleness breaker has tripped if the mark became too old on the way. The same object when nothing changes, and the
 * same outcome in one step as in many.
 */
export function priceStateAt(state: PriceState, rules: PriceRules, now: UnixMilliseconds): PriceState {
  const ends = state.quotes
    .filter(({ source }) => state.mark.sources.includes(source))
    .flatMap((quote) => endOfQuote(quote, rules) ?? [])
    .filter((end) => end <= now)
    .sort((a, b) => a - b);
  let current = state;
  for (const end of ends) {
    const before = withStalenessAt(current, rules, (end - 1) as UnixMilliseconds);
    const mark = markOf(state.quotes, rules, end);
    current = mark === undefined || isSameMark(mark, before.mark) ? before : { ...before, mark };
  }
  return withStalenessAt(current, rules, now);
}

/**
 * The state under other rules: the mark is formed anew, and a breaker that the rules no longer have is no longer
 * tripped. What has tripped stays so until its recovery.
 */
export function underRules(state: PriceState, rules: PriceRules, now: UnixMilliseconds): PriceState {
  const { stalenessTrip, jumpTrip } = state;
  const kept = withTrips(
    state,
    rules.stalenessBreaker === undefined ? undefined : stalenessTrip,
    rules.jumpBreaker === undefined ? undefined : jumpTrip,
  );
  const mark = markOf(state.quotes, rules, now) ?? state.mark;
  return withStalenessAt(isSameMark(mark, state.mark) ? kept : { ...kept, mark }, rules, now);
}

/**
 * The first instant after `now` at which the state, or what its mark may be used for, can change without a quote;
 * undefined when there is none.
 */
export function nextChangeOf(
  state: PriceState,
  rules: PriceRules,
  now: UnixMilliseconds,
): UnixMilliseconds | undefined {
  const ends = state.quotes.map((quote) => endOfQuote(quote, rules));
  const ages = PRICE_ACTIONS.map((action) => rules.demands[action].maximumAgeSeconds);
  const limits = [...ages, rules.stalenessBreaker?.tripSeconds].map((seconds) =>
    seconds === undefined ? undefined : addSeconds(state.mark.time, seconds) + 1,
  );
  const later = [...ends, ...limits].filter((time) => time !== undefined && time > now);
  return later.length === 0 ? undefined : (Math.min(...(later as number[])) as UnixMilliseconds);
}

/** The newest time that any quote names: the clock of the market, by which ages are measured. */
export function marketClockOf(states: Iterable<PriceState>): UnixMilliseconds {
  let newest = 0;
  for (const { quotes } of states) for (const { time } of quotes) newest = Math.max(newest, time);
  return newest as UnixMilliseconds;
}

function withQuote(quotes: readonly Quote[], quote: Quote): readonly Quote[] {
  const others = quotes.filter(({ source }) => source !== quote.source);
  const kept = others.length < MAXIMUM_SOURCES ? others : withoutOldest(others);
  return [...kept, quote].sort((a, b) => (a.source < b.source ? -1 : 1));
}

function withoutOldest(quotes: readonly Quote[]): readonly Quote[] {
  const oldest = quotes.reduce((found, quote) => (quote.time < found.time ? quote : found));
  return quotes.filter((quote) => quote !== oldest);
}

/** A trip dates from the instant at which the mark became too old, whenever that is noticed. */
function withStalenessAt(state: PriceState, rules: PriceRules, now: UnixMilliseconds): PriceState {
  const { mark, stalenessTrip, jumpTrip } = state;
  if (rules.stalenessBreaker === undefined) return state;
  const staleSince = (addSeconds(mark.time, rules.stalenessBreaker.tripSeconds) + 1) as UnixMilliseconds;
  const isRecovering = stalenessTrip?.calmSince !== undefined;
  if (now < staleSince || (stalenessTrip !== undefined && !isRecovering)) return state;
  return withTrips(state, { since: stalenessTrip?.since ?? staleSince }, jumpTrip);
}

function withTrips(
  state: PriceState,
  stalenessTrip: BreakerTrip | undefined,
  jumpTrip: BreakerTrip | undefined,
): PriceState {
  if (stalenessTrip === state.stalenessTrip && jumpTrip === state.jumpTrip) return state;
  const { stalenessTrip: _, jumpTrip: __, ...rest } = state;
  return {
    ...rest,
    ...(stalenessTrip === undefined ? {} : { stalenessTrip }),
    ...(jumpTrip === undefined ? {} : { jumpTrip }),
  };
}

function isSameMark(a: Mark, b: Mark): boolean {
  return (
    a.time === b.time &&
    a.price.eq(b.price) &&
    a.confidence.eq(b.confidence) &&
    a.sources.length === b.sources.length &&
    a.sources.every((source, index) => source === b.sources[index])
  );
}
