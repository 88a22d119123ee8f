import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addAmounts,
  amountsAt,
  meetsNeeds,
  NO_AMOUNTS,
  type PlanAction,
  type PlanAmounts,
  type PlanProblem,
  type PlanSegment,
} from './plan-problem.js';
import { solvePlan } from './solve-plan.js';

/** A tenth of a USD in multiples of 10⁻³⁰, so that the least difference of two losses is far from negligible. */
const DIME = 10n ** 29n;
/** 10⁻⁶ USD: what the solver calls negligible. */
const NEGLIGIBLE = 10n ** 24n;

const dimes = (minimum: number, maximum: number) =>
  fc.integer({ min: minimum, max: maximum }).map((whole) => BigInt(whole) * DIME);

const amounts: fc.Arbitrary<PlanAmounts> = fc.record({
  loss: dimes(-2, 30),
  health: dimes(-20, 60),
  cash: dimes(-40, 40),
});

/** Segments as actions have them: one behind the other, linear each, with any jump between. */
const action: fc.Arbitrary<PlanAction> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 2 }),
      length: fc.integer({ min: 0, max: 3 }),
      at: amounts,
      perUnit: amounts,
    }),
    {
      minLength: 1,
      maxLength: 2,
    },
  )
  .map((drawn) => {
    let next = 1n;
    const segments = drawn.map(({ gap, length, at, perUnit }): PlanSegment => {
      const from = next + BigInt(gap);
      const to = from + BigInt(length);
      next = to + 1n;
      return { from, to, at, perUnit };
    });
    return { segments };
  });

const problem: fc.Arbitrary<PlanProblem> = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 4 }),
  neededHealth: dimes(-50, 250),
  neededCash: dimes(-50, 150),
});

/** The least loss of all choices, by trying every one. */
function leastLoss({ actions, ...needs }: PlanProblem): bigint | undefined {
  let totals: readonly PlanAmounts[] = [NO_AMOUNTS];
  for (const { segments } of actions) {
    const options = [NO_AMOUNTS];
    for (const segment of segments) {
      for (let units = segment.from; units <= segment.to; units += 1n)
        options.push(amountsAt(segment, units));
    }
    totals = totals.flatMap((total) => options.map((option) => addAmounts(total, option)));
  }
  const enough = totals.filter((total) => meetsNeeds(total, needs)).map(({ loss }) => loss);
  return enough.reduce<bigint | undefined>(
    (least, loss) => (least === undefined || loss < least ? loss : least),
    undefined,
  );
}

describe('solvePlan', () => {
  it('finds the least loss of all choices, and proves it', () => {
    let solvable = 0;
    fc.assert(
      fc.property(problem, (drawn) => {
        const expected = leastLoss(drawn);
        const solved = solvePlan(drawn, 100_000);
        expect(solved?.choice.total.loss).toBe(expected);
        if (solved === undefined) return;
        solvable += 1;
        expect(solved.lossBound <= solved.choice.total.loss).toBe(true);
        expect(solved.choice.total.loss - solved.lossBound <= NEGLIGIBLE).toBe(true);
        expect(meetsNeeds(solved.choice.total, drawn)).toBe(true);
      }),
      { numRuns: 150 },
    );
    // About three in seven: the chance that 20 or fewer are is below 10⁻¹³.
    expect(solvable).toBeGreaterThan(20);
  });

  it('proves a bound that holds however early it stops', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: 0, max: 20 }), (drawn, nodeBudget) => {
        const expected = leastLoss(drawn);
        const solved = solvePlan(drawn, nodeBudget);
        if (solved === undefined || expected === undefined) return;
        expect(solved.choice.total.loss >= expected).toBe(true);
        expect(solved.lossBound <= expected).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
