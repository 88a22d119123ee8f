import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PublishedEvent } from '@causeway/application/ports';
import type {
  BridgeEvent,
  NextStep,
  Tracking,
  Transfer,
  TransferFill,
  TransferHistoryEntry,
} from '@causeway/domain/bridging';
import type { PostingCause } from '@causeway/domain/ledger';
import type {
  BreachEstimate,
  CaseProgress,
  CaseReduction,
  CollateralSeizure,
  Evidence,
  LiquidationCase,
  LiquidationPlan,
  PlanQuality,
  PositionReduction,
  SeenPosition,
  SeizureConversion,
  UnreachableCollateral,
} from '@causeway/domain/liquidation';
import type {
  ExactInputRequest,
  ExactOutputRequest,
  RouteQuote,
  RouteRequest,
} from '@causeway/domain/routing';
import { expectOk } from '@causeway/domain/units';
import {
  address,
  amount,
  asset,
  chain,
  decimal,
  decimalAt,
  few,
  finality,
  fraction,
  hash,
  id,
  latency,
  logId,
  mechanism,
  objectOf,
  slug,
  stage,
  text,
  ticker,
  time,
  transfer,
  unsigned,
  words,
} from './arbitraries.fixture.js';
import { account, marginState, proven, versionedPolicy } from './margin-arbitraries.fixture.js';
import {
  headerReportFormat,
  type HeaderReportRecord,
  bridgeEventFormat,
  decodeEvent,
  decodeEventText,
  decodeRiskPolicy,
  encodeEvent,
  encodeEventText,
  encodeRiskPolicy,
  liquidationCaseFormat,
  marginAccountFormat,
  marginStateFormat,
  priceFormat,
  routeFrontFormat,
  routeQuoteFormat,
  routeRequestFormat,
  transactionLogsFormat,
  transferFormat,
  type PriceRecord,
  type TransactionLogsRecord,
  type WireFormat,
} from './index.js';

