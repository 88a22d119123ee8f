import { isLimited, priceOf, type Price } from '@causeway/domain/margin';
import {
  acceptQuote,
  isSameValidity,
  marketClockOf,
  motionless,
  nextChangeOf,
  observePrice,
  priceRulesOf,
  priceStateAt,
  priceValidityOf,
  underRules,
  type MarketMotion,
  type PricePolicy,
  type PriceState,
  type Quote,
} from '@causeway/domain/pricing';
import type { UnixMilliseconds } from '@causeway/domain/units';

/** How fast the drift and volatility of a mark are forgotten: half of what is known in a day. */
const MOTION_MEMORY_SECONDS = 86_400;

/**
 * The prices of all symbols as an engine knows them, and what each may be used for. Time is the clock of the market,
 * the newest time that any quote names: what grows too old does so when a quote of any symbol moves that clock, so
 * that equal streams of quotes give equal prices whenever they are read.
 */
export class PriceBook {
  private readonly states = new Map<string, PriceState>();
  private readonly prices = new Map<string, Price>();
  private readonly limitedSymbols = new Set<string>();
  private readonly nextChanges = new Map<string, UnixMilliseconds>();
  private earliestChange = Infinity;
  private changed = new Set<string>();

  private constructor(
    private policy: PricePolicy | undefined,
    private now: UnixMilliseconds,
  ) {}

  /** The book of the states that a checkpoint holds. */
  static of(states: Iterable<PriceState>, policy: PricePolicy | undefined): PriceBook {
    const kept = [...states];
    const book = new PriceBook(policy, marketClockOf(kept));
    for (const state of kept) book.put(priceStateAt(state, book.rulesOf(state), book.now));
    book.findEarliestChange();
    return book;
  }

  /** The clock of the market. */
  clock(): UnixMilliseconds {
    return this.now;
  }

  /** The price of each symbol, with what it may be used for. */
  vector(): ReadonlyMap<string, Price> {
    return this.prices;
  }

  /** The symbols whose price may not be used for everything. */
  limited(): ReadonlySet<string> {
    return this.limitedSymbols;
  }

  /**
   * Takes a quote in.
   *
   * @returns the symbols whose mark, or what it may be used for, can have changed: the quoted one first, then those
   *   whose prices grew too old meanwhile, in alphabetical order; empty when the quote says nothing new
   */
  accept(quote: Quote): readonly string[] {
    const now = Math.max(this.now, quote.time) as UnixMilliseconds;
    const rules = priceRulesOf(this.policy, quote.symbol);
    const state = acceptQuote(this.states.get(quote.symbol), quote, rules, now);
    if (state === undefined) return [];
    this.now = now;
    this.put({ ...state, motion: this.motionAfter(state) });
    this.changed.add(quote.symbol);
    const aged = now >= this.earliestChange ? this.age() : [];
    this.findEarliestChange();
    return [quote.symbol, ...aged.filter((symbol) => symbol !== quote.symbol)];
  }

  /** How each mark has been moving. */
  motions(): ReadonlyMap<string, MarketMotion> {
    const moving = [...this.states].flatMap(([symbol, { motion }]) =>
      motion === undefined ? [] : [[symbol, motion] as const],
    );
    return new Map(moving);
  }

  private motionAfter({ symbol, mark }: PriceState): MarketMotion {
    const known = this.states.get(symbol)?.motion;
    if (known === undefined) return motionless(symbol, mark.price, mark.time);
    return observePrice(known, mark.price, mark.time, MOTION_MEMORY_SECONDS);
  }

  /** Forms all marks anew under another prices section. */
  usePolicy(policy: PricePolicy | undefined): void {
    this.policy = policy;
    for (const state of [...this.states.values()]) {
      const changed = underRules(state, this.rulesOf(state), this.now);
      if (changed !== state) this.changed.add(state.symbol);
      this.put(changed);
    }
    this.findEarliestChange();
  }

  /** The states that changed since the last call, in alphabetical order of their symbols. */
  takeChanged(): readonly PriceState[] {
    const states = [...this.changed].sort().flatMap((symbol) => this.states.get(symbol) ?? []);
    this.changed = new Set();
    return states;
  }

  private rulesOf({ symbol }: PriceState) {
    return priceRulesOf(this.policy, symbol);
  }

  private put(next: PriceState): boolean {
    const known = this.states.get(next.symbol)?.motion;
    const state = next.motion === undefined && known !== undefined ? { ...next, motion: known } : next;
    const { symbol } = state;
    const rules = this.rulesOf(state);
    const before = this.prices.get(symbol);
    const validity = priceValidityOf(state, rules, this.now);
    const nextChange = nextChangeOf(state, rules, this.now);
    this.states.set(symbol, state);
    if (nextChange === undefined) this.nextChanges.delete(symbol);
    else this.nextChanges.set(symbol, nextChange);
    const isSame =
      before?.validity !== undefined &&
      before.price.eq(state.mark.price) &&
      isSameValidity(before.validity, validity);
    const price = priceOf(state, validity);
    this.prices.set(symbol, price);
    if (isLimited(price)) this.limitedSymbols.add(symbol);
    else this.limitedSymbols.delete(symbol);
    return !isSame;
  }

  /** Brings the symbols up to the clock that time alone can have changed; those that it has. */
  private age(): readonly string[] {
    const due = [...this.nextChanges].filter(([, next]) => next <= this.now).map(([symbol]) => symbol);
    return due.sort().filter((symbol) => {
      const state = this.states.get(symbol);
      if (state === undefined) return false;
      const aged = priceStateAt(state, this.rulesOf(state), this.now);
      if (aged !== state) this.changed.add(symbol);
      return this.put(aged);
    });
  }

  private findEarliestChange(): void {
    let earliest = Infinity;
    for (const next of this.nextChanges.values()) earliest = Math.min(earliest, next);
    this.earliestChange = earliest;
  }
}
