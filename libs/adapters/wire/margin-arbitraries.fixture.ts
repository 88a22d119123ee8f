import fc from 'fast-check';
import type { ProofEvidence } from '@causeway/domain/bridging';
import type {
  AccountRule,
  CollateralRule,
  ConcentrationBracket,
  Debt,
  DebtMargin,
  DebtRule,
  HealthRule,
  Holding,
  HoldingMargin,
  HoldingProof,
  InTransitCredit,
  IsolatedMargin,
  MarginAccount,
  MarginPolicy,
  MarginState,
  MarginTier,
  Position,
  PositionMargin,
  PositionRule,
  ValuationGap,
} from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { TokenAmount } from '@causeway/domain/units';
import {
  amount,
  asset,
  chain,
  decimal,
  few,
  hash,
  fraction,
  mapFrom,
  mechanism,
  objectOf,
  positive,
  slug,
  stage,
  text,
  ticker,
  time,
  transfer,
  words,
} from './arbitraries.fixture.js';

const PLAIN = { noNullPrototype: true } as const;
const block = { chain, blockHash: hash };
const blockNumber = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
export const proven: fc.Arbitrary<ProofEvidence> = fc.oneof(
  fc.record({ basis: fc.constant('state-root'), ...block, blockNumber, stateRoot: hash }, PLAIN),
  fc.record({ basis: fc.constant('receipts-root'), ...block, blockNumber, receiptsRoot: hash }, PLAIN),
  fc.record(
    { basis: fc.constant('output-root'), ...block, blockNumber, stateRoot: hash, outputRoot: hash },
    { ...PLAIN, requiredKeys: ['basis', 'chain', 'blockHash', 'stateRoot', 'outputRoot'] },
  ),
);
const holdingProof: fc.Arbitrary<HoldingProof> = fc.record({
  evidence: proven,
  raw: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  at: time,
});
const columns = fc.record({ initial: decimal, maintenance: decimal });
const collateralRule: fc.Arbitrary<CollateralRule> = fc.oneof(
  fc.record({ rule: fc.constant('asset-haircut' as const), haircuts: mapFrom(ticker(), fraction) }),
  fc.record({ rule: fc.constant('collateral-weight' as const), weights: mapFrom(ticker(), columns) }),
  fc.record({
    rule: fc.constant('layer-haircut' as const),
    haircuts: mapFrom(chain, fraction),
    otherwise: fraction,
  }),
  fc.record({
    rule: fc.constant('in-transit-credit' as const),
    credits: few(
      objectOf<InTransitCredit>(
        {
          mechanism,
          bridge: slug(),
          stage,
          finality: words('latest', 'safe', 'finalised', 'settled'),
          withinSeconds: positive,
          credit: fraction,
          atMost: positive,
        },
        'mechanism',
        'bridge',
        'finality',
        'withinSeconds',
        'atMost',
      ),
    ),
  }),
);
const moreCollateralRules: fc.Arbitrary<CollateralRule> = fc.oneof(
  fc.record({
    rule: fc.constant('concentration-brackets' as const),
    brackets: mapFrom(
      ticker(),
      few(objectOf<ConcentrationBracket>({ upTo: decimal, weight: fraction }, 'upTo')),
    ),
  }),
  fc.record({
    rule: fc.constant('correlated-assets' as const),
    groups: few(fc.record({ name: text, families: few(ticker<string>()), weight: columns })),
  }),
  fc.record(
    { rule: fc.constant('in-transit-cap' as const), caps: mapFrom(slug(), decimal), otherwise: decimal },
    { ...PLAIN, requiredKeys: ['rule', 'caps'] },
  ),
  fc.record(
    {
      rule: fc.constant('proven-balance' as const),
      unproven: mapFrom(chain, fraction),
      otherwise: fraction,
      withinSeconds: positive,
    },
    { ...PLAIN, requiredKeys: ['rule', 'unproven', 'otherwise'] },
  ),
);
const failureLosses = (key: fc.Arbitrary<string>) =>
  fc.record({ losses: mapFrom(key, fraction), otherwise: fraction });
