import type { SeededRandom } from '../seeded-random.js';

/** How many accounts of what a book is made of. */
export const COLLATERALS = 3;
export const POSITIONS = 3;
export const INSTRUMENTS = 50;
export const FAMILIES = 12;
export const TIERS = 4;

/** What a market asks for, as plain numbers; tier t of instrument i is at i·TIERS + t. */
export interface BookMarket {
  /** Of instruments, then of families. */
  readonly prices: Float64Array;
  /** Upper bound of a tier in USD of notional; infinite on the last. */
  readonly tierBounds: Float64Array;
  readonly tierRates: Float64Array;
  /** Notional × rate − deduction is the margin of a tier. */
  readonly tierDeductions: Float64Array;
  /** USD of value up to which a family counts in full; what is beyond counts half. */
  readonly caps: Float64Array;
  readonly weights: Float64Array;
}

/** Accounts in columns of equal strides: what a plain sweep reads. */
export interface BookColumns {
  readonly accountCount: number;
  readonly families: Uint8Array;
  readonly quantities: Float64Array;
  readonly instruments: Uint8Array;
  readonly sizes: Float64Array;
  readonly entries: Float64Array;
}

/** Prices from cents to tens of thousands of dollars, four tiers for each instrument, a bracket for each family. */
export function randomMarket(random: SeededRandom): BookMarket {
  const market: BookMarket = {
    prices: new Float64Array(INSTRUMENTS + FAMILIES),
    tierBounds: new Float64Array(INSTRUMENTS * TIERS),
    tierRates: new Float64Array(INSTRUMENTS * TIERS),
    tierDeductions: new Float64Array(INSTRUMENTS * TIERS),
    caps: new Float64Array(FAMILIES),
    weights: new Float64Array(FAMILIES),
  };
  for (let each = 0; each < INSTRUMENTS; each += 1) {
    market.prices[each] = significant(Math.exp(random.fraction() * 12 - 3), 6);
    addTiers(market, each, 0.005 + 0.02 * random.fraction());
  }
  for (let family = 0; family < FAMILIES; family += 1) {
    market.prices[INSTRUMENTS + family] = family < 3 ? 1 : significant(Math.exp(random.fraction() * 9), 6);
    market.caps[family] = 250_000;
    market.weights[family] = family < 3 ? 0.98 : significant(0.75 + 0.15 * random.fraction(), 3);
  }
  return market;
}

function addTiers(
  { tierBounds, tierRates, tierDeductions }: BookMarket,
  instrument: number,
  lowest: number,
): void {
  const bounds = [50_000, 250_000, 1_000_000, Infinity];
  let deduction = 0;
  for (let tier = 0; tier < TIERS; tier += 1) {
    const place = instrument * TIERS + tier;
    tierRates[place] = significant(lowest * (1 + tier * 0.75), 4);
    if (tier > 0)
      deduction += (bounds[tier - 1] ?? 0) * ((tierRates[place] ?? 0) - (tierRates[place - 1] ?? 0));
    tierBounds[place] = bounds[tier] ?? Infinity;
    tierDeductions[place] = significant(deduction, 12);
  }
}

/**
 * Accounts of three collaterals and three positions, popular instruments oftener. Leverage is from 0.2 to 15 times the
 * collateral, twice in the middle, and less where that would leave less than 1.25 times the maintenance margin.
 */
export function randomColumns(random: SeededRandom, market: BookMarket, accountCount: number): BookColumns {
  const columns: BookColumns = {
    accountCount,
    families: new Uint8Array(accountCount * COLLATERALS),
    quantities: new Float64Array(accountCount * COLLATERALS),
    instruments: new Uint8Array(accountCount * POSITIONS),
    sizes: new Float64Array(accountCount * POSITIONS),
    entries: new Float64Array(accountCount * POSITIONS),
  };
  for (let account = 0; account < accountCount; account += 1) fillAccount(random, market, columns, account);
  return columns;
}

function fillAccount(random: SeededRandom, market: BookMarket, columns: BookColumns, account: number): void {
  const wealth = Math.exp(6 + random.fraction() * 8);
  const families = different(random, COLLATERALS, () => Math.floor(random.fraction() * FAMILIES));
  families.forEach((family, each) => {
    const place = account * COLLATERALS + each;
    columns.families[place] = family;
    const value = (wealth * (0.2 + random.fraction())) / COLLATERALS;
    columns.quantities[place] = significant(value / (market.prices[INSTRUMENTS + family] ?? 1), 10);
  });
  const gross = wealth * (0.2 + 14.8 * random.fraction() ** 3);
  const instruments = different(random, POSITIONS, () => Math.floor(random.fraction() ** 1.5 * INSTRUMENTS));
  instruments.forEach((instrument, each) => {
    const place = account * POSITIONS + each;
    const price = market.prices[instrument] ?? 1;
    const side = random.fraction() < 0.5 ? -1 : 1;
    columns.instruments[place] = instrument;
    columns.sizes[place] = significant((side * gross * (0.3 + random.fraction())) / POSITIONS / price, 8);
    columns.entries[place] = significant(price * (0.98 + 0.04 * random.fraction()), 8);
  });
  for (let shrunk = 0; shrunk < 60 && !isWellMargined(market, columns, account); shrunk += 1) {
    for (let each = 0; each < POSITIONS; each += 1) {
      const place = account * POSITIONS + each;
      columns.sizes[place] = significant((columns.sizes[place] ?? 0) * 0.8, 8);
    }
  }
}

function isWellMargined(market: BookMarket, columns: BookColumns, account: number): boolean {
  return surplusOf(market, columns, account, 1.25) > 0;
}

/** Equity − multiple × maintenance margin of one account, in binary floats. */
export function surplusOf(
  { prices, tierBounds, tierRates, tierDeductions, caps, weights }: BookMarket,
  { families, quantities, instruments, sizes, entries }: BookColumns,
  account: number,
  multiple: number,
): number {
  let surplus = 0;
  for (let place = account * COLLATERALS; place < (account + 1) * COLLATERALS; place += 1) {
    const family = families[place]!;
    const value = quantities[place]! * prices[INSTRUMENTS + family]!;
    const cap = caps[family]!;
    surplus += (value > cap ? (value + cap) / 2 : value) * weights[family]!;
  }
  for (let place = account * POSITIONS; place < (account + 1) * POSITIONS; place += 1) {
    const instrument = instruments[place]!;
    const price = prices[instrument]!;
    const size = sizes[place]!;
    const notional = Math.abs(size) * price;
    let tier = instrument * TIERS;
    while (notional > tierBounds[tier]!) tier += 1;
    surplus += size * (price - entries[place]!);
    surplus -= multiple * (notional * tierRates[tier]! - tierDeductions[tier]!);
  }
  return surplus;
}

/** Adds to `out` the accounts with a surplus below zero: the plain sweep that everything is compared with. */
export function sweepColumns(market: BookMarket, columns: BookColumns, out: Int32Array): number {
  let found = 0;
  for (let account = 0; account < columns.accountCount; account += 1) {
    if (surplusOf(market, columns, account, 1) < 0) out[found++] = account;
  }
  return found;
}

function different(random: SeededRandom, count: number, next: () => number): readonly number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(next());
  return [...chosen];
}

function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
