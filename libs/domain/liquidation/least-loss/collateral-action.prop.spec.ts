import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HoldingMargin } from '@causeway/domain/margin';
import { decimal, Decimal, ONE } from '@causeway/domain/units';
import type { ConversionPoint } from '../conversion.js';
import { account, ETHER_ON_OPTIMISM, holding, priced, stateOf } from '../example-breach.js';
import { collateralAction, proceedsOf } from './collateral-action.js';
import { amountDown, amountUp } from './exact-amounts.js';
import { amountsAt } from './plan-problem.js';

const HELD = 10n ** 18n;
const [ether] = stateOf(account([holding(ETHER_ON_OPTIMISM, '1')], []), priced({ ETH: '2000.03' })).holdings;

const terms = fc
  .record({
    price: fc.integer({ min: 9_000, max: 10_500 }),
    haircut: fc.integer({ min: 0, max: 1_000 }),
  })
  .map(({ price, haircut }) => ({
    settlementPrice: decimal(String(price)).div('1e10'),
    cashHaircut: decimal(String(haircut)).div(10_000),
  }));

/** Two quoted amounts and one between them, over one way. */
const curve = fc
  .record({
    low: fc.bigInt({ min: 1n, max: HELD / 2n }),
    more: fc.bigInt({ min: 1n, max: HELD / 2n }),
    first: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    gain: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    share: fc.bigInt({ min: 0n, max: 1_000n }),
  })
  .map(({ low, more, first, gain, share }) => {
    const way = { seconds: 1, route: ['way'] };
    const points: readonly ConversionPoint[] = [
      { raw: low, proceeds: first, ...way },
      { raw: low + more, proceeds: first + gain, ...way },
    ];
    return { points, raw: low + (more * share) / 1_000n };
  });

describe('collateralAction', () => {
  it('never counts on more than the whole base units that an amount brings', () => {
    fc.assert(
      fc.property(curve, terms, ({ points, raw }, by) => {
        const margin = ether as HoldingMargin;
        const { segments } = collateralAction(margin, 'available', HELD, points, by);
        const segment = segments.find(({ from, to }) => from <= raw && raw <= to);
        if (segment === undefined)
          throw new Error('an amount between two points of one way without a segment');
        const counted = amountsAt(segment, raw);
        const cash = by.settlementPrice.mul(proceedsOf(points, raw).proceeds.toString());
        const share = new Decimal(raw.toString()).div(HELD.toString());
        expect(counted.cash <= amountDown(cash)).toBe(true);
        expect(counted.loss >= amountUp(margin.price.mul(margin.quantity).mul(share).sub(cash))).toBe(true);
        const health = cash.mul(ONE.sub(by.cashHaircut)).sub(margin.collateralValue.mul(share));
        expect(counted.health <= amountDown(health)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
