import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { symbolsOfAccount } from '@causeway/application/margin-engine';
import { planLiquidation } from '@causeway/domain/liquidation';
import type { MarginAccount } from '@causeway/domain/margin';
import {
  decimal,
  nativeAsset,
  sum,
  tokenAmount,
  ZERO,
  type AccountId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { position } from '../../../test/fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, usdcOn } from '../../../test/fixtures/bridge-events.js';
import {
  accountAt,
  directory,
  evaluateUnderHouse,
  housePolicy,
  price,
} from '../../../test/fixtures/margin.js';
import {
  runBackTest,
  searchThresholds,
  type BackTestHistory,
  type BackTestPolicy,
  type ExecutionTerms,
} from './index.js';

const house: BackTestPolicy = {
  name: 'house',
  prices: undefined,
  evaluate: evaluateUnderHouse,
  awaitsPrice: ({ gaps }) => gaps.length > 0,
  plan: (account, state, prices) =>
    planLiquidation(account, state, housePolicy.margin, directory, (one) => evaluateUnderHouse(one, prices))
      .reductions,
  symbolsOf: (account) => symbolsOfAccount(account, housePolicy.margin, directory),
};
/** Closes everything below a health instead of what the policy would reduce. */
const closingBelow = (threshold: string): BackTestPolicy => ({
  ...house,
  name: `closes below ${threshold}`,
  evaluate: (account, prices) => {
    const state = evaluateUnderHouse(account, prices);
    const isBelow = state.equity.lt(state.maintenanceMargin.mul(threshold));
    return { ...state, band: isBelow ? 'liquidatable' : 'healthy' };
  },
  plan: ({ positions }) => positions.map((each) => ({ ...each, sizeChange: each.size.neg() })),
});
const ETHER = nativeAsset(ETHEREUM);
const free: ExecutionTerms = { slippage: ZERO, fee: ZERO, insuranceFund: ZERO };

/** Bitcoin's price, a minute apart; the account is long one from 40,000 on 2,000 USDC, of which 97 % count. */
const along = (...prices: readonly string[]): BackTestHistory => ({
  accounts: [accountAt(1, { usdc: 2_000n })],
  events: [],
  quotes: [
    price('USDC', '1', 0),
    ...prices.map((value, index) => price('BTC-PERP', value, 60 * (index + 1))),
  ],
});

describe('a back-test', () => {
  it('does nothing to an account that keeps its margin', () => {
    const report = runBackTest(along('40000', '39900'), house, free, directory);
    expect(report).toMatchObject({
      policy: 'house',
      quotes: 3,
      liquidations: 0,
      accounts: [{ outcome: 'untouched', liquidations: 0, valueAtEnd: decimal('1900') }],
    });
  });

  it('trades at the first quote after the decision, not at the one that made it', () => {
    // 1,940 − 1,000 = 940 < 1,170: decided at 39,000, closed at 38,500.
    const report = runBackTest(along('40000', '39000', '38500'), closingBelow('1'), free, directory);
    expect(report).toMatchObject({
      liquidations: 1,
      notionalClosed: decimal('38500'),
      shortfall: ZERO,
      accounts: [{ outcome: 'liquidated', valueAtEnd: decimal('500') }],
    });
    expect(report.accounts[0]?.liquidatedAt).toBe(FIRST_MOMENT + 180_000);
    // No quote came after the decision.
    expect(runBackTest(along('40000', '39000'), closingBelow('1'), free, directory).liquidations).toBe(0);
  });

  it('charges slippage and fee, and keeps the fee in the fund', () => {
    const terms = { ...free, slippage: decimal('0.01'), fee: decimal('0.005') };
    const report = runBackTest(along('40000', '39000', '39000'), closingBelow('1'), terms, directory);
    // 39,000 × 0.99 = 38,610: a loss of 1,390, and 193.05 of fee.
    expect(report.fees.toFixed()).toBe('193.05');
    expect(report.fundAtEnd.toFixed()).toBe('193.05');
    expect(report.valueAtEnd.toFixed()).toBe('416.95');
  });

  it('lets the fund pay what a gap takes beyond everything, and says what nobody paid', () => {
    const terms = { ...free, insuranceFund: decimal('600') };
    const report = runBackTest(along('40000', '39000', '37000'), closingBelow('1'), terms, directory);
    expect(report).toMatchObject({
      shortfall: decimal('1000'),
      fundPaid: decimal('600'),
      fundAtEnd: ZERO,
      uncovered: decimal('400'),
      accounts: [{ outcome: 'bankrupt', shortfall: decimal('1000'), valueAtEnd: ZERO }],
    });
  });

  it('reduces as far as the policy plans', () => {
    const report = runBackTest(along('40000', '39200', '39200', '39200'), house, free, directory);
    expect(report.liquidations).toBe(1);
    const closed = report.notionalClosed;
    expect(closed.gt(0) && closed.lt(39_200)).toBe(true);
  });

  it('charges an account no more than a position may lose it, and the fund with the rest', () => {
    const limited: BackTestPolicy = {
      ...closingBelow('1'),
      plan: ({ positions }) =>
        positions.map((each) => ({ ...each, sizeChange: each.size.neg(), lossLimit: decimal('800') })),
    };
    const terms = { ...free, insuranceFund: decimal('600') };
    const report = runBackTest(along('40000', '39000', '39000'), limited, terms, directory);
    expect(report).toMatchObject({ shortfall: decimal('200'), fundPaid: decimal('200') });
    expect(report.valueAtEnd.toFixed()).toBe('1200');
  });

  it('looks at an account whenever a price of what it owes moves', () => {
    const { accounts, ...history } = along('40000', '40000');
    const debts = [{ principal: tokenAmount(ETHER, 10n ** 17n) }];
    const indebted = accounts.map((one) => ({ ...one, debts }));
    const quotes = [price('ETH', '2000', 0), ...history.quotes, price('ETH', '9000', 240)];
    const report = runBackTest({ ...history, accounts: indebted, quotes }, house, free, directory);
    // 1,940 − 900 are less than 1,200 of maintenance margin.
    expect(report.accounts[0]?.warnedAt).toBe(FIRST_MOMENT + 240_000);
  });

  it('decides nothing while a price is missing, and counts it', () => {
    const { quotes, ...history } = along('40000', '39000', '38500');
    const report = runBackTest({ ...history, quotes: quotes.slice(1) }, house, free, directory);
    expect(report).toMatchObject({ liquidations: 0, refusals: 3 });
  });

  it('follows what the account did by itself until it is liquidated', () => {
    const history = along('40000', '39000', '38500', '38000');
    const closed = accountAt(2, { usdc: 2_000n, size: '0' });
    const at = (second: number) => (FIRST_MOMENT + second * 1_000) as UnixMilliseconds;
    const intime = { ...history, events: [{ at: at(110), account: closed }] };
    expect(runBackTest(intime, closingBelow('1'), free, directory)).toMatchObject({
      liquidations: 0,
      valueAtEnd: decimal('2000'),
    });
    const late = {
      ...history,
      events: [{ at: at(200), account: accountAt(2, { usdc: 9_000n, size: '5' }) }],
    };
    expect(runBackTest(late, closingBelow('1'), free, directory).valueAtEnd.toFixed()).toBe('500');
  });

  it('refuses quotes that go back in time', () => {
    const { quotes, ...history } = along('40000');
    const backwards = { ...history, quotes: [...quotes].reverse() };
    expect(() => runBackTest(backwards, house, free, directory)).toThrow('in order of time');
  });

  const walks = fc.array(fc.integer({ min: 30_000, max: 50_000 }).map(String), {
    minLength: 1,
    maxLength: 25,
  });
  const books = fc.array(
    fc.record({ usdc: fc.integer({ min: 1, max: 9_000 }), size: fc.constantFrom('1', '-1', '0.5') }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );

  it('conserves: what accounts lose is what prices took, fees, and shortfalls that others paid', () => {
    fc.assert(
      fc.property(walks, books, fc.nat(5_000), (walk, sketches, fund) => {
        const accounts = sketches.map(({ usdc, size }, index): MarginAccount => ({
          account: `account-${index}` as AccountId,
          desk: 'desk' as MarginAccount['desk'],
          seq: 1,
          positions: [position(size)],
          holdings: [
            { amount: tokenAmount(usdcOn(ETHEREUM), BigInt(usdc) * 1_000_000n), bucket: 'available' },
          ],
        }));
        const history = { ...along(...walk), accounts };
        const terms = { slippage: ZERO, fee: decimal('0.01'), insuranceFund: decimal(String(fund)) };
        const report = runBackTest(history, closingBelow('1'), terms, directory);
        expect(report.fundPaid.add(report.uncovered).eq(report.shortfall)).toBe(true);
        expect(report.fundAtEnd.eq(terms.insuranceFund.add(report.fees).sub(report.fundPaid))).toBe(true);
        expect(sum(report.accounts.map((one) => one.shortfall)).eq(report.shortfall)).toBe(true);
        expect(
          runBackTest({ ...history, accounts: [...accounts].reverse() }, closingBelow('1'), terms, directory),
        ).toEqual(report);
      }),
      { numRuns: 60 },
    );
  });
});

describe('searchThresholds', () => {
  const candidates = ['1', '1.2', '1.5'].map((threshold) => ({
    threshold: decimal(threshold),
    policy: closingBelow(threshold),
  }));

  it('finds the threshold that saves most, and whom', () => {
    // At 39,600 health is 1.29: closed at 39,400 under 1.5, at 37,000 under the others.
    const history = along('40000', '39600', '39400', '39000', '37000');
    const { active, best, saved, trials } = searchThresholds(
      history,
      closingBelow('1'),
      candidates,
      free,
      directory,
    );
    expect(active.shortfall.toFixed()).toBe('1000');
    expect(trials.map(({ report }) => report.shortfall.toFixed())).toEqual(['1000', '0', '0']);
    expect(best?.threshold.toFixed()).toBe('1.5');
    expect(saved).toEqual([
      {
        account: 'atlas-main',
        before: 'bankrupt',
        after: 'liquidated',
        valueBefore: ZERO,
        valueAfter: decimal('1400'),
      },
    ]);
  });

  it('names none where the policy is as good as any', () => {
    const { best, saved } = searchThresholds(along('40000'), closingBelow('1'), candidates, free, directory);
    expect(best).toBeUndefined();
    expect(saved).toEqual([]);
  });
});
