import { TriggerIndex } from '@causeway/domain/screening';
import { Decimal, sum } from '@causeway/domain/units';
import type { SeededRandom } from '../seeded-random.js';

const SLOTS = 12;
const LAST_PLACES = ['0', '0.00000001', '-0.00000001', '1e-16', '-1e-12', '0.01', '-0.01'];

/** What the screen, and plain binary floats, make of rows whose exact value is zero or next to it. */
export interface AdversarialOutcome {
  readonly rows: number;
  /** Ruled out although the exact value is not above zero. */
  readonly contradictions: number;
  readonly ruledOut: number;
  /** Whose sign plain binary floats get wrong. */
  readonly wrongFloats: number;
}

/** Tries so many rows of up to eight terms of seven orders of magnitude that cancel. */
export function tryAdversarialRows(random: SeededRandom, rows: number): AdversarialOutcome {
  const index = new TriggerIndex({ bucketCount: 64 });
  const prices = Array.from(
    { length: SLOTS },
    () => new Decimal(Math.exp(random.fraction() * 12 - 3).toFixed(8)),
  );
  for (const price of prices) index.addSlot({ kind: 'share', spread: 1 }, price);
  let contradictions = 0;
  let ruledOut = 0;
  let wrongFloats = 0;
  for (let made = 0; made < rows; made += 1) {
    const terms = randomTerms(random, prices);
    const exact = new Decimal(LAST_PLACES[made % LAST_PLACES.length] ?? '0');
    const constant = exact.sub(sum(terms.map(({ coefficient, price }) => coefficient.mul(price))));
    const coefficients = terms.map(({ coefficient }) => coefficient);
    const slots = terms.map(({ slot }) => ({ slot }));
    if (index.put(0, { slots, rows: [{ constant, coefficients }] }) !== undefined) {
      ruledOut += 1;
      if (!exact.gt(0)) contradictions += 1;
    }
    const floats = terms.reduce(
      (total, { coefficient, price }) => total + coefficient.toNumber() * price.toNumber(),
      constant.toNumber(),
    );
    if (floats > 0 !== exact.gt(0)) wrongFloats += 1;
  }
  return { rows, contradictions, ruledOut, wrongFloats };
}

function randomTerms(random: SeededRandom, prices: readonly Decimal[]) {
  const first = Math.floor(random.fraction() * SLOTS);
  return Array.from({ length: 1 + Math.floor(random.fraction() * 8) }, (_, each) => {
    const slot = (first + each) % SLOTS;
    const magnitude = 10 ** Math.floor(random.fraction() * 7);
    const coefficient = new Decimal(((random.fraction() - 0.5) * magnitude).toFixed(12));
    return { slot, coefficient, price: prices[slot] ?? new Decimal(1) };
  });
}
