import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluateMargin,
  explainMargin,
  type AccountRule,
  type CollateralRule,
  type Holding,
  type MarginAccount,
  type MarginPolicy,
  type Position,
  type PriceVector,
} from '@causeway/domain/margin';
import {
  decimal,
  tokenAmount,
  type AccountId,
  type BridgeId,
  type Decimal,
  type DeskId,
  type InstrumentId,
  type TransferId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { ETHEREUM, OPTIMISM, usdcOn } from '../fixtures/bridge-events.js';
import { recomputed } from '../fixtures/formula.js';
import { directory, housePolicy, usable } from '../fixtures/margin.js';

/** Every rule that is no venue's, one after another, over what the house policy has. */
const EVERYTHING: MarginPolicy = {
  ...housePolicy.margin,
  collateral: [
    ...housePolicy.margin.collateral,
    {
      rule: 'concentration-brackets',
      brackets: new Map([
        ['USDC', [{ upTo: decimal('50000'), weight: decimal('1') }, { weight: decimal('0.5') }]],
      ]),
    },
    { rule: 'in-transit-cap', caps: new Map(), otherwise: decimal('20000') },
    { rule: 'proven-balance', unproven: new Map(), otherwise: decimal('0.9') },
  ],
  positions: [
    {
      rule: 'margin-tiers',
      tiers: new Map([
        [
          'BTC-PERP',
          [
            { upTo: decimal('100000'), initial: decimal('0.05'), maintenance: decimal('0.03') },
            { initial: decimal('0.1'), maintenance: decimal('0.06') },
          ],
        ],
      ]),
    },
    ...housePolicy.margin.positions,
    {
      rule: 'margin-floor',
      floors: new Map([['BTC-PERP', { initial: decimal('20'), maintenance: decimal('10') }]]),
    },
  ],
  account: [
    { rule: 'hedge-offset', pairs: [{ instruments: ['BTC-PERP', 'ETH-PERP'], offset: decimal('0.5') }] },
    { rule: 'isolated-margin' },
    {
      rule: 'profit-haircut',
      haircuts: new Map(),
      otherwise: { initial: decimal('1'), maintenance: decimal('0.1') },
    },
    {
      rule: 'failure-scenarios',
      bridges: { losses: new Map(), otherwise: decimal('1') },
      layers: { losses: new Map([[ETHEREUM, decimal('0')]]), otherwise: decimal('0.3') },
      initial: decimal('1'),
      maintenance: decimal('0.2'),
    },
    { rule: 'account-floor', initial: decimal('100'), maintenance: decimal('50') },
  ],
};

const cents = (minimum: number, maximum: number) =>
  fc.integer({ min: minimum * 100, max: maximum * 100 }).map((value) => decimal(String(value)).div(100));

const holding: fc.Arbitrary<Holding> = fc
  .tuple(fc.constantFrom(ETHEREUM, OPTIMISM), fc.bigInt({ min: 1n, max: 200_000_000_000n }), fc.boolean())
  .map(([chain, raw, isMoving]): Holding => {
    const amount = tokenAmount(usdcOn(chain), raw);
    if (!isMoving) return { amount, bucket: 'available' };
    const transfer = `across/${chain}/${raw}` as TransferId;
    return {
      amount,
      bucket: 'in-transit',
      transit: { transfer, bridge: 'across' as BridgeId, stage: 'initiated' },
    };
  });
const position = fc
  .record({
    instrument: fc.constantFrom(...['BTC-PERP', 'ETH-PERP', 'SOL-PERP'].map((name) => name as InstrumentId)),
    chain: fc.constantFrom(ETHEREUM, OPTIMISM),
    size: cents(-10, 10),
    entryPrice: cents(1, 60_000),
    isolatedMargin: fc.option(cents(0, 1_000), { nil: undefined }),
  })
  .map(({ isolatedMargin, ...rest }): Position =>
    isolatedMargin === undefined ? rest : { ...rest, isolatedMargin },
  );
const account = fc
  .tuple(fc.array(holding, { maxLength: 5 }), fc.array(position, { maxLength: 4 }))
  .map(([holdings, positions]): MarginAccount => ({
    account: 'atlas-main' as AccountId,
    desk: 'atlas' as DeskId,
    seq: 1,
    holdings,
    positions,
  }));
const prices: fc.Arbitrary<PriceVector> = fc
  .tuple(cents(20_000, 60_000), cents(1_000, 5_000))
  .map(([btc, eth]) => ({
    ...usable({ USDC: '0.9991', 'BTC-PERP': btc.toFixed(), 'ETH-PERP': eth.toFixed() }),
    asOf: 0 as UnixMilliseconds,
  }));

const evaluated = (one: MarginAccount, at: PriceVector, policy: MarginPolicy) =>
  evaluateMargin(one, at, policy, directory);

/** A policy whose asset haircuts are larger by `by`. */
function withHaircuts(policy: MarginPolicy, by: Decimal): MarginPolicy {
  const collateral = policy.collateral.map((rule): CollateralRule =>
    rule.rule === 'asset-haircut'
      ? { ...rule, haircuts: new Map([...rule.haircuts].map(([family, each]) => [family, each.add(by)])) }
      : rule,
  );
  return { ...policy, collateral };
}

describe('any policy of rules', () => {
  it('explains what it evaluates, and each step gives its output by its own formula', () => {
    fc.assert(
      fc.property(account, prices, (one, at) => {
        const { state, steps } = explainMargin(one, at, EVERYTHING, directory);
        expect(state).toEqual(evaluated(one, at, EVERYTHING));
        for (const step of steps) expect(recomputed(step).toFixed()).toBe(step.output.toFixed());
        const outputs = new Set(steps.map(({ output }) => output.toFixed()));
        for (const figure of ['equity', 'initialMargin', 'maintenanceMargin', 'freeCollateral'] as const) {
          expect(outputs).toContain(state[figure].toFixed());
        }
        for (const part of state.positions) expect(outputs).toContain(part.unrealisedPnl.toFixed());
        for (const part of state.holdings) expect(outputs).toContain(part.value.toFixed());
      }),
      { numRuns: 60 },
    );
  });

  it('explains what new risk may count on as well: what a step begins with, an earlier one gave', () => {
    const weights: CollateralRule = {
      rule: 'collateral-weight',
      weights: new Map([['USDC', { initial: decimal('0.8'), maintenance: decimal('0.95') }]]),
    };
    const policy = { ...EVERYTHING, collateral: [weights, ...EVERYTHING.collateral] };
    const handedOn = new Set(['before', 'value', 'equity', 'initial', 'margin1', 'loss']);
    fc.assert(
      fc.property(account, prices, (one, at) => {
        const known = new Set(['0', '1']);
        for (const { inputs, output } of explainMargin(one, at, policy, directory).steps) {
          for (const { name, value } of inputs)
            if (handedOn.has(name)) expect(known).toContain(value.toFixed());
          known.add(output.toFixed());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives one state for one account, in whatever order its parts are told', () => {
    fc.assert(
      fc.property(account, prices, (one, at) => {
        const turned = {
          ...one,
          holdings: [...one.holdings].reverse(),
          positions: [...one.positions].reverse(),
        };
        const { equity, initialMargin, maintenanceMargin, band } = evaluated(one, at, EVERYTHING);
        const other = evaluated(turned, at, EVERYTHING);
        expect([equity, initialMargin, maintenanceMargin].map(String)).toEqual(
          [other.equity, other.initialMargin, other.maintenanceMargin].map(String),
        );
        expect(other.band).toBe(band);
      }),
      { numRuns: 60 },
    );
  });

  // Where holdings share what a cap leaves, each share is rounded down, and so the last place depends on how they share.
  it.each([
    ['the house policy, to the last place', housePolicy.margin, 0],
    ['shared caps, but for the last place of each share', EVERYTHING, 4],
  ])('never gives more equity for a larger haircut under %s', (_, policy, unitsPerHolding) => {
    fc.assert(
      fc.property(account, prices, fc.integer({ min: 0, max: 500 }), (one, at, basisPoints) => {
        const harsher = withHaircuts(policy, decimal(String(basisPoints)).div(10_000));
        const rounding = decimal('0.00000001').mul(unitsPerHolding * one.holdings.length);
        const { equity } = evaluated(one, at, policy);
        expect(evaluated(one, at, harsher).equity.lte(equity.add(rounding))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('never asks less for a larger position, where nothing hedges it', () => {
    const unhedged: readonly AccountRule[] = EVERYTHING.account.filter(({ rule }) => rule !== 'hedge-offset');
    fc.assert(
      fc.property(account, prices, cents(0, 5), (one, at, more) => {
        const policy = { ...EVERYTHING, account: unhedged };
        const larger = {
          ...one,
          positions: one.positions.map((each) => ({
            ...each,
            size: each.size.isNegative() ? each.size.sub(more) : each.size.add(more),
          })),
        };
        const [before, after] = [evaluated(one, at, policy), evaluated(larger, at, policy)];
        expect(after.maintenanceMargin.gte(before.maintenanceMargin)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('never gives more for a price that may be worth less, or for a transfer that is clawed back', () => {
    fc.assert(
      fc.property(account, prices, (one, at) => {
        const withheld = {
          ...one,
          holdings: one.holdings.map((each) =>
            each.transit === undefined
              ? each
              : { ...each, transit: { ...each.transit, isCreditWithheld: true as const } },
          ),
        };
        const before = evaluated(one, at, housePolicy.margin);
        expect(evaluated(withheld, at, housePolicy.margin).equity.lte(before.equity)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
