import { describe, expect, it } from '@jest/globals';
import { decimal, type InstrumentId, type UnixMilliseconds } from '@causeway/domain/units';
import type { MarginAccount, Position } from '../account.js';
import { evaluateMargin } from '../evaluate-margin.js';
import {
  account,
  directory,
  holding,
  inTransit,
  policy,
  position,
  priced,
  shown,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from '../example-account.js';
import type { AccountRule, MarginPolicy } from '../policy.js';
import type { MarketFacts } from '../prices.js';

const MARKS = { USDC: '1', 'BTC-PERP': '50000', 'ETH-PERP': '2000', ETH: '2000' };
const CASH = holding(USDC_ON_ETHEREUM, '10000');

function evaluated(
  rules: readonly AccountRule[],
  margined: MarginAccount,
  { facts, asOf, change = {} }: { facts?: MarketFacts; asOf?: number; change?: Partial<MarginPolicy> } = {},
) {
  const prices = {
    ...priced(MARKS),
    ...(facts === undefined ? {} : { facts: new Map([['ETH', facts]]) }),
    ...(asOf === undefined ? {} : { asOf: asOf as UnixMilliseconds }),
  };
  return evaluateMargin(margined, prices, { ...policy, ...change, places: 2, account: rules }, directory);
}

describe('isolated-margin', () => {
  const isolated: Position = { ...position('BTC-PERP', '1', '51000'), isolatedMargin: decimal('3000') };
  const state = evaluated(
    [{ rule: 'isolated-margin' }],
    account([CASH], [isolated, position('ETH-PERP', '1', '1900')]),
  );

  it('margins the position by what was set aside for it alone', () => {
    // 3,000 − 1,000 against 1,500: below a warning health of 1.25 × 1,500 = 1,875? 2,000 is above
    expect(shown(state.isolated)).toMatchObject([
      {
        equity: '2000',
        initialMargin: '2500',
        maintenanceMargin: '1500',
        health: '1.33333333',
        band: 'healthy',
      },
    ]);
  });

  it('takes it from the account, which no longer answers for the position', () => {
    // 9,900 − 3,000 + 100; 120 of maintenance
    expect(shown(state)).toMatchObject({ equity: '7000', unrealisedPnl: '100', maintenanceMargin: '120' });
  });

  it('counts in the band of the account, which is the worst of all', () => {
    const deep = { ...isolated, isolatedMargin: decimal('2000') };
    expect(evaluated([{ rule: 'isolated-margin' }], account([CASH], [deep])).band).toBe('liquidatable');
    expect(evaluated([], account([CASH], [deep])).band).toBe('healthy');
  });
});

describe('profit-haircut', () => {
  const haircut = { initial: decimal('1'), maintenance: decimal('0.25') };
  const rule: AccountRule = { rule: 'profit-haircut', haircuts: new Map([['BTC-PERP', haircut]]) };

  it('takes a part of each profit away, more of it from new risk, and softens no loss', () => {
    const held = account([CASH], [position('BTC-PERP', '1', '49000'), position('ETH-PERP', '1', '2100')]);
    // 9,900 + 1,000 − 100 − 250; 2,500 + 200 + 750
    expect(shown(evaluated([rule], held))).toMatchObject({
      equity: '10550',
      initialMargin: '3450',
      adjustments: [{ equity: '-250', initialMargin: '750', maintenanceMargin: '0' }],
    });
  });
});

describe('hedge-offset', () => {
  const rule: AccountRule = {
    rule: 'hedge-offset',
    pairs: [{ instruments: ['BTC-PERP', 'ETH-PERP'], offset: decimal('0.8') }],
  };

  it.each([
    // N 50,000 and 20,000; (2,500/50,000 + 2,000/20,000) × 20,000 × 0.8 = 2,400; (1,500/… + 1,200/…) → 1,440
    ['1', '-10', '2100', '1260'],
    ['-1', '10', '2100', '1260'],
    ['1', '10', '4500', '2700'],
  ])('lets off a part of %s BTC against %s ETH', (btc, eth, initialMargin, maintenanceMargin) => {
    const held = account([CASH], [position('BTC-PERP', btc, '50000'), position('ETH-PERP', eth, '2000')]);
    expect(shown(evaluated([rule], held))).toMatchObject({ initialMargin, maintenanceMargin });
  });

  it('matches a notional once', () => {
    const twice: AccountRule = { ...rule, pairs: [...rule.pairs, ...rule.pairs] };
    const held = account([CASH], [position('BTC-PERP', '1', '50000'), position('ETH-PERP', '-10', '2000')]);
    expect(evaluated([twice], held).adjustments).toHaveLength(1);
  });
});

describe('account-floor', () => {
  const rule: AccountRule = { rule: 'account-floor', initial: decimal('200'), maintenance: decimal('100') };

  it.each([
    [['0.001'], '200', '100'],
    [['1'], '2500', '1500'],
    [[], '0', '0'],
  ])('of a position of %j BTC', (sizes, initialMargin, maintenanceMargin) => {
    const held = account(
      [CASH],
      sizes.map((size) => position('BTC-PERP', size, '50000')),
    );
    expect(shown(evaluated([rule], held))).toMatchObject({ initialMargin, maintenanceMargin });
  });
});

describe('failure-scenarios', () => {
  const rule: AccountRule = {
    rule: 'failure-scenarios',
    bridges: { losses: new Map([['cctp', decimal('1')]]), otherwise: decimal('1') },
    layers: { losses: new Map([['eip155:1', decimal('0')]]), otherwise: decimal('0.5') },
    initial: decimal('1'),
    maintenance: decimal('0.1'),
  };

  it.each([
    // cctp: 1,000 × 0.99 × 0.98 × 0.8 = 776.16; OP Mainnet: 1,000 × 0.9702 × 0.5 = 485.1
    ['1000', '1000', 'failure of cctp', '776.16', '77.62'],
    ['100', '1000', 'halt of eip155:10', '485.1', '48.51'],
  ])('of %s in transit and %s on a rollup', (sent, there, subject, initialMargin, maintenanceMargin) => {
    const held = account([
      CASH,
      inTransit(USDC_ON_OPTIMISM, sent, 'attested'),
      holding(USDC_ON_OPTIMISM, there),
    ]);
    expect(shown(evaluated([rule], held).adjustments)).toEqual([
      { rule: 'failure-scenarios', subject, equity: '0', initialMargin, maintenanceMargin },
    ]);
  });

  it('asks for nothing where nothing can be lost', () => {
    expect(evaluated([rule], account([CASH])).adjustments).toEqual([]);
  });
});

describe('scenario-grid', () => {
  const move = (price: string, volatility: string, weight = '1') => ({
    priceMove: decimal(price),
    volatilityMove: decimal(volatility),
    weight: decimal(weight),
  });
  const rule: AccountRule = {
    rule: 'scenario-grid',
    accounts: 'portfolio',
    groups: [
      {
        underlying: 'ETH',
        instruments: ['ETH-PERP'],
        scenarios: [move('-0.1', '0.3'), move('0', '0'), move('0.1', '-0.3'), move('-0.6', '0', '0.1')],
        contingency: decimal('0.01'),
        shortOptionContingency: decimal('0.02'),
      },
    ],
    initial: decimal('1.3'),
    maintenance: decimal('1'),
  };
  const portfolio = (...positions: readonly Position[]): MarginAccount => ({
    ...account([CASH], positions),
    mode: 'portfolio',
  });

  it.each([
    // worst −10 % of 4,000; 1 % of 4,000
    [['2'], '560', '440'],
    // the same short, +10 %
    [['-2'], '560', '440'],
    // offset but for the contingency
    [['2', '-2'], '80', '80'],
  ])('margins %j ETH together', (sizes, initialMargin, maintenanceMargin) => {
    const held = portfolio(...sizes.map((size) => position('ETH-PERP', size, '2000')));
    expect(shown(evaluated([rule], held))).toMatchObject({ initialMargin, maintenanceMargin });
  });

  it.each([0, 1])('leaves alone what has equity set aside, in either order (%i)', (place) => {
    const aside = { ...position('ETH-PERP', '2', '2000'), isolatedMargin: decimal('500') };
    const rules: AccountRule[] = [rule];
    rules.splice(place, 0, { rule: 'isolated-margin' });
    const state = shown(evaluated(rules, portfolio(aside, position('ETH-PERP', '-1', '2000'))));
    expect(state).toMatchObject({
      maintenanceMargin: '220',
      positions: [{ isIsolated: true, maintenanceMargin: '240' }, { isMarginedTogether: true }],
      isolated: [{ equity: '500', maintenanceMargin: '240' }],
    });
  });

  it('is for those who chose it', () => {
    const cross = account([CASH], [position('ETH-PERP', '2', '2000')]);
    expect(shown(evaluated([rule], cross))).toMatchObject({ initialMargin: '400', adjustments: [] });
  });

  const YEAR = 365 * 86_400_000;
  const option = (size: string): Position => ({
    ...position('ETH-2000-C', size, '100'),
    instrument: 'ETH-2000-C' as InstrumentId,
    option: { kind: 'call', underlying: 'ETH', strike: decimal('2000'), expiry: YEAR as UnixMilliseconds },
  });

  it('revalues options by Black (1976)', () => {
    // mpmath 1.3: short call and half a perpetual come to −53.0234129… at −10 % and +30 %, −440.688… × 0.1 at −60 %;
    // contingencies of 2,000 × 3 % and 1,000 × 1 %
    const hedged = portfolio(option('-1'), position('ETH-PERP', '0.5', '2000'));
    const state = evaluated([rule], hedged, { facts: { volatility: decimal('0.2') }, asOf: 0 });
    expect(shown(state)).toMatchObject({ initialMargin: '138.94', maintenanceMargin: '123.03' });
    expect(state.adjustments).toMatchObject([{ subject: 'ETH price -10 %, volatility +30 %' }]);
    expect(state.positions.every(({ isMarginedTogether }) => isMarginedTogether)).toBe(true);
  });

  it('margins an option alone, at its strike, while a fact is missing', () => {
    const state = evaluated([rule], portfolio(option('-1')), { asOf: 0 });
    expect(shown(state)).toMatchObject({ maintenanceMargin: '2000' });
    expect(state.gaps.map(({ code }) => code)).toContain('MISSING_FACT');
  });
});

describe('funding owed', () => {
  it('is a loss of the position', () => {
    const owing = { ...position('BTC-PERP', '1', '50000'), fundingOwed: decimal('12.345') };
    expect(shown(evaluated([], account([CASH], [owing])))).toMatchObject({ unrealisedPnl: '-12.35' });
  });
});
