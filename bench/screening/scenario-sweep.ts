import { Decimal } from '@causeway/domain/units';
import type { SeededRandom } from '../seeded-random.js';
import { COLLATERALS, INSTRUMENTS, POSITIONS, type BookColumns, type BookMarket } from './random-book.js';

const SCENARIOS = 16;

/** Shifts of every instrument's price, as decimals by scenario and as floats by instrument and scenario. */
export interface Scenarios {
  readonly decimals: readonly (readonly Decimal[])[];
  readonly floats: Float64Array;
}

/** Eight shifts of the whole market to each side up to 4 %, with some of each instrument's own. */
export function randomScenarios(random: SeededRandom, { prices }: BookMarket): Scenarios {
  const floats = new Float64Array(prices.length * SCENARIOS);
  const decimals = Array.from({ length: SCENARIOS }, (_, scenario) =>
    Array.from({ length: INSTRUMENTS }, (_, instrument) => {
      const market = ((scenario % 8) + 1) * (scenario < 8 ? 0.005 : -0.005);
      const shift = new Decimal((market * (0.6 + 0.8 * random.fraction())).toFixed(5));
      floats[instrument * SCENARIOS + scenario] = shift.toNumber();
      return shift;
    }),
  );
  return { decimals, floats };
}

/** Adds to `out` the accounts whose equity is below the loss of their worst scenario. */
export function sweepScenarios(
  { prices, caps, weights }: BookMarket,
  { accountCount, families, quantities, instruments, sizes, entries }: BookColumns,
  shifts: Float64Array,
  out: Int32Array,
): number {
  const losses = new Float64Array(SCENARIOS);
  let found = 0;
  for (let account = 0; account < accountCount; account += 1) {
    let equity = 0;
    losses.fill(0);
    for (let place = account * COLLATERALS; place < (account + 1) * COLLATERALS; place += 1) {
      const family = families[place]!;
      const value = quantities[place]! * prices[INSTRUMENTS + family]!;
      const cap = caps[family]!;
      equity += (value > cap ? (value + cap) / 2 : value) * weights[family]!;
    }
    for (let place = account * POSITIONS; place < (account + 1) * POSITIONS; place += 1) {
      const instrument = instruments[place]!;
      const value = sizes[place]! * prices[instrument]!;
      equity += value - sizes[place]! * entries[place]!;
      for (let each = 0; each < SCENARIOS; each += 1)
        losses[each]! -= value * shifts[instrument * SCENARIOS + each]!;
    }
    let worst = losses[0]!;
    for (let each = 1; each < SCENARIOS; each += 1) worst = Math.max(worst, losses[each]!);
    if (equity < worst) out[found++] = account;
  }
  return found;
}