const PLAIN = { noNullPrototype: true } as const;
const blockNumber = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const transactionLogs = objectOf<TransactionLogsRecord>(
  {
    chain,
    blockNumber: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    blockHash: hash,
    blockTime: time,
    transactionHash: hash,
    finality,
    logs: few(
      fc.record({
        logIndex: fc.nat(),
        address,
        topics: fc.array(hash, { maxLength: 4 }),
        data: id<`0x${string}`>(/^0x([0-9a-f]{2}){0,64}$/),
      }),
    ),
    redeemsTicket: hash,
    proven,
    source: text,
    replayAt: time,
  },
  'redeemsTicket',
  'proven',
  'source',
  'replayAt',
);
const blockHeader = objectOf<HeaderReportRecord>(
  {
    chain,
    header: fc.record({ number: blockNumber, hash, parentHash: hash, time }),
    heads: objectOf<HeaderReportRecord['heads']>(
      { latest: blockNumber, safe: blockNumber, finalised: blockNumber, settled: blockNumber },
      'settled',
    ),
    source: text,
    replayAt: time,
  },
  'source',
  'replayAt',
);
const price = objectOf<PriceRecord>(
  {
    symbol: ticker(),
    price: decimalAt(1n, 10n ** 19n),
    time,
    source: text,
    confidence: fraction,
    replayAt: time,
  },
  'confidence',
  'replayAt',
);
const fill = { filled: unsigned, ordered: unsigned };
const tracking = objectOf<Tracking>(
  {
    punctuality: words('on-time', 'late', 'stuck', 'claimable'),
    since: time,
    expected: fc.record({ early: time, typical: time, late: time }),
    lateAt: time,
    stuckAt: time,
    nextStep: objectOf<NextStep>(
      { kind: words('deliver', 'prove', 'finalise', 'claim', 'execute', 'refund'), possibleAt: time },
      'possibleAt',
    ),
    nextCheckAt: time,
  },
  'since',
  'expected',
  'lateAt',
  'stuckAt',
  'nextStep',
  'nextCheckAt',
);
const transferState = objectOf<Transfer>(
  {
    id: transfer,
    bridge: slug(),
    sourceChain: chain,
    destinationChain: chain,
    stage,
    sourceSeen: fc.boolean(),
    destinationSeen: fc.boolean(),
    sender: address,
    recipient: address,
    sent: amount,
    received: amount,
    initiatedAt: time,
    finalisedAt: time,
    fillDeadline: time,
    arrivesSilently: fc.constant(true as const),
    arrivesElsewhere: fc.constant(true as const),
    fills: few(
      objectOf<TransferFill>(
        { logId, at: time, ...fill, recipient: address, received: amount },
        'recipient',
        'received',
      ),
    ),
    returned: amount,
    repayments: few(fc.record({ logId, at: time, eventName: text })),
    tracking,
    history: few(
      objectOf<TransferHistoryEntry>(
        { stage, at: time, logId, eventName: text, finality, proven },
        'finality',
        'proven',
      ),
    ),
  },
  'destinationChain',
  'sender',
  'recipient',
  'sent',
  'received',
  'initiatedAt',
  'finalisedAt',
  'fillDeadline',
  'arrivesSilently',
  'arrivesElsewhere',
  'fills',
  'returned',
  'repayments',
  'tracking',
);
const bridgeEvent = objectOf<BridgeEvent>(
  {
    logId,
    chain,
    time,
    finality,
    transactionHash: hash,
    bridge: slug(),
    eventName: text,
    emitter: words('known-contract', 'topic-only'),
    step: words(
      ...(['initiated', 'attested', 'relayed', 'proven', 'filled', 'finalised', 'repaid'] as const),
      ...(['cancelled', 'expired', 'refunded', 'failed'] as const),
    ),
    transfer,
    sourceChain: chain,
    destinationChain: chain,
    sender: address,
    recipient: address,
    sent: amount,
    received: amount,
    fill: fc.record(fill),
    returned: amount,
    fillDeadline: time,
    arrivesSilently: fc.constant(true as const),
    arrivesElsewhere: fc.constant(true as const),
    evidence: few(fc.record({ logIndex: fc.nat(), address, eventName: text })),
    proven,
  },
  'destinationChain',
  'finality',
  'sender',
  'recipient',
  'sent',
  'received',
  'fill',
  'returned',
  'fillDeadline',
  'arrivesSilently',
  'arrivesElsewhere',
  'evidence',
  'proven',
);
const evidence = objectOf<Evidence>(
  {
    accountSeq: fc.nat(),
    priceVector: text,
    policyVersion: fc.integer({ min: 1 }) as unknown as fc.Arbitrary<never>,
    equity: decimal,
    maintenanceMargin: decimal,
    health: decimal,
    systemicActions: few(text),
  },
  'health',
  'systemicActions',
);
const conversion = objectOf<SeizureConversion>(
  {
    proceeds: unsigned,
    proceedsValue: decimal,
    seconds: fc.nat(),
    security: mechanism,
    route: few(text),
  },
  'security',
);
const plan = objectOf<LiquidationPlan>(
  {
    reductions: few(
      objectOf<PositionReduction>(
        {
          instrument: ticker<never>(),
          chain,
          sizeChange: decimal,
          markPrice: decimal,
          maintenanceReleased: decimal,
          realisedPnl: decimal,
          cost: decimal,
        },
        'realisedPnl',
        'cost',
      ),
    ),
    seizures: few(
      objectOf<CollateralSeizure>(
        { asset, chain, bucket: words('available', 'reserved'), raw: unsigned, value: decimal, conversion },
        'conversion',
      ),
    ),
    healthAfter: decimal,
    shortfall: decimal,
    quality: objectOf<PlanQuality>({
      goal: words('restore', 'close', 'insolvent'),
      loss: decimal,
      lossBound: decimal,
      settlementAsset: asset,
      graphVersion: text,
      unreachable: few(
        objectOf<UnreachableCollateral>({
          asset,
          chain,
          bucket: words('available', 'in-transit', 'reserved', 'seized'),
          value: decimal,
          reason: words('in-transit', 'no-price', 'no-route', 'too-slow', 'too-weak'),
        }),
      ),
    }),
  },
  'healthAfter',
  'quality',
);
const caseStage = words('warned', 'margin-call', 'liquidating', 'recovered', 'closed', 'bankrupt');
const liquidationCase = objectOf<LiquidationCase>(
  {
    id: fc.tuple(slug(), fc.integer({ min: 1 })).map(([of, at]) => `${of}/${at}`) as fc.Arbitrary<never>,
    account: slug(),
    desk: slug(),
    stage: caseStage,
    openedAt: time,
    updatedAt: time,
    plan,
    deadline: time,
    estimate: objectOf<BreachEstimate>(
      {
        surplus: decimal,
        driftPerDay: decimal,
        deviationPerDay: decimal,
        driftSeconds: fc.nat(),
        seconds: fc.nat(),
      },
      'driftSeconds',
      'seconds',
    ),
    progress: objectOf<CaseProgress>({
      since: time,
      seen: few(objectOf<SeenPosition>({ instrument: ticker<never>(), chain, size: decimal })),
      reductions: few(
        objectOf<CaseReduction>({ instrument: ticker<never>(), chain, size: decimal, at: time }),
      ),
    }),
    history: few(fc.record({ stage: caseStage, at: time, evidence })),
  },
  'plan',
  'deadline',
  'estimate',
  'progress',
);
const constraints = {
  deadlineSeconds: fc.nat(),
  minimumSecurity: mechanism,
  allowedBridges: few(slug<never>()),
  forbiddenBridges: few(slug<never>()),
  exposureCaps: few(fc.record({ bridge: slug<never>(), maximumInput: unsigned }, PLAIN)),
  maximumLegs: fc.integer({ min: 1, max: 9 }),
};
const stated = [
  'deadlineSeconds',
  'minimumSecurity',
  'allowedBridges',
  'forbiddenBridges',
  'exposureCaps',
  'maximumLegs',
] as const;
const routeRequest: fc.Arbitrary<RouteRequest> = fc.oneof(
  objectOf<ExactInputRequest>({ input: amount, output: asset, ...constraints }, ...stated),
  objectOf<ExactOutputRequest>({ input: asset, output: amount, ...constraints }, ...stated),
);
const routeQuote = objectOf<RouteQuote>({
  id: fc.stringMatching(/^[0-9a-f]{64}$/),
  graphVersion: text,
  quotedAt: time,
  expiresAt: time,
  route: fc.record({
    legs: few(fc.record({ edge: text, from: asset, to: asset, input: unsigned, output: unsigned })),
    input: amount,
    output: amount,
    latency,
    security: mechanism,
  }),
  certificate: fc.record({ lower: amount, upper: amount, gap: decimal }),
});
const cause = objectOf<PostingCause>({ reference: text, at: time });
const publishedEvent: fc.Arbitrary<PublishedEvent> = fc.oneof(
  fc.record({ type: fc.constant('account.changed' as const), account, cause }),
  fc.record({ type: fc.constant('margin.changed' as const), state: marginState, at: time }),
  fc.record({ type: fc.constant('liquidation.changed' as const), case: liquidationCase }),
  fc.record({ type: fc.constant('transfer.changed' as const), transfer: transferState, cause }),
  fc.record({ type: fc.constant('policy.activated' as const), policy: versionedPolicy, at: time }),
);

