import { describe, expect, it } from '@jest/globals';
import { recomputed } from '../fixtures/formula.js';
import { explainUnder, marginUnder, preset, PRESETS, type VenueAccount } from '../fixtures/presets.js';

const EXPIRY = 2_000_000_000_000;

/** An account that meets something of every preset. */
const ACCOUNT: VenueAccount = {
  holdings: { USDC: '123456.789012345678', ETH: '7.123456789', BTC: '0.5', SOL: '321.7', DAI: '1000.1' },
  debts: { SOL: '12.345678901', DAI: '77.7' },
  positions: [
    { instrument: 'BTC-PERP', size: '-6.147540983', mark: '65910.57', entry: '65000.1' },
    { instrument: 'ETH-PERP', size: '31.4159', mark: '1949.34', isolated: '50000' },
    { instrument: 'SOL-PERP', size: '-1234.5', mark: '150.123', entry: '160' },
    {
      instrument: 'BTC-100000-C',
      size: '-1.5',
      mark: '1186.41',
      option: { kind: 'call', underlying: 'BTC', strike: '100000', expiry: EXPIRY },
    },
  ],
  prices: { USDC: '0.9', ETH: '1950.7', BTC: '65666.19', SOL: '149.99', DAI: '1.0001' },
  facts: {
    'BTC-PERP': { openInterest: '1000' },
    'SOL-PERP': { openInterest: '150000' },
    'BTC-100000-C': { volatility: '0.45', indexPrice: '66000' },
    BTC: { indexPrice: '65670' },
    SOL: { totalDeposits: '1000000' },
  },
  asOf: EXPIRY - 20 * 86_400_000,
};

/** Drift's weights as they are where size counts everywhere. */
const SIZED_DRIFT = preset('drift-v2', {
  collateral: [
    {
      rule: 'sqrt-size-asset-weight',
      markets: {
        SOL: { initial: '0.8', maintenance: '0.9', imf: '0.02', scaleFrom: '30000000' },
        ETH: { initial: '0.8', maintenance: '0.9', imf: '0.00003', scaleFrom: '30000000' },
      },
    },
  ],
  debts: [
    {
      rule: 'sqrt-size-liability-weight',
      markets: { SOL: { initial: '1.2', maintenance: '1.1', imf: '0.2' } },
    },
  ],
});

const CASES = [
  ...PRESETS.map((name) => [name, preset(name)] as const),
  ['sized Drift', SIZED_DRIFT] as const,
];

describe.each(CASES)('an explanation under %s', (_name, policy) => {
  const { state, steps } = explainUnder(policy, ACCOUNT);

  it('comes to the same state', () => {
    expect(state).toEqual(marginUnder(policy, ACCOUNT));
  });

  it('gives every step by its own formula', () => {
    const wrong = steps
      .filter((step) => !recomputed(step).eq(step.output))
      .map((step) => [
        step.rule,
        step.figure,
        step.formula,
        step.output.toFixed(),
        recomputed(step).toFixed(),
      ]);
    expect(wrong).toEqual([]);
  });

  it('tells where in the policy each rule stands', () => {
    const { margin } = policy;
    const listed = [...margin.collateral, ...margin.debts, ...margin.positions, ...margin.account].map(
      ({ rule }) => rule,
    );
    const told = new Set(steps.flatMap(({ rule, path }) => (path === undefined ? [] : [rule])));
    expect([...told]).toEqual(expect.arrayContaining(listed.filter((rule) => rule !== 'isolated-margin')));
  });
});
