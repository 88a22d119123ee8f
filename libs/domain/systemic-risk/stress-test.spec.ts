import { describe, expect, it } from '@jest/globals';
import type { Holding, MarginAccount } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import {
  decimal,
  erc20Asset,
  evmChain,
  tokenAmount,
  ZERO,
  type AccountId,
  type Address,
  type BridgeId,
  type TransferId,
} from '@causeway/domain/units';
import { position } from '../../../test/fixtures/accounts.js';
import { BASE, ETHEREUM, usdcOn } from '../../../test/fixtures/bridge-events.js';
import {
  directory,
  evaluateUnderHouse,
  isBreachedUnderHouse,
  usable,
} from '../../../test/fixtures/margin.js';
import { measurementsOf, measureSystemicRisk, systemicRiskSteps } from './correlated-breaches.js';
import { measureExposures } from './exposure.js';
import { failuresFor } from './failures.js';
import { issuersIn, type StressScenario } from './stress-scenario.js';
import { measureBook, runStressTest, type StressBook } from './stress-test.js';
import type { SystemicThreshold } from './systemic-threshold.js';
import { finishWork } from './work-steps.js';

/** USDC that the canonical bridge of Base issued. */
const BRIDGED_USDC = erc20Asset(evmChain(8453), '0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca' as Address);

const cash = (asset: Holding['amount']['asset'], dollars: bigint): Holding => ({
  amount: tokenAmount(asset, dollars * 1_000_000n),
  bucket: 'available',
});
const overAcross = (dollars: bigint): Holding => ({
  ...cash(usdcOn(BASE), dollars),
  bucket: 'in-transit',
  transit: {
    transfer: 'across/eip155:1/1' as TransferId,
    bridge: 'across' as BridgeId,
    stage: 'initiated',
  },
});

const account = (id: string, holdings: readonly Holding[], size: string): MarginAccount => ({
  account: id as AccountId,
  desk: 'atlas' as MarginAccount['desk'],
  seq: 1,
  positions: size === '0' ? [] : [position(size)],
  holdings,
});

/** Each long one bitcoin at 40,000, which asks for 1,200 at 3 %; USDC counts 97 %, on Base 99 % of that. */
const ACCOUNTS = [
  account('on-base', [cash(usdcOn(BASE), 2_000n)], '1'),
  account('on-ethereum', [cash(usdcOn(ETHEREUM), 2_000n)], '1'),
  account('on-the-way', [cash(usdcOn(ETHEREUM), 1_000n), overAcross(1_000n)], '1'),
  account('on-the-bridge', [cash(BRIDGED_USDC, 1_300n)], '1'),
  account('in-breach', [cash(usdcOn(ETHEREUM), 100n)], '1'),
];

const book: StressBook = {
  accounts: ACCOUNTS,
  prices: usable({ USDC: '1', 'BTC-PERP': '40000' }),
  evaluate: evaluateUnderHouse,
  isBreachedBy: isBreachedUnderHouse,
  directory: { ...directory, issuersOf: issuersIn(NETWORK) },
  contagion: { soldFraction: decimal('1'), depths: new Map() },
  insuranceFund: ZERO,
};
const NOTHING: StressScenario = { name: 'nothing', haltedLayers: [], failedBridges: [], priceShocks: [] };

const run = (scenario: Partial<StressScenario>, changed: Partial<StressBook> = {}) =>
  runStressTest(measureBook({ ...book, ...changed }), { ...NOTHING, ...scenario });
const breachedBy = (scenario: Partial<StressScenario>) =>
  run(scenario).breaches.map((breach) => breach.account);

describe('a stress test', () => {
  it('leaves everything as it is when nothing happens', () => {
    expect(run({})).toMatchObject({ alreadyBreached: ['in-breach'], breaches: [], equityLost: decimal('0') });
  });

  it('takes away what lies on a halted rollup, goes there or comes from there', () => {
    expect(breachedBy({ haltedLayers: [BASE] })).toEqual(['on-base', 'on-the-bridge', 'on-the-way']);
    expect(breachedBy({ haltedLayers: [ETHEREUM] })).toEqual(['on-ethereum', 'on-the-way']);
  });

  it('takes away what is in transit over a bridge that fails, and what it issued', () => {
    expect(breachedBy({ failedBridges: ['across' as BridgeId] })).toEqual(['on-the-way']);
    expect(breachedBy({ failedBridges: ['op-stack-standard' as BridgeId] })).toEqual([]);
    const [issuer] = issuersIn(NETWORK)(BRIDGED_USDC);
    expect(breachedBy({ failedBridges: issuer === undefined ? [] : [issuer] })).toEqual(['on-the-bridge']);
  });

  it('moves prices', () => {
    // A stablecoin that loses 8 %: 1,300 × 0.92 × 0.97 × 0.99 = 1,148.5 < 1,200; the others keep 1,422.5 and more.
    const fall = { symbol: 'USDC', change: decimal('-0.08') };
    expect(breachedBy({ priceShocks: [fall] })).toEqual(['on-the-bridge']);
    const report = run({ priceShocks: [{ symbol: 'BTC-PERP', change: decimal('-0.02') }] });
    expect(report.breaches.map((breach) => breach.account)).toContain('on-ethereum');
    // Five longs lose 800 each.
    expect(report.equityLost.toFixed()).toBe('4000');
  });

  it('does not count profits that a halted rollup keeps', () => {
    const winner = account('winner', [cash(usdcOn(ETHEREUM), 100n)], '1');
    const prices = usable({ USDC: '1', 'BTC-PERP': '42000' });
    const { breaches } = run({ haltedLayers: [position('1').chain] }, { accounts: [winner], prices });
    expect(breaches.map((breach) => breach.account)).toEqual(['winner']);
  });

  it('says what those in breach have at stake', () => {
    const layers = run({}).atStake.find(({ dimension }) => dimension === 'layer');
    expect(layers?.exposures).toMatchObject([{ subject: ETHEREUM, accounts: 1, value: decimal('100') }]);
  });
});

