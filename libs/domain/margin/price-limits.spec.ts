import { describe, expect, it } from '@jest/globals';
import type { PriceAction, PriceFault, PriceValidity } from '@causeway/domain/pricing';
import { decimal, type UnixMilliseconds } from '@causeway/domain/units';
import { isAwaitingPrice } from './awaiting-price.js';
import { evaluateMargin, explainMargin } from './evaluate-margin.js';
import {
  account,
  directory,
  ETHER_ON_OPTIMISM,
  holding,
  policy,
  position,
  priced,
  USDC_ON_ETHEREUM,
} from './example-account.js';
import type { AccountRule } from './policy.js';
import type { MarketFacts, PriceVector } from './prices.js';

/** The example's prices, one of which may not be used for some actions. */
function limited(symbol: string, ...actions: readonly PriceAction[]): PriceVector {
  const vector = priced({ USDC: '1', ETH: '2000', 'BTC-PERP': '40000' });
  const faults = (action: PriceAction): readonly PriceFault[] => (actions.includes(action) ? ['STALE'] : []);
  const validity: PriceValidity = {
    opening: faults('opening'),
    withdrawing: faults('withdrawing'),
    liquidating: faults('liquidating'),
  };
  const price = vector.prices.get(symbol);
  if (price === undefined) throw new Error(`the example has no price of ${symbol}`);
  return {
    ...vector,
    prices: new Map([...vector.prices, [symbol, { ...price, validity }]]),
    limited: new Set([symbol]),
  };
}

/** 10,000 USDC and two ether under a long of half a bitcoin that has won 2,500. */
const held = account(
  [holding(USDC_ON_ETHEREUM, '10000'), holding(ETHER_ON_OPTIMISM, '2')],
  [position('BTC-PERP', '0.5', '35000')],
);
const stateAt = (vector: PriceVector) => evaluateMargin(held, vector, policy, directory);
const usable = stateAt(priced({ USDC: '1', ETH: '2000', 'BTC-PERP': '40000' }));

describe('the price of an underlying', () => {
  const grid = {
    underlying: 'ETH',
    instruments: ['BTC-PERP'],
    priceRange: decimal('0.16'),
    bucketsEachSide: 4,
    profitOffset: decimal('0'),
    rollShockRate: decimal('0.01'),
    maintenanceFactor: decimal('0.8'),
  };
  const gridded = { ...policy, account: [{ rule: 'price-grid' as const, grids: [grid] }] };
  const futures = { ...held, holdings: [holding(USDC_ON_ETHEREUM, '10000')] };

  it('decides nothing either when it may not be used for liquidation', () => {
    const state = evaluateMargin(futures, limited('ETH', 'liquidating'), gridded, directory);
    expect(state.gaps).toEqual([{ code: 'PRICE_NOT_FOR_LIQUIDATION', subject: 'ETH' }]);
    expect(isAwaitingPrice(state)).toBe(true);
  });

  const option = {
    ...position('ETH-2000-C', '-1', '150'),
    option: { kind: 'call', underlying: 'ETH', strike: decimal('2000'), expiry: 1e10 as UnixMilliseconds },
  } as const;
  const scenario = (priceMove: string) => ({
    priceMove: decimal(priceMove),
    volatilityMove: decimal('0'),
    weight: decimal('1'),
  });
  const scenarios: AccountRule = {
    rule: 'scenario-grid',
    accounts: 'all',
    groups: [
      {
        underlying: 'ETH',
        instruments: [],
        scenarios: [scenario('-0.1'), scenario('0.1')],
        contingency: decimal('0'),
        shortOptionContingency: decimal('0'),
      },
    ],
    initial: decimal('1'),
    maintenance: decimal('1'),
  };
  const written = { ...held, holdings: [holding(USDC_ON_ETHEREUM, '100')], positions: [option] };
  const revalued = (vector: PriceVector, facts: MarketFacts) => {
    const marks = new Map(vector.prices);
    marks.set('ETH-2000-C', { ...priced({ X: '150' }).prices.get('X')!, symbol: 'ETH-2000-C' });
    const market = {
      ...vector,
      prices: marks,
      facts: new Map([['ETH', facts]]),
      asOf: 0 as UnixMilliseconds,
    };
    return evaluateMargin(written, market, { ...policy, account: [scenarios] }, directory);
  };

  it('decides nothing about an option that is revalued at it', () => {
    const state = revalued(limited('ETH', 'liquidating'), { volatility: decimal('0.8') });
    expect(state.positions).toMatchObject([{ isMarginedTogether: true }]);
    expect(state.gaps).toEqual([
      { code: 'PRICE_NOT_FOR_LIQUIDATION', subject: 'ETH' },
      { code: 'PRICE_NOT_FOR_LIQUIDATION', subject: 'ETH-2000-C' },
    ]);
    expect([state.band, isAwaitingPrice(state)]).toEqual(['liquidatable', true]);
  });

  it('is no matter where an index price is told in its place', () => {
    const facts = { volatility: decimal('0.8'), indexPrice: decimal('2000') };
    const state = revalued(limited('ETH', 'liquidating'), facts);
    expect([state.gaps, isAwaitingPrice(state)]).toEqual([[], false]);
  });

  it('concerns no account that is margined otherwise', () => {
    const state = evaluateMargin(futures, limited('ETH', 'liquidating'), policy, directory);
    expect(isAwaitingPrice(state)).toBe(false);
  });
});

