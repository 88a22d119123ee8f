import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluateMargin,
  isBelowThreshold,
  type Holding,
  type MarginAccount,
  type MarginPolicy,
} from '@causeway/domain/margin';
import {
  chainOfAsset,
  decimal,
  tokenAmount,
  transferId,
  type AccountId,
  type AssetFamily,
  type AssetId,
  type BridgeId,
  type ChainId,
  type Decimal,
  type DeskId,
  type InstrumentId,
} from '@causeway/domain/units';
import { housePolicy, usable } from '../../../test/fixtures/margin.js';
import { preset, PRESETS } from '../../../test/fixtures/presets.js';
import { WHOLE_ACCOUNT_POLICY } from '../../../test/fixtures/whole-account-policy.js';
import { measureSystemicRisk } from './correlated-breaches.js';
import type { FailureShocks } from './failures.js';
import { linearMarginOf } from './linear-margin.js';
import { failureMoves, PagedBook, type RiskBasis } from './paged-book.js';
import { pagedRiskSteps } from './paged-risk.js';
import type { BookSteps } from './screened-stress.js';
import type { RiskDirectory } from './stress-scenario.js';
import { measureBook } from './stress-test.js';

const CHAINS = ['eip155:1', 'eip155:10', 'eip155:8453'] as const;
const BRIDGES = ['across', 'cctp'] as const;
const MARKS = { USDC: '1', ETH: '2490', BTC: '40050', 'BTC-PERP': '40000', 'ETH-PERP': '2500.5' };
const DECIMALS = 8;
const PRICES = usable(MARKS);

/** Every family as one asset of a layer; those on 8453 were issued by a bridge. */
const DIRECTORY: RiskDirectory = {
  assetOf: (asset) => ({
    family: asset.slice(asset.lastIndexOf(':') + 1) as AssetFamily,
    decimals: DECIMALS,
  }),
  mechanismOf: () => 'bonded-relayer',
  issuersOf: (asset) => (chainOfAsset(asset) === CHAINS[2] ? ['across' as BridgeId] : []),
};

/** Position rules of the house with tiers and floors, so that margin is linear and yet kinked. */
const TIERED: MarginPolicy = {
  ...housePolicy.margin,
  positions: [
    {
      rule: 'margin-tiers',
      tiers: new Map([
        [
          'BTC-PERP',
          [
            { upTo: decimal('30000'), initial: decimal('0.05'), maintenance: decimal('0.03') },
            { initial: decimal('0.2'), maintenance: decimal('0.11') },
          ],
        ],
      ]),
    },
    {
      rule: 'margin-floor',
      floors: new Map([['BTC-PERP', { initial: decimal('40'), maintenance: decimal('20') }]]),
    },
  ],
  account: [
    {
      rule: 'profit-haircut',
      haircuts: new Map([['BTC-PERP', { initial: decimal('0.5'), maintenance: decimal('0.25') }]]),
    },
  ],
};

const POLICIES: Readonly<Record<string, MarginPolicy>> = {
  house: housePolicy.margin,
  tiered: TIERED,
  whole: WHOLE_ACCOUNT_POLICY,
  ...Object.fromEntries(PRESETS.map((name) => [name, preset(name).margin])),
};

const family = fc.constantFrom('USDC', 'ETH', 'BTC');
const chain = fc.constantFrom(...CHAINS);
const dollars = fc.integer({ min: 0, max: 60_000 });
const sketch = fc.record({
  holdings: fc.array(fc.record({ family, chain, dollars }), { maxLength: 3 }),
  transit: fc.option(
    fc.record({ bridge: fc.constantFrom(...BRIDGES), from: chain, to: chain, family, dollars }),
  ),
  seized: fc.boolean(),
  debt: fc.option(fc.record({ family, dollars: fc.integer({ min: 1, max: 9_000 }) })),
  positions: fc.uniqueArray(
    fc.record({
      // An instrument may be called as an asset is.
      instrument: fc.constantFrom('BTC-PERP', 'BTC-PERP', 'ETH-PERP', 'ETH-PERP', 'ETH'),
      chain,
      dollars: fc.integer({ min: -150_000, max: 150_000 }),
      entry: fc.integer({ min: 93, max: 107 }),
    }),
    { selector: ({ instrument, chain: on }) => `${on}/${instrument}`, maxLength: 3 },
  ),
  /** By how much equity exceeds what the account is liquidated at, in USD; where it falls if absent. */
  surplus: fc.constantFrom(undefined, '0', '0.00000001', '-0.00000001', '300', '4000'),
});
type Sketch = typeof sketch extends fc.Arbitrary<infer Value> ? Value : never;

function amountOf(on: string, symbol: string, value: number) {
  const units = decimal(String(value))
    .div(PRICES.prices.get(symbol)?.price ?? 1)
    .mul(10 ** DECIMALS);
  return tokenAmount(`${on}/venue:${symbol}` as AssetId, BigInt(units.toFixed(0)));
}