describe('measureExposures', () => {
  it('gathers by layer, bridge, asset and venue, and says how concentrated each is', () => {
    const [layer, bridge, asset, venue] = measureExposures(measureBook(book).states);
    // Base 2,000 + 1,000 + 1,300 and Ethereum 2,000 + 1,000 + 100 of 7,400.
    expect(layer).toMatchObject({
      dimension: 'layer',
      value: decimal('7400'),
      exposures: [
        { subject: BASE, accounts: 3, value: decimal('4300'), share: decimal('0.58108109') },
        { subject: ETHEREUM, accounts: 3, value: decimal('3100'), share: decimal('0.41891892') },
      ],
    });
    // 0.58108109² + 0.41891892², each rounded up: 0.33765524 + 0.17549307.
    expect(layer?.concentration.toFixed()).toBe('0.51314831');
    expect(bridge?.exposures).toMatchObject([{ subject: 'across', accounts: 1, value: decimal('1000') }]);
    expect(bridge?.concentration.toFixed()).toBe('1');
    expect(asset?.exposures.map(({ subject, value }) => [subject, value.toFixed()])).toEqual([
      ['USDC', '7400'],
    ]);
    expect(venue?.exposures).toMatchObject([
      { accounts: 5, value: decimal('200000'), counted: decimal('6000') },
    ]);
  });
});

describe('measureSystemicRisk', () => {
  const shocks = { assetFall: decimal('0.08'), venueMove: decimal('0.05') };

  it('counts who would breach together when a subject fails', () => {
    const risks = measureSystemicRisk(measureBook(book), shocks);
    const breachesOf = (dimension: string) =>
      Object.fromEntries(
        risks
          .find((risk) => risk.dimension === dimension)
          ?.subjects.map(({ subject, breaches }) => [subject, breaches]) ?? [],
      );
    expect(breachesOf('layer')).toEqual({ [BASE]: 3, [ETHEREUM]: 2 });
    expect(breachesOf('bridge')).toEqual({ across: 1 });
    expect(breachesOf('asset')).toEqual({ USDC: 1 });
    expect(Object.values(breachesOf('venue'))).toEqual([4]);
  });

  it('runs only the failures that thresholds need', () => {
    const threshold = (dimension: 'layer' | 'asset' | 'venue', changed: Partial<SystemicThreshold>) => ({
      ...{ name: dimension, dimension, trips: decimal('2'), clears: decimal('1') },
      ...{ measure: 'value', action: 'freeze-new-credit', ...changed },
    });
    const isWanted = failuresFor([
      threshold('layer', { measure: 'breaches', subject: BASE }),
      threshold('asset', { action: 'liquidate' }),
      threshold('venue', {}),
      threshold('venue', { measure: 'concentration', action: 'warn' }),
    ] as SystemicThreshold[]);
    const risks = finishWork(systemicRiskSteps(measureBook(book), shocks, isWanted));
    const breached = risks.flatMap(({ subjects }) => subjects).filter(({ breaches }) => breaches > 0);
    expect(breached.map(({ subject, breaches }) => [subject, breaches])).toEqual([
      [BASE, 3],
      ['USDC', 1],
    ]);
  });

  it('is measured for thresholds', () => {
    const measured = measurementsOf(measureSystemicRisk(measureBook(book), shocks));
    expect(measured).toContainEqual({
      dimension: 'layer',
      measure: 'breaches',
      subject: BASE,
      value: decimal('3'),
      affected: ['on-base', 'on-the-bridge', 'on-the-way'],
    });
    expect(measured.filter(({ measure }) => measure === 'concentration')).toHaveLength(4);
  });
});
