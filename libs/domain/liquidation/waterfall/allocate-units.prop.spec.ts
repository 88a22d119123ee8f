import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocateUnits, type Bearer } from './allocate-units.js';

const bearers: fc.Arbitrary<readonly Bearer[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    weight: fc.bigInt({ min: 0n, max: 1_000n }),
    capacity: fc.oneof(fc.bigInt({ min: 0n, max: 50n }), fc.constant(10n ** 9n)),
  }),
  { selector: ({ id }) => id },
);

describe('allocateUnits', () => {
  it('loses no unit, asks nobody for more than they can bear, and leaves nothing that somebody could', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000n }), bearers, (amount, drawn) => {
        const { borne, unallocated } = allocateUnits(amount, drawn);
        const total = [...borne.values()].reduce((sum, one) => sum + one, 0n);
        expect(total + unallocated).toBe(amount);
        for (const { id, weight, capacity } of drawn) {
          const part = borne.get(id) ?? 0n;
          expect(part >= 0n && part <= capacity).toBe(true);
          if (weight === 0n) expect(part).toBe(0n);
          if (unallocated > 0n && weight > 0n) expect(part).toBe(capacity);
        }
      }),
    );
  });

  it('is proportional to within a unit where nobody is at their limit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000n }), bearers, (amount, drawn) => {
        const able = drawn.map((bearer) => ({ ...bearer, capacity: 10n ** 9n }));
        const weights = able.reduce((sum, { weight }) => sum + weight, 0n);
        const { borne } = allocateUnits(amount, able);
        for (const { id, weight } of able) {
          const difference = (borne.get(id) ?? 0n) * weights - amount * weight;
          expect(difference > -weights || weights === 0n).toBe(true);
          expect(difference < weights || weights === 0n).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order of bearers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000n }), bearers, (amount, drawn) => {
        const forwards = allocateUnits(amount, drawn);
        const backwards = allocateUnits(amount, [...drawn].reverse());
        expect(new Map([...backwards.borne].sort())).toEqual(new Map([...forwards.borne].sort()));
      }),
    );
  });

  /** drift-labs/protocol-v2, `math/liquidation/tests.rs`: 100 over 7 long and 4 short is 9.0909… for each. */
  it('divides the published loss of 100 over sizes of 7 and 4', () => {
    const capacity = 10n ** 9n;
    const { borne } = allocateUnits(100_000_000n, [
      { id: 'long', weight: 7n, capacity },
      { id: 'short', weight: 4n, capacity },
    ]);
    expect([...borne]).toEqual([
      ['long', 63_636_364n],
      ['short', 36_363_636n],
    ]);
  });
});
