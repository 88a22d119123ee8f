import { describe, expect, it } from '@jest/globals';
import { decimal, type CaseId, type UnixMilliseconds } from '@causeway/domain/units';
import { advanceCase } from '../advance-case.js';
import {
  account,
  directory,
  ETHER_ON_OPTIMISM,
  holding,
  policy,
  position,
  priced,
  stateOf,
  USDC_ON_ETHEREUM,
} from '../example-breach.js';
import { conversions, liquidationPolicy, point } from '../example-liquidation.js';
import type { LiquidationCase } from '../liquidation-case.js';
import { planLeastLoss } from './plan-least-loss.js';
import { standingPlan } from './standing-plan.js';

const at = 0 as UnixMilliseconds;
const ETHER = 10n ** 18n;
const table = conversions([
  [ETHER_ON_OPTIMISM, [point(ETHER / 1_000n, 1_950_000n, 60), point(4n * ETHER, 7_800_000_000n, 60)]],
]);
const cheap = conversions([
  [ETHER_ON_OPTIMISM, [point(ETHER / 1_000n, 1_999_000n, 60), point(10n * ETHER, 19_990_000_000n, 60)]],
]);
const settlement = { price: decimal('1'), weight: decimal('1') };
const long = position('BTC-PERP', '2', '50000');
const held = account([holding(USDC_ON_ETHEREUM, '10000'), holding(ETHER_ON_OPTIMISM, '0.1')], [long]);

function pricesAt(bitcoin: string, usdc = '1') {
  return priced({ USDC: usdc, ETH: '2000', 'BTC-PERP': bitcoin });
}

function inputsAt(bitcoin: string, one = held) {
  const state = stateOf(one, pricesAt(bitcoin));
  return {
    account: one,
    state,
    health: policy.health,
    policy: liquidationPolicy,
    directory,
    settlement,
    graphVersion: table.graphVersion,
  };
}

/** A case that has just begun to be liquidated at 46,000. */
function opened(one = held, bitcoin = '46000', quotes = table): LiquidationCase {
  const { graphVersion: _, ...inputs } = inputsAt(bitcoin, one);
  const sizing = { at, since: at, past: [], flows: new Map(), shares: 1 };
  const plan = planLeastLoss({ ...inputs, conversions: quotes, sizing }, (after) =>
    stateOf(after, pricesAt(bitcoin)),
  );
  const step = advanceCase({ state: inputs.state, policy, plan, at, ordinal: 1 });
  if (step === undefined) throw new Error('the example does not breach');
  return step.case;
}

function isStanding(openCase: LiquidationCase, bitcoin: string, inputs = inputsAt(bitcoin)): boolean {
  return standingPlan(openCase, inputs, (after) => stateOf(after, pricesAt(bitcoin))) === openCase.plan;
}