function accountOf(made: Sketch, index: number, margin: MarginPolicy): MarginAccount {
  const { holdings, transit, debt, positions, seized, surplus } = made;
  const moving: readonly Holding[] =
    transit === null
      ? []
      : [
          {
            amount: amountOf(transit.to, transit.family, transit.dollars),
            bucket: 'in-transit',
            transit: {
              transfer: transferId(transit.bridge as BridgeId, transit.from as ChainId, String(index)),
              bridge: transit.bridge as BridgeId,
              stage: 'initiated',
            },
          },
        ];
  const account: MarginAccount = {
    account: `account-${String(index).padStart(2, '0')}` as AccountId,
    desk: 'desk' as DeskId,
    seq: 1,
    holdings: [
      ...holdings.map((each, place) => ({
        amount: amountOf(each.chain, each.family, each.dollars),
        bucket: seized && place === 0 ? ('seized' as const) : ('available' as const),
      })),
      ...moving,
    ],
    ...(debt === null ? {} : { debts: [{ principal: amountOf(CHAINS[0], debt.family, debt.dollars) }] }),
    positions: positions.map(({ instrument, chain: on, dollars: notional, entry }) => {
      const mark = PRICES.prices.get(instrument)?.price ?? decimal('1');
      return {
        instrument: instrument as InstrumentId,
        chain: on as ChainId,
        size: decimal(String(notional)).div(mark).toDecimalPlaces(6),
        entryPrice: mark.mul(entry).div(100),
      };
    }),
  };
  const [first, ...others] = account.positions;
  if (surplus === undefined || first === undefined) return account;
  const { equity, maintenanceMargin } = evaluateMargin(account, PRICES, margin, DIRECTORY);
  const fundingOwed = equity.sub(maintenanceMargin.mul(margin.health.liquidation)).sub(surplus);
  return { ...account, positions: [{ ...first, fundingOwed }, ...others] };
}

function basisOf(margin: MarginPolicy, soldFraction: Decimal, depth: Decimal): RiskBasis {
  return {
    prices: PRICES,
    evaluate: (account, prices) => evaluateMargin(account, prices, margin, DIRECTORY),
    isBreachedBy: ({ equity, maintenanceMargin }, loss) =>
      isBelowThreshold(margin.health, { equity: equity.sub(loss), maintenanceMargin }, 'liquidation'),
    directory: DIRECTORY,
    contagion: {
      soldFraction,
      depths: new Map([
        ['ETH', { depth, maximumDrop: decimal('0.4') }],
        ['USDC', { depth: depth.mul(3), maximumDrop: decimal('0.05') }],
      ]),
    },
    insuranceFund: decimal('500'),
    margin,
  };
}

/** Does the work with a book to ask; tells how many accounts it wanted to see. */
function answered<Outcome>(steps: BookSteps<Outcome>, accounts: readonly MarginAccount[]) {
  const known = new Map(accounts.map((account) => [account.account, account]));
  let seen = 0;
  for (let step = steps.next([]); ;) {
    if (step.done === true) return { outcome: step.value, seen };
    seen += step.value.length;
    step = steps.next(step.value.flatMap((name) => known.get(name) ?? []));
  }
}

function pagedBook(basis: RiskBasis, shocks: FailureShocks, accounts: readonly MarginAccount[]): PagedBook {
  const book = new PagedBook(basis, failureMoves(shocks, true));
  for (const account of accounts) book.add(account);
  return book;
}

const all = () => true;

describe('a book of which only columns are kept', () => {
  const books = fc.array(sketch, { minLength: 1, maxLength: 16 });
  const hundredths = (most: number) =>
    fc.integer({ min: 1, max: most }).map((value) => decimal(`${value}`).div(100));

  it('has the systemic risk of the whole book, under every policy', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(POLICIES), 'house', 'house', 'tiered', 'tiered'),
        books,
        hundredths(100),
        fc.integer({ min: 2, max: 200 }).map((value) => decimal(`${value}000`)),
        fc.record({ assetFall: hundredths(100), venueMove: hundredths(100) }),
        (name, sketches, soldFraction, depth, shocks) => {
          const margin = POLICIES[name] ?? TIERED;
          const basis = basisOf(margin, soldFraction, depth);
          const accounts = sketches.map((made, index) => accountOf(made, index, margin));
          const whole = measureSystemicRisk(measureBook({ ...basis, accounts }), shocks);
          const paged = pagedRiskSteps(pagedBook(basis, shocks, accounts), shocks, all);
          expect(answered(paged, accounts).outcome).toEqual(whole);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('sees nobody again who can bear all of it', () => {
    const shocks = { assetFall: decimal('0.08'), venueMove: decimal('0.1') };
    const basis = basisOf(housePolicy.margin, decimal('1'), decimal('1000000'));
    const rich: Sketch = {
      holdings: CHAINS.map((on) => ({ family: 'USDC', chain: on, dollars: 50_000 })),
      transit: null,
      seized: false,
      debt: null,
      positions: [{ instrument: 'BTC-PERP', chain: CHAINS[1], dollars: 40_000, entry: 100 }],
      surplus: undefined,
    };
    const accounts = Array.from({ length: 40 }, (_, index) =>
      accountOf(index === 7 ? { ...rich, surplus: '300' } : rich, index, housePolicy.margin),
    );
    const { seen, outcome } = answered(
      pagedRiskSteps(pagedBook(basis, shocks, accounts), shocks, all),
      accounts,
    );
    const breaches = outcome.flatMap(({ subjects }) => subjects.map((subject) => subject.breaches));
    expect(Math.max(...breaches)).toBe(1);
    expect(seen).toBeLessThan(20);
  });

  it('takes nothing for granted of a policy whose rules look at the whole account', () => {
    expect(linearMarginOf(housePolicy.margin)).toBeDefined();
    expect(linearMarginOf(TIERED)).toBeDefined();
    expect(linearMarginOf(WHOLE_ACCOUNT_POLICY)).toBeUndefined();
  });
});