const routeFront = fc.record({
  points: fc.array(fc.record({ deadlineSeconds: fc.nat(), quote: routeQuote }, { requiredKeys: ['quote'] })),
  isComplete: fc.boolean(),
});

function expectRoundTrip<Value>(format: WireFormat<Value>, values: fc.Arbitrary<Value>): void {
  fc.assert(
    fc.property(values, (value) => {
      const written = format.encodeText(value);
      expect(expectOk(format.decodeText(written))).toEqual(value);
    }),
    { numRuns: 60 },
  );
}

describe('every wire format gives back what was put in', () => {
  it('transaction-logs', () => expectRoundTrip(transactionLogsFormat, transactionLogs));
  it('block-header', () => expectRoundTrip(headerReportFormat, blockHeader));
  it('price', () => expectRoundTrip(priceFormat, price));
  it('margin-account', () => expectRoundTrip(marginAccountFormat, account));
  it('margin-state', () => expectRoundTrip(marginStateFormat, marginState));
  it('transfer', () => expectRoundTrip(transferFormat, transferState));
  it('bridge-event', () => expectRoundTrip(bridgeEventFormat, bridgeEvent));
  it('liquidation-case', () => expectRoundTrip(liquidationCaseFormat, liquidationCase));
  it('route-request', () => expectRoundTrip(routeRequestFormat, routeRequest));
  it('route-quote', () => expectRoundTrip(routeQuoteFormat, routeQuote));
  it('route-front', () => expectRoundTrip(routeFrontFormat, routeFront));

  it('margin-policy, whose version is beside the document', () => {
    fc.assert(
      fc.property(versionedPolicy, (value) => {
        const document: unknown = JSON.parse(JSON.stringify(encodeRiskPolicy(value)));
        expect(expectOk(decodeRiskPolicy(document, value.version))).toEqual(value);
      }),
      { numRuns: 60 },
    );
  });

  it('every published event, as type and payload and as the text of a record', () => {
    fc.assert(
      fc.property(publishedEvent, (event) => {
        const { type, payload } = encodeEvent(event);
        expect(expectOk(decodeEvent(type, JSON.parse(JSON.stringify(payload))))).toEqual(event);
        expect(expectOk(decodeEventText(encodeEventText(event)))).toEqual(event);
      }),
      { numRuns: 150 },
    );
  });
});