describe('a price that may not be used for credit', () => {
  it('gives none to the collateral it values, and changes nothing else', () => {
    const state = stateAt(limited('ETH', 'opening'));
    // 2 × 2,000 × 0.9 × 0.98 = 3,528.
    expect(usable.freeCollateral.sub(state.freeCollateral).toFixed()).toBe('3528');
    expect(state).toMatchObject({
      equity: usable.equity,
      health: usable.health,
      band: usable.band,
      withdrawableCollateral: usable.freeCollateral,
      gaps: [{ code: 'PRICE_NOT_FOR_CREDIT', subject: 'ETH' }],
    });
    expect(isAwaitingPrice(state)).toBe(false);
  });

  it('gives none to the profit it shows', () => {
    const state = stateAt(limited('BTC-PERP', 'opening', 'withdrawing'));
    expect(usable.freeCollateral.sub(state.freeCollateral).toFixed()).toBe('2500');
    expect(state.withdrawableCollateral).toBeUndefined();
  });

  it('still takes what it shows as lost', () => {
    const lost = { ...held, positions: [position('BTC-PERP', '0.5', '45000')] };
    const free = (vector: PriceVector) => evaluateMargin(lost, vector, policy, directory).freeCollateral;
    expect(free(limited('BTC-PERP', 'opening')).toFixed()).toBe(
      free(priced({ USDC: '1', ETH: '2000', 'BTC-PERP': '40000' })).toFixed(),
    );
  });

  it('leaves nothing free where it values a debt', () => {
    const indebted = { ...held, debts: [{ principal: holding(ETHER_ON_OPTIMISM, '0.1').amount }] };
    const state = evaluateMargin(indebted, limited('ETH', 'opening'), policy, directory);
    expect(state.freeCollateral.toFixed()).toBe('0');
  });

  it('is explained', () => {
    const { state, steps } = explainMargin(held, limited('ETH', 'opening'), policy, directory);
    expect(steps.at(-1)).toMatchObject({
      rule: 'price-validity',
      figure: 'free collateral',
      formula: 'min(all, credited)',
      output: state.freeCollateral,
    });
  });
});

describe('a price that may not be used for liquidation', () => {
  it('decides nothing, and is named', () => {
    const state = stateAt(limited('BTC-PERP', 'liquidating'));
    expect(state.gaps).toEqual([{ code: 'PRICE_NOT_FOR_LIQUIDATION', subject: 'BTC-PERP' }]);
    expect(state.equity).toEqual(usable.equity);
    expect(isAwaitingPrice(state)).toBe(true);
  });

  it('is no matter to an account that does not use it', () => {
    const dollars = account([holding(USDC_ON_ETHEREUM, '10000')]);
    const vector = limited('BTC-PERP', 'opening', 'liquidating');
    expect(evaluateMargin(dollars, vector, policy, directory).gaps).toEqual([]);
  });
});

describe('a price that is missing', () => {
  it('leaves nothing free where it values a position or a debt, whose loss nobody knows', () => {
    const vector = priced({ USDC: '1', ETH: '2000' });
    const unpriced = explainMargin(held, vector, policy, directory);
    expect(unpriced.state.gaps).toEqual([{ code: 'MISSING_PRICE', subject: 'BTC-PERP' }]);
    expect(unpriced.state.freeCollateral.toFixed()).toBe('0');
    const steps = unpriced.steps.filter(({ figure }) => figure === 'free collateral');
    expect(steps).toMatchObject([{ formula: '0', output: unpriced.state.freeCollateral }]);
    expect(stateAt(priced({ USDC: '1', 'BTC-PERP': '40000' })).freeCollateral.gt(0)).toBe(true);
  });
});