const pair = { initial: decimal, maintenance: decimal };
const accountRule: fc.Arbitrary<AccountRule> = fc.oneof(
  fc.record({ rule: fc.constant('isolated-margin' as const) }),
  fc.record({ rule: fc.constant('account-floor' as const), ...pair }),
  fc.record({
    rule: fc.constant('failure-scenarios' as const),
    bridges: failureLosses(slug()),
    layers: failureLosses(chain),
    ...pair,
  }),
  fc.record({
    rule: fc.constant('hedge-offset' as const),
    pairs: few(fc.record({ instruments: fc.tuple(ticker<string>(), ticker<string>()), offset: fraction })),
  }),
  fc.record(
    {
      rule: fc.constant('profit-haircut' as const),
      haircuts: mapFrom(ticker(), columns),
      otherwise: columns,
    },
    { ...PLAIN, requiredKeys: ['rule', 'haircuts'] },
  ),
  fc.record({
    rule: fc.constant('scenario-grid' as const),
    accounts: words('portfolio' as const, 'all' as const),
    groups: few(
      fc.record({
        underlying: ticker<string>(),
        instruments: few(ticker<string>()),
        scenarios: few(fc.record({ priceMove: decimal, volatilityMove: decimal, weight: fraction })),
        contingency: fraction,
        shortOptionContingency: fraction,
      }),
    ),
    ...pair,
  }),
);
const debtRule: fc.Arbitrary<DebtRule> = fc.record({
  rule: fc.constant('liability-weight' as const),
  against: words('requirement', 'equity'),
  weights: mapFrom(ticker(), columns),
});
const tier = objectOf<MarginTier>({ upTo: decimal, initial: fraction, maintenance: fraction }, 'upTo');
const positionRule: fc.Arbitrary<PositionRule> = fc.oneof(
  fc.record({ rule: fc.constant('margin-rates' as const), rates: mapFrom(ticker(), columns) }),
  fc.record({ rule: fc.constant('margin-floor' as const), floors: mapFrom(ticker(), columns) }),
  fc.record({ rule: fc.constant('margin-tiers' as const), tiers: mapFrom(ticker(), few(tier)) }),
);
const thresholds = { warning: positive, liquidation: positive, target: positive };
const marginPolicy = objectOf<Omit<MarginPolicy, 'version' | 'imposed'>>({
  places: fc.nat(18),
  collateral: few(fc.oneof(collateralRule, moreCollateralRules)),
  debts: few(debtRule),
  positions: few(positionRule),
  account: few(accountRule),
  health: fc.oneof(
    objectOf<Extract<HealthRule, { readonly rule: 'health-ratio' }>>(
      {
        rule: fc.constant('health-ratio' as const),
        ...thresholds,
        withoutRequirement: words('below-thresholds', 'healthy'),
      },
      'withoutRequirement',
    ),
    fc.record({ rule: fc.constant('health-factor' as const), ...thresholds }),
  ),
});
const holding: fc.Arbitrary<Holding> = fc.oneof(
  fc.record({ amount, bucket: words('available' as const, 'reserved' as const, 'seized' as const) }),
  fc.record({
    amount,
    bucket: fc.constant('in-transit' as const),
    transit: objectOf<NonNullable<Holding['transit']>>(
      {
        transfer,
        bridge: slug(),
        stage,
        initiatedAt: time,
        sourceFinality: words('latest', 'safe', 'finalised', 'settled'),
        isCreditWithheld: fc.constant(true as const),
      },
      'initiatedAt',
      'sourceFinality',
      'isCreditWithheld',
    ),
  }),
  fc.record({ amount, bucket: fc.constant('available' as const), proven: holdingProof }),
  fc.record({
    amount,
    bucket: fc.constant('available' as const),
    withheld: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
  }),
);
const position = objectOf<Position>(
  {
    instrument: ticker(),
    chain,
    size: decimal,
    entryPrice: positive,
    option: fc.record({
      kind: words('call' as const, 'put' as const),
      underlying: ticker<string>(),
      strike: positive,
      expiry: time,
    }),
    fundingOwed: decimal,
    isolatedMargin: decimal,
  },
  'option',
  'fundingOwed',
  'isolatedMargin',
);
const borrowed = objectOf<TokenAmount>({ asset, raw: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }) });
export const account = objectOf<MarginAccount>(
  {
    account: slug(),
    desk: slug(),
    seq: fc.nat(),
    positions: few(position),
    holdings: few(holding),
    debts: few(objectOf<Debt>({ principal: borrowed, index: positive }, 'index')),
    mode: words('cross', 'portfolio'),
  },
  'debts',
  'mode',
);
const holdingMargin = objectOf<HoldingMargin>(
  {
    asset,
    chain,
    family: ticker(),
    bucket: words('available', 'in-transit', 'reserved', 'seized'),
    transfer,
    bridge: slug(),
    mechanism,
    stage,
    quantity: decimal,
    price: decimal,
    value: decimal,
    assetHaircut: fraction,
    layerHaircut: fraction,
    credit: fraction,
    collateralValue: decimal,
    proven: holdingProof,
    initialCollateralValue: decimal,
  },
  'proven',
  'initialCollateralValue',
  'transfer',
  'bridge',
  'mechanism',
  'stage',
);
const positionMargin = objectOf<PositionMargin>(
  {
    instrument: ticker(),
    chain,
    size: decimal,
    entryPrice: decimal,
    markPrice: decimal,
    notional: decimal,
    unrealisedPnl: decimal,
    initialMarginFraction: decimal,
    maintenanceMarginFraction: decimal,
    initialMargin: decimal,
    maintenanceMargin: decimal,
    isMarginedTogether: fc.constant(true as const),
    isIsolated: fc.constant(true as const),
  },
  'isMarginedTogether',
  'isIsolated',
);
const band = words<MarginState['band']>('healthy', 'warning', 'liquidatable');
const isolated = objectOf<IsolatedMargin>(
  {
    instrument: ticker(),
    chain,
    equity: decimal,
    initialMargin: decimal,
    maintenanceMargin: decimal,
    health: decimal,
    band,
  },
  'health',
);
const debtMargin = objectOf<DebtMargin>({
  asset,
  chain,
  family: ticker(),
  quantity: decimal,
  price: decimal,
  value: decimal,
  deduction: decimal,
  initialMargin: decimal,
  maintenanceMargin: decimal,
});
export const marginState = objectOf<MarginState>(
  {
    account: slug(),
    desk: slug(),
    accountSeq: fc.nat(),
    priceVector: text,
    policyVersion: fc.integer({ min: 1 }) as unknown as fc.Arbitrary<never>,
    asOf: time,
    accountValue: decimal,
    collateralValue: decimal,
    debtValue: decimal,
    unrealisedPnl: decimal,
    equity: decimal,
    initialEquity: decimal,
    initialMargin: decimal,
    maintenanceMargin: decimal,
    freeCollateral: decimal,
    withdrawableCollateral: decimal,
    health: decimal,
    band,
    inTransitValue: decimal,
    inTransitCollateralValue: decimal,
    holdings: few(holdingMargin),
    positions: few(positionMargin),
    debts: few(debtMargin),
    adjustments: few(
      fc.record({
        rule: text,
        subject: text,
        equity: decimal,
        initialMargin: decimal,
        maintenanceMargin: decimal,
      }),
    ),
    isolated: few(isolated),
    layers: few(
      fc.record({
        chain,
        value: decimal,
        collateralValue: decimal,
        debtValue: decimal,
        unrealisedPnl: decimal,
        initialMargin: decimal,
        maintenanceMargin: decimal,
      }),
    ),
    assets: few(
      fc.record({ family: ticker<never>(), quantity: decimal, value: decimal, collateralValue: decimal }),
    ),
    gaps: few(
      fc.record({
        code: words<ValuationGap['code']>(
          'MISSING_PRICE',
          'UNKNOWN_ASSET',
          'UNKNOWN_INSTRUMENT',
          'MISSING_FACT',
          'PRICE_NOT_FOR_CREDIT',
          'PRICE_NOT_FOR_LIQUIDATION',
        ),
        subject: text,
      }),
    ),
  },
  'asOf',
  'initialEquity',
  'withdrawableCollateral',
  'health',
);
const policyVersion = fc.integer({ min: 1 }) as unknown as fc.Arbitrary<never>;
export const versionedPolicy = fc
  .tuple(text, marginPolicy, policyVersion)
  .map(([name, margin, version]): RiskPolicy => ({ version, name, margin: { version, ...margin } }));
