import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { advanceCase, isOpenCase } from './advance-case.js';
import {
  account,
  directory,
  holding,
  policy,
  position,
  priced,
  stateOf,
  USDC_ON_ETHEREUM,
} from './example-breach.js';
import type { CaseStage, LiquidationCase } from './liquidation-case.js';
import { planLiquidation } from './plan-liquidation.js';

const RANK: Readonly<Record<CaseStage, number>> = {
  warned: 0,
  'margin-call': 1,
  liquidating: 2,
  recovered: 3,
  closed: 3,
  bankrupt: 3,
};

/** Prices around the thresholds, and positions that a desk may reduce or close on the way. */
const walk = fc.array(
  fc.record({
    price: fc.integer({ min: 43_500, max: 48_000 }),
    size: fc.constantFrom('2', '2', '2', '2', '1.5', '1', '0'),
    at: fc.nat(100_000),
  }),
  { maxLength: 40 },
);

/** Every case an account goes through, each as it was after each step. */
function casesAlong(steps: readonly { price: number; size: string; at: number }[]): LiquidationCase[][] {
  const cases: LiquidationCase[][] = [];
  let openCase: LiquidationCase | undefined;
  let size = '';
  let seq = 0;
  for (const { price, size: next, at } of steps) {
    if (next !== size) seq += 1;
    size = next;
    const held = account([holding(USDC_ON_ETHEREUM, '10000')], [position('BTC-PERP', size, '50000')], seq);
    const prices = priced({ USDC: '1', 'BTC-PERP': String(price) });
    const state = stateOf(held, prices);
    const plan = planLiquidation(held, state, policy, directory, (one) => stateOf(one, prices));
    const ordinal = cases.length + 1;
    const step = advanceCase({ openCase, state, policy, plan, at: at as UnixMilliseconds, ordinal });
    if (step === undefined) {
      expect(state.band).toBe('healthy');
      continue;
    }
    if (openCase === undefined) cases.push([]);
    else expect(step.changed).toBe(step.case !== openCase);
    cases.at(-1)?.push(step.case);
    openCase = isOpenCase(step.case) ? step.case : undefined;
    if (openCase === undefined) expect(state.band).toBe('healthy');
    else if (state.band === 'healthy') expect(openCase.stage).toBe('warned');
  }
  return cases;
}

describe('the cases of any account', () => {
  it('move forward only, keep what happened, and stay small', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        for (const [index, versions] of casesAlong(steps).entries()) {
          for (const [step, version] of versions.entries()) {
            const before = versions[step - 1];
            expect(version.id).toBe(`atlas-main/${index + 1}`);
            expect(version.history.length).toBeLessThanOrEqual(4);
            expect(version.history.at(-1)).toMatchObject({ stage: version.stage, at: version.updatedAt });
            expect(version.history[0]?.at).toBe(version.openedAt);
            if (before === undefined) continue;
            expect(RANK[version.stage]).toBeGreaterThanOrEqual(RANK[before.stage]);
            expect(version.updatedAt).toBeGreaterThanOrEqual(before.updatedAt);
            expect(version.history[0]).toEqual(before.history[0]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('carry a plan from the moment they liquidate', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        for (const version of casesAlong(steps).flat()) {
          const hasLiquidated = version.history.some(({ stage }) => stage === 'liquidating');
          expect(version.plan !== undefined).toBe(hasLiquidated);
        }
      }),
    );
  });
});
