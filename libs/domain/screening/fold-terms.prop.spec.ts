import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, minimum, ONE, ZERO, type Decimal } from '@causeway/domain/units';
import { evaluateExample, termsOfExample, tiers, type ExampleAccount } from './example-book.js';
import { foldTerms, type FoldedAccount, type Slot } from './index.js';

const POSITION_SLOTS = 4;
const FAMILY_SLOTS = 2;
const SLOTS = POSITION_SLOTS + FAMILY_SLOTS;
const PRESENT = decimal('100');

const percent = (min: number, max: number) =>
  fc.integer({ min: min * 10, max: max * 10 }).map((each) => decimal(String(each)).div(1_000));

/** Kinks lie near what is held at present, so that most reaches have some in them. */
const accounts = fc
  .record({
    cash: fc.integer({ min: -5_000, max: 5_000 }),
    collateral: fc.array(fc.record({ place: fc.nat(FAMILY_SLOTS - 1), cap: fc.option(percent(70, 140)) }), {
      minLength: 1,
      maxLength: 2,
    }),
    positions: fc.array(
      fc.record({
        place: fc.nat(POSITION_SLOTS - 1),
        isLong: fc.boolean(),
        edges: fc.tuple(percent(60, 99), percent(100, 150)),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    scenarios: fc.constantFrom(0, 0, 5),
  })
  .map(({ cash, collateral, positions, scenarios }): ExampleAccount => ({
    cash: decimal(String(cash)),
    collateral: collateral.map(({ place, cap }) => ({
      slot: POSITION_SLOTS + place,
      quantity: decimal('80'),
      weight: decimal('0.9'),
      ...(cap === null ? {} : { cap: cap.mul(8_000) }),
    })),
    debts: [],
    positions: positions.map(({ place, isLong, edges: [first, second] }) => ({
      slot: place,
      size: decimal(isLong ? '120' : '-120'),
      entry: decimal('99'),
      tiers: tiers(
        [first.mul(12_000).toFixed(), '0.02'],
        [second.mul(12_000).toFixed(), '0.08'],
        ['', '0.4'],
      ),
    })),
    scenarios: Array.from({ length: scenarios }, (_, scenario) =>
      positions.map((__, index) => decimal(String((scenario - 2) * (index + 2))).div(100)),
    ),
  }));

/** The rows of a folded account at some values. */
function rowsAt({ slots, rows }: FoldedAccount, valueOf: (slot: Slot) => Decimal): readonly Decimal[] {
  return rows.map(({ constant, coefficients }) =>
    coefficients.reduce(
      (total, coefficient, place) => total.add(coefficient.mul(valueOf(slots[place]?.slot ?? 0))),
      constant,
    ),
  );
}

/** Values that a share of the way through each box, or around the present value where there is none. */
function valuesIn({ slots }: FoldedAccount, ways: readonly Decimal[]): (slot: Slot) => Decimal {
  return (slot) => {
    const { lower = decimal('40'), upper = decimal('180') } = slots.find((box) => box.slot === slot) ?? {};
    return lower.add(upper.sub(lower).mul(ways[slot] ?? ZERO));
  };
}

describe('foldTerms', () => {
  it('gives rows that are nowhere in their box above the surplus, kinks or not', () => {
    const ways = fc.array(percent(0, 100), { minLength: SLOTS, maxLength: SLOTS });
    let bridged = 0;
    fc.assert(
      fc.property(accounts, percent(1, 60), ways, (account, reach, way) => {
        const range = { least: decimal('1.1'), most: decimal('1.6') };
        const terms = termsOfExample(account, () => PRESENT);
        const folded = foldTerms(terms, range, { valueOf: () => PRESENT, reach });
        if (folded.isBridged === true) bridged += 1;
        const valueOf = valuesIn(folded, way);
        const { equity, requirement } = evaluateExample(account, valueOf);
        const rows = rowsAt(folded, valueOf);
        const [above = ZERO] = rows.slice(-1);
        const below = rows.slice(0, -1).reduce(minimum);
        expect(below.lte(equity.sub(requirement.mul(range.least)))).toBe(true);
        expect(above.lte(requirement.mul(range.most).sub(equity))).toBe(true);
      }),
      { numRuns: 400 },
    );
    expect(bridged).toBeGreaterThan(100);
  });

  it('is exact up to rounding where no kink is within reach', () => {
    fc.assert(
      fc.property(accounts, (account) => {
        const at = { valueOf: () => PRESENT, reach: decimal('0.000001') };
        const folded = foldTerms(
          termsOfExample(account, () => PRESENT),
          { least: ONE },
          at,
        );
        fc.pre(folded.isBridged !== true);
        const { equity, requirement } = evaluateExample(account, () => PRESENT);
        const least = rowsAt(folded, () => PRESENT).reduce(minimum);
        expect(equity.sub(requirement).sub(least).lte('0.000001')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