describe('standingPlan', () => {
  it('lets a plan stand that would still end the case', () => {
    const openCase = opened();
    expect(openCase.plan?.quality?.goal).toBe('restore');
    for (const bitcoin of ['45999', '46000', '46010', '46080'])
      expect(isStanding(openCase, bitcoin)).toBe(true);
  });

  // Without a loss, 2,700 USDC against 2,760 to maintain: (4,140 − 2,700) / 1,840 = 0.7826 BTC are closed for 180 USDC.
  // At a price lower by d, equity 2,520 − 2d would be 1.25 × 0.03 × 1.2174 × (46,000 − d) = 2,100 − 0.0457d at d = 215;
  // but 0.7826 × 0.995d of cash lack by then, and 0.7826 × 46 are allowed, so that d is 46 at most.
  it('wants another when what it brings no longer pays for what it takes, but for a thousandth of what is closed', () => {
    const one = account([holding(USDC_ON_ETHEREUM, '2700')], [position('BTC-PERP', '2', '46000')]);
    const openCase = opened(one);
    expect(isStanding(openCase, '45954', inputsAt('45954', one))).toBe(true);
    expect(isStanding(openCase, '45953', inputsAt('45953', one))).toBe(false);
  });

  // 10 ether count 17,640; equity 17,640 − 2 × (53,450 − 46,000) = 2,740 against 2,760. Selling 5.96 of them adds the
  // 1,400 that lack to 4,140, and nothing is closed, so that only health matters: 19,040 − 2 × (53,450 − p) = 1.25 × 0.06 × p
  // at p = 87,860 / 1.925 = 45,641.56.
  it('wants another when the account would stay below the warning health', () => {
    const one = account([holding(ETHER_ON_OPTIMISM, '10')], [position('BTC-PERP', '2', '53450')]);
    const openCase = opened(one, '46000', cheap);
    expect(openCase.plan?.reductions).toEqual([]);
    expect(isStanding(openCase, '45642', inputsAt('45642', one))).toBe(true);
    expect(isStanding(openCase, '45641', inputsAt('45641', one))).toBe(false);
  });

  // Upwards, the same account reaches 1.75 × 0.06 × p at 19,040 − 106,900 + 2p = 0.105p, p = 46,364.1.
  it('wants another when it would take far more than is needed', () => {
    const one = account([holding(ETHER_ON_OPTIMISM, '10')], [position('BTC-PERP', '2', '53450')]);
    const openCase = opened(one, '46000', cheap);
    expect(isStanding(openCase, '46364', inputsAt('46364', one))).toBe(true);
    expect(isStanding(openCase, '46365', inputsAt('46365', one))).toBe(false);
  });

  it('wants another when what it sells no longer pays for what closing loses', () => {
    const openCase = opened();
    const { plan } = openCase;
    if (plan === undefined) throw new Error('no plan');
    const halved = plan.seizures.map((seizure) => {
      const { conversion } = seizure;
      return conversion === undefined
        ? seizure
        : { ...seizure, conversion: { ...conversion, proceeds: conversion.proceeds / 2n } };
    });
    expect(isStanding({ ...openCase, plan: { ...plan, seizures: halved } }, '46000')).toBe(false);
  });

  it.each([
    [
      'another state of the account',
      { ...inputsAt('46000'), state: { ...inputsAt('46000').state, accountSeq: 2 } },
    ],
    ['other liquidity', { ...inputsAt('46000'), graphVersion: 'another' }],
  ])('wants another for %s', (_, inputs) => {
    expect(isStanding(opened(), '46000', inputs)).toBe(false);
  });

  // 100 USDC against 2 × (50,000 − 46,000) of loss and what closing 92,000 costs.
  const bankrupt = account([holding(USDC_ON_ETHEREUM, '100')], [long]);
  const told = decimal(opened(bankrupt).plan?.shortfall.toFixed() ?? '0');

  it('lets a plan that leaves a loss stand while all is lost, and the loss is what was told but for a hundredth', () => {
    const openCase = opened(bankrupt);
    expect(openCase.plan?.quality?.goal).toBe('insolvent');
    // A dollar of bitcoin is 2 of profit, less what closing it costs: 1.99 at a rate of a half percent.
    const most = told.mul('0.01').div('1.99').floor();
    for (const [by, stands] of [
      [decimal('0'), true],
      [most, true],
      [most.neg(), true],
      [most.add(1), false],
      [most.add(1).neg(), false],
    ] as const) {
      const bitcoin = by.add(46_000).toFixed();
      expect([bitcoin, isStanding(openCase, bitcoin, inputsAt(bitcoin, bankrupt))]).toEqual([
        bitcoin,
        stands,
      ]);
    }
  });

  it('wants another where a loss is left of an account that is worth something, or that is not closed whole', () => {
    const openCase = opened(bankrupt);
    const inputs = inputsAt('46000', bankrupt);
    const worth = { ...inputs, state: { ...inputs.state, accountValue: decimal('0') } };
    expect(isStanding(openCase, '46000', worth)).toBe(false);
    const { plan } = openCase;
    if (plan === undefined) throw new Error('no plan');
    const half = plan.reductions.map((one) => ({ ...one, sizeChange: one.sizeChange.div(2) }));
    expect(isStanding({ ...openCase, plan: { ...plan, reductions: half } }, '46000', inputs)).toBe(false);
  });

  it('says nothing of a case that is not being liquidated', () => {
    const warned = { ...opened(), id: 'atlas-main/1' as CaseId, stage: 'warned' as const };
    expect(isStanding(warned, '46000')).toBe(false);
  });
});
