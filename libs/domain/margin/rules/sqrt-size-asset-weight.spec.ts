import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { isAwaitingPrice } from '../awaiting-price.js';
import { evaluateMargin } from '../evaluate-margin.js';
import {
  account,
  directory,
  ETHER_ON_OPTIMISM,
  holding,
  policy,
  position,
  priced,
  USDC_ON_ETHEREUM,
  USDC_ON_OPTIMISM,
} from '../example-account.js';
import type { CollateralRule, DebtRule } from '../policy.js';

const IMF = { imf: decimal('0.01') };
const ASSETS: CollateralRule = {
  rule: 'sqrt-size-asset-weight',
  markets: new Map([
    ['USDC', { initial: decimal('0.9'), maintenance: decimal('0.9'), scaleFrom: decimal('0'), ...IMF }],
  ]),
};
const LIABILITIES: DebtRule = {
  rule: 'sqrt-size-liability-weight',
  markets: new Map([['USDC', { initial: decimal('1.1'), maintenance: decimal('1.1'), ...IMF }]]),
};
const sized = { ...policy, collateral: [ASSETS], debts: [LIABILITIES] };
const dollars = priced({ USDC: '1', 'BTC-PERP': '40000' });

describe('weights by size', () => {
  // 1.1 / (1 + 0.01·√1,000) = 0.8357 (drift-labs/protocol-v2 programs/drift/src/math/margin/tests.rs)
  it.each([
    ['in one place', [holding(USDC_ON_ETHEREUM, '1000')]],
    ['on two layers', [holding(USDC_ON_ETHEREUM, '500'), holding(USDC_ON_OPTIMISM, '500')]],
    ['in part reserved', [holding(USDC_ON_ETHEREUM, '400'), holding(USDC_ON_ETHEREUM, '600', 'reserved')]],
  ])('weigh a deposit of 1,000 tokens alike %s', (_, holdings) => {
    const state = evaluateMargin(account(holdings), dollars, sized, directory);
    expect(state.collateralValue.toFixed()).toBe('835.7');
    expect(state.holdings[0]?.assetHaircut.toFixed()).toBe('0.1643');
  });

  it('leave out what is seized', () => {
    const holdings = [holding(USDC_ON_ETHEREUM, '1000'), holding(USDC_ON_ETHEREUM, '5000', 'seized')];
    const state = evaluateMargin(account(holdings), dollars, sized, directory);
    expect(state.collateralValue.toFixed()).toBe('835.7');
  });

  // 1.1 − 0.22 + 0.01·√1,000 = 1.1962 (the same file)
  it.each([
    ['once', ['1000']],
    ['on two layers', ['500', '500']],
  ])('weigh a debt of 1,000 tokens alike, owed %s', (_, parts) => {
    const layers = [USDC_ON_ETHEREUM, USDC_ON_OPTIMISM];
    const debts = parts.map((part, index) => ({
      principal: holding(layers[index] ?? USDC_ON_ETHEREUM, part).amount,
    }));
    const state = evaluateMargin({ ...account([]), debts }, dollars, sized, directory);
    expect(state.maintenanceMargin.toFixed()).toBe('1196.2');
  });
});

describe('collateral without a price', () => {
  const reserves: CollateralRule = {
    rule: 'reserve-collateral',
    reserves: new Map([
      ['ETH', { loanToValue: decimal('0.8'), liquidationThreshold: decimal('0.83') }],
      ['USDC', { loanToValue: decimal('0'), liquidationThreshold: decimal('0') }],
    ]),
    efficiencyModes: [],
  };
  const held = [holding(ETHER_ON_OPTIMISM, '1'), holding(USDC_ON_OPTIMISM, '1')];
  const state = (rule: CollateralRule, prices: Readonly<Record<string, string>>) =>
    evaluateMargin(
      account(held, [position('BTC-PERP', '1', '50000')]),
      priced({ 'BTC-PERP': '40000', ...prices }),
      { ...policy, collateral: [rule] },
      directory,
    );

  it('is waited for, whichever rule takes it', () => {
    const assets: CollateralRule = { ...ASSETS, markets: new Map([['ETH', MARKET]]) };
    for (const rule of [assets, reserves]) {
      const lacking = state(rule, { USDC: '1' });
      expect([lacking.band, isAwaitingPrice(lacking)]).toEqual(['liquidatable', true]);
    }
  });

  it('is not waited for where it counts nothing', () => {
    expect(isAwaitingPrice(state(reserves, { ETH: '2000' }))).toBe(false);
  });

  const MARKET = {
    initial: decimal('0.8'),
    maintenance: decimal('0.9'),
    imf: decimal('0'),
    scaleFrom: decimal('0'),
  };
});
