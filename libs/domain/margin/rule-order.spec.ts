import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import type { AccountRule, CollateralRule, DebtRule } from './policy.js';
import { complaintAboutOrder } from './rule-order.js';

const HAIRCUT: CollateralRule = { rule: 'asset-haircut', haircuts: new Map([['ETH', decimal('0.1')]]) };
const RESERVES: CollateralRule = {
  rule: 'reserve-collateral',
  reserves: new Map([['ETH', { loanToValue: decimal('0.8'), liquidationThreshold: decimal('0.82') }]]),
  efficiencyModes: [],
};
const GROUP: CollateralRule = {
  rule: 'correlated-assets',
  groups: [
    {
      name: 'ether',
      families: ['ETH', 'WSTETH'],
      weight: { initial: decimal('0.9'), maintenance: decimal('0.95') },
    },
  ],
};
const CREDIT: CollateralRule = { rule: 'in-transit-credit', credits: [] };
const CAP: CollateralRule = { rule: 'in-transit-cap', caps: new Map(), otherwise: decimal('1000') };
const BRACKETS: CollateralRule = {
  rule: 'concentration-brackets',
  brackets: new Map([['ETH', [{ weight: decimal('1') }]]]),
};
const DEBT: DebtRule = { rule: 'reserve-debt' };
const WEIGHT: DebtRule = { rule: 'liability-weight', against: 'equity', weights: new Map() };
const ISOLATED: AccountRule = { rule: 'isolated-margin' };
const FLOOR: AccountRule = { rule: 'account-floor', initial: decimal('2'), maintenance: decimal('1') };
const priceGrid = (...instruments: readonly string[]): AccountRule => ({
  rule: 'price-grid',
  grids: [
    {
      underlying: 'BTC',
      instruments,
      priceRange: decimal('0.16'),
      bucketsEachSide: 4,
      profitOffset: decimal('0'),
      rollShockRate: decimal('0.01'),
      maintenanceFactor: decimal('0.8'),
    },
  ],
});
const scenarioGrid = (underlying: string, ...instruments: readonly string[]): AccountRule => ({
  rule: 'scenario-grid',
  accounts: 'all',
  groups: [
    {
      underlying,
      instruments,
      scenarios: [],
      contingency: decimal('0'),
      shortOptionContingency: decimal('0'),
    },
  ],
  initial: decimal('1'),
  maintenance: decimal('1'),
});

interface Rules {
  readonly collateral?: readonly CollateralRule[];
  readonly debts?: readonly DebtRule[];
  readonly account?: readonly AccountRule[];
}

const pathOf = ({ collateral = [], debts = [], account = [] }: Rules) =>
  complaintAboutOrder({ collateral, debts, account })?.path;

describe('complaintAboutOrder', () => {
  it.each<[string, Rules]>([
    ['nothing', {}],
    ['reserves that come first', { collateral: [RESERVES, CREDIT] }],
    ['a group before what takes its assets', { collateral: [GROUP, HAIRCUT] }],
    ['caps and brackets after the credit', { collateral: [HAIRCUT, CREDIT, CAP, BRACKETS] }],
    ['brackets where nothing is credited', { collateral: [HAIRCUT, BRACKETS] }],
    ['one debt rule', { debts: [WEIGHT] }],
    ['a floor at the end', { account: [ISOLATED, FLOOR] }],
    ['grids of different instruments', { account: [priceGrid('BTC-PERP'), scenarioGrid('ETH', 'ETH-PERP')] }],
  ])('has no complaint about %s', (_, rules) => {
    expect(pathOf(rules)).toBeUndefined();
  });

  it.each<[string, Rules, path: string]>([
    ['reserves that undo a haircut', { collateral: [HAIRCUT, RESERVES, CREDIT] }, '/margin/collateral/1'],
    ['a group that is never asked', { collateral: [HAIRCUT, GROUP] }, '/margin/collateral/1'],
    ['a cap on what is not credited', { collateral: [HAIRCUT, CAP] }, '/margin/collateral/1'],
    ['a cap before the credit', { collateral: [CAP, CREDIT] }, '/margin/collateral/0'],
    ['brackets before the credit', { collateral: [HAIRCUT, BRACKETS, CREDIT] }, '/margin/collateral/1'],
    ['a second debt rule, which undoes the first', { debts: [DEBT, WEIGHT] }, '/margin/debts/1'],
    ['a floor that others come after', { account: [FLOOR, ISOLATED] }, '/margin/account/0'],
    ['margin set aside twice', { account: [ISOLATED, ISOLATED] }, '/margin/account/1'],
    [
      'an instrument in two grids',
      { account: [priceGrid('BTC-PERP'), scenarioGrid('ETH', 'ETH-PERP', 'BTC-PERP')] },
      '/margin/account/1/groups/0',
    ],
    [
      'options in two grids',
      { account: [scenarioGrid('ETH', 'ETH-PERP'), scenarioGrid('ETH', 'ETH-1')] },
      '/margin/account/1/groups/0',
    ],
  ])('names %s', (_, rules, path) => {
    expect(pathOf(rules)).toBe(path);
  });
});
