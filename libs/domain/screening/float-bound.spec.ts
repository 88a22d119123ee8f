import { describe, expect, it } from '@jest/globals';
import { decimal, Decimal, ONE, ZERO } from '@causeway/domain/units';
import { floatAbove, floatBelow, floatOf, halfAbove, halfBelow, isWithinFloatBound } from './float-bound.js';
import { TriggerIndex } from './index.js';

/** mulberry32, so that equal runs try equal accounts. */
function randomFractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SLOTS = 12;
const CASES = 100_000;
const LAST_PLACES = [
  '0',
  '0.00000001',
  '-0.00000001',
  '0.0000000000000001',
  '-0.000000000001',
  '0.01',
  '-0.01',
];

describe('the error bound of the screen', () => {
  it(`contradicts none of ${CASES} rows whose exact value is next to zero, where plain floats are often wrong`, () => {
    const random = randomFractions(11);
    const index = new TriggerIndex({ bucketCount: 64 });
    const prices = Array.from({ length: SLOTS }, () => decimal(Math.exp(random() * 12 - 3).toFixed(8)));
    const slots = prices.map((price) => index.addSlot({ kind: 'share', spread: 1 }, price));
    let ruledOut = 0;
    let wrongFloats = 0;
    for (let made = 0; made < CASES; made += 1) {
      const chosen = [...slots].sort(() => random() - 0.5).slice(0, 1 + Math.floor(random() * 8));
      const coefficients = chosen.map(() =>
        decimal(((random() - 0.5) * 10 ** Math.floor(random() * 7)).toFixed(12)),
      );
      const target = decimal(LAST_PLACES[made % LAST_PLACES.length] ?? '0');
      const sum = exactSum(
        coefficients,
        chosen.map((slot) => prices[slot] ?? ONE),
      );
      const constant = target.sub(sum);
      const isRuledOut = index.put(0, {
        slots: chosen.map((slot) => ({ slot })),
        rows: [{ constant, coefficients }],
      });
      if (isRuledOut !== undefined) {
        ruledOut += 1;
        if (!target.gt(0)) throw new Error(`case ${made} is ruled out at ${target.toFixed()}`);
      }
      const floats = chosen.reduce(
        (total, slot, place) => total + floatOf(coefficients[place] ?? ZERO) * floatOf(prices[slot] ?? ONE),
        floatOf(constant),
      );
      if (floats > 0 !== target.gt(0)) wrongFloats += 1;
    }
    expect(ruledOut).toBeGreaterThan(CASES / 100);
    expect(wrongFloats).toBeGreaterThan(CASES / 100);
  });

  it.each(['0.1', '-0.1', '123456789.123456789123456789', '-0.000000000000000000000001', '0'])(
    'encloses %s',
    (text) => {
      const value = decimal(text);
      expect(decimalOf(floatAbove(value)).gte(value)).toBe(true);
      expect(decimalOf(floatBelow(value)).lte(value)).toBe(true);
    },
  );

  it.each([0.1, -0.1, 1, -1, 1e-60, -1e-60, 1e60, -1e60, 0, 16_777_217, -16_777_217, Infinity, -Infinity])(
    'encloses %p in binary32',
    (value) => {
      for (const half of [halfAbove(value), halfBelow(value)]) expect(Math.fround(half)).toBe(half);
      expect(halfAbove(value)).toBeGreaterThanOrEqual(value);
      expect(halfBelow(value)).toBeLessThanOrEqual(value);
    },
  );

  it('reads decimals of every magnitude to within 8u', () => {
    const random = randomFractions(5);
    for (let made = 0; made < 20_000; made += 1) {
      const digits = Array.from({ length: 1 + Math.floor(random() * 60) }, () =>
        Math.floor(random() * 10),
      ).join('');
      const power = Math.floor(random() * 200) - 130;
      const value = new Decimal(`${random() < 0.5 ? '-' : ''}1${digits}e${power}`);
      if (!isWithinFloatBound(value)) continue;
      const difference = decimalOf(floatOf(value)).sub(value).abs();
      expect(difference.lte(value.abs().mul(8 * 2 ** -53))).toBe(true);
    }
    expect(floatOf(ZERO)).toBe(0);
    expect(floatOf(new Decimal(NaN))).toBeNaN();
  });

  it('does not hold for figures that would leave the range of normal numbers', () => {
    expect(isWithinFloatBound(decimal(`0.${'0'.repeat(110)}1`))).toBe(true);
    expect(isWithinFloatBound(ONE.div(decimal(`1${'0'.repeat(119)}`)).div(decimal('100')))).toBe(false);
    expect(isWithinFloatBound(ZERO)).toBe(true);
  });
});

function exactSum(coefficients: readonly Decimal[], prices: readonly Decimal[]): Decimal {
  return coefficients.reduce(
    (total, coefficient, place) => total.add(coefficient.mul(prices[place] ?? ONE)),
    ZERO,
  );
}

function decimalOf(float: number): Decimal {
  return ONE.mul(float);
}
