import type { BridgePosition, MarginInputs, SettlementRecord } from '@causeway/application/ports';
import { trackTransfer, type Transfer } from '@causeway/domain/bridging';
import { EMPTY_POSITION, type BridgeLeg, type ConservationAlert } from '@causeway/domain/conservation';
import type { FollowedChain } from '@causeway/domain/finality';
import type { AllocationEvidence, LiquidationCase } from '@causeway/domain/liquidation';
import { NETWORK } from '@causeway/domain/network';
import type { RiskPolicy } from '@causeway/domain/policy';
import { quoteRoute, type LiquidityGraph } from '@causeway/domain/routing';
import { advanceSettlement, openSettlement, planOf, USUAL_TERMS } from '@causeway/domain/settlement';
import type { ActionInForce } from '@causeway/domain/systemic-risk';
import {
  addSeconds,
  decimal,
  expectOk,
  parseAccountId,
  parseAddress,
  parseAssetId,
  parseBridgeId,
  parseChainId,
  parseDeskId,
  parseHash,
  parseInstrumentId,
  parsePolicyVersion,
  tokenAmount,
  transferId,
  logId,
  type AccountId,
  type CaseId,
  type UnixMilliseconds,
} from '@causeway/domain/units';

export const OP_MAINNET = expectOk(parseChainId('eip155:10'));
export const ARBITRUM = expectOk(parseChainId('eip155:42161'));
export const OP_USDC = expectOk(parseAssetId('eip155:10/erc20:0x0b2c639c533813f4aa9d7837caf62653d097ff85'));
export const ARBITRUM_USDC = expectOk(
  parseAssetId('eip155:42161/erc20:0xaf88d065e77c8cc2239327c5edb3a432268e5831'),
);
export const ACROSS = expectOk(parseBridgeId('across'));
export const ATLAS = expectOk(parseDeskId('atlas'));
export const WALLET = expectOk(parseAddress('0x1111111111111111111111111111111111111111'));
export const NOW = Date.parse('2022-01-21T14:05:00Z') as UnixMilliseconds;
const BTC_PERP = expectOk(parseInstrumentId('BTC-PERP'));
const HASH = expectOk(parseHash(`0x${'ab'.repeat(32)}`));

const VERSION = expectOk(parsePolicyVersion(1));

export const POLICY: RiskPolicy = {
  version: VERSION,
  name: 'sample',
  margin: {
    version: VERSION,
    places: 8,
    collateral: [
      { rule: 'asset-haircut', haircuts: new Map([['USDC', decimal('0.1')]]) },
      {
        rule: 'layer-haircut',
        haircuts: new Map([['eip155:10', decimal('0.05')]]),
        otherwise: decimal('0.5'),
      },
      {
        rule: 'in-transit-credit',
        credits: [{ mechanism: 'bonded-relayer', stage: 'initiated', credit: decimal('0.5') }],
      },
    ],
    debts: [],
    positions: [
      {
        rule: 'margin-rates',
        rates: new Map([['BTC-PERP', { initial: decimal('0.1'), maintenance: decimal('0.05') }]]),
      },
    ],
    account: [],
    health: {
      rule: 'health-ratio',
      warning: decimal('1.5'),
      liquidation: decimal('1'),
      target: decimal('1.8'),
    },
  },
};

const UNTRACKED: Transfer = {
  id: transferId(ACROSS, OP_MAINNET, '7'),
  bridge: ACROSS,
  sourceChain: OP_MAINNET,
  destinationChain: ARBITRUM,
  stage: 'initiated',
  sourceSeen: true,
  destinationSeen: false,
  sender: WALLET,
  sent: tokenAmount(OP_USDC, 2_000_000_000n),
  initiatedAt: NOW,
  history: [
    { stage: 'initiated', at: NOW, logId: logId(OP_MAINNET, HASH, HASH, 3), eventName: 'FundsDeposited' },
  ],
};

/** A transfer that has been late for half a minute. */
export const TRANSFER: Transfer = trackTransfer(UNTRACKED, NETWORK, addSeconds(NOW, 92));

/** Account `id` with 10,000 USDC on OP Mainnet, 2,000 USDC in transit and a long of 1 BTC entered at 40,000. */
export function marginInputs(id: string, bitcoinPrice: string): MarginInputs {
  const price = (symbol: string, value: string) =>
    [symbol, { symbol, price: decimal(value), time: NOW, source: 'test' }] as const;
  return {
    account: {
      account: accountId(id),
      desk: ATLAS,
      seq: 4,
      positions: [
        { instrument: BTC_PERP, chain: OP_MAINNET, size: decimal('1'), entryPrice: decimal('40000') },
      ],
      holdings: [
        { amount: tokenAmount(OP_USDC, 10_000_000_000n), bucket: 'available' },
        {
          amount: tokenAmount(OP_USDC, 2_000_000_000n),
          bucket: 'in-transit',
          transit: { transfer: TRANSFER.id, bridge: ACROSS, stage: 'initiated' },
        },
      ],
    },
    prices: {
      id: `prices-${bitcoinPrice}`,
      prices: new Map([price('USDC', '1'), price('BTC-PERP', bitcoinPrice)]),
    },
    policy: POLICY,
    asOfSeq: 0,
  };
}

/** An account id of the sample. */
export function accountId(id: string): AccountId {
  return expectOk(parseAccountId(id));
}

export const CASE: LiquidationCase = {
  id: 'atlas-main/1' as CaseId,
  account: accountId('atlas-main'),
  desk: ATLAS,
  stage: 'liquidating',
  openedAt: NOW,
  updatedAt: NOW,
  plan: {
    reductions: [
      {
        instrument: BTC_PERP,
        chain: OP_MAINNET,
        sizeChange: decimal('-0.5'),
        markPrice: decimal('33000'),
        maintenanceReleased: decimal('825'),
      },
    ],
    seizures: [
      { asset: OP_USDC, chain: OP_MAINNET, bucket: 'available', raw: 1_500_000n, value: decimal('1.5') },
    ],
    healthAfter: decimal('1.8'),
    shortfall: decimal('0'),
  },
  history: [
    {
      stage: 'liquidating',
      at: NOW,
      evidence: {
        accountSeq: 4,
        priceVector: 'prices-33000',
        policyVersion: POLICY.version,
        equity: decimal('1000'),
        maintenanceMargin: decimal('1650'),
        health: decimal('0.6'),
      },
    },
  ],
};

export const SETTLEMENT: AllocationEvidence = {
  case: CASE.id,
  settlement: 1,
  account: CASE.account,
  at: NOW,
  policyVersion: POLICY.version,
  settlementAsset: OP_USDC,
  settlementPrice: decimal('1'),
  loss: 2_000_000n,
  fee: 10_000n,
  sources: [
    { kind: 'collateral', account: CASE.account, raw: 1_500_000n },
    { kind: 'insurance-fund', account: accountId('insurance-fund'), raw: 500_000n },
  ],
  uses: [{ kind: 'venue', raw: 2_000_000n }],
  deleveraged: [],
  fundBefore: 700_000n,
  fundAfter: 200_000n,
  unpaid: 0n,
};

export const FOLLOWED: FollowedChain = {
  chain: OP_MAINNET,
  status: 'gapped',
  heads: { latest: 120n, safe: 110n, finalised: 100n },
  start: 90n,
  tip: { number: 112n, hash: expectOk(parseHash(`0x${'ab'.repeat(32)}`)) },
  reorgs: 2,
  wanted: expectOk(parseHash(`0x${'cd'.repeat(32)}`)),
  missing: { from: 113n, to: 117n },
};

const ARRIVAL: BridgeLeg = {
  id: logId(ARBITRUM, HASH, HASH, 5),
  bridge: ACROSS,
  kind: 'release',
  chain: ARBITRUM,
  sourceChain: OP_MAINNET,
  at: NOW,
  transactionHash: HASH,
  messageId: '8',
  asset: ARBITRUM_USDC,
  amount: 5_000_000n,
  recipient: WALLET,
};

/** 5 USDC that came out of nothing. */
export const ALERT: ConservationAlert = {
  id: `${ACROSS}/${ARRIVAL.id}`,
  bridge: ACROSS,
  code: 'UNEXPLAINED_ARRIVAL',
  severity: 'alarm',
  status: 'open',
  message: 'no departure explains it',
  asset: 'USDC',
  arrival: ARRIVAL,
  raisedAt: NOW,
};

export const BRIDGE_POSITION: BridgePosition = {
  bridge: ACROSS,
  asset: 'USDC',
  position: { ...EMPTY_POSITION, released: 5_000_000n, unexplained: 5_000_000n },
};

export const CHAIN_RECORD = { chain: OP_MAINNET, since: addSeconds(NOW, -3_600), through: NOW };

const RELAYERS: LiquidityGraph = {
  version: 'graph-1',
  edges: [
    {
      ...{ kind: 'relayer', id: 'across-usdc', from: OP_USDC, to: ARBITRUM_USDC, bridge: ACROSS },
      latency: { lowerQuartileSeconds: 2, medianSeconds: 3, upperQuartileSeconds: 9 },
      ...{ security: 'optimistic-challenge', minimumInput: 1n, capacity: 10n ** 12n, fixedCost: 0n },
      ...{ observedAt: NOW, rateNumerator: 1n, rateDenominator: 1n, feeMillionths: 1000n, relayerFee: 0n },
      exclusivitySeconds: 0,
    },
  ],
};
const QUOTED = expectOk(
  quoteRoute(RELAYERS, { input: tokenAmount(OP_USDC, 1_000_000n), output: ARBITRUM_USDC }, NOW),
);

/** 1 USDC on its way over Across, to be sent. */
export const ROUTE_SETTLEMENT: SettlementRecord = {
  seq: 1,
  account: accountId('atlas-main'),
  wallet: WALLET,
  isContractWallet: false,
  graph: RELAYERS,
  settlement: advanceSettlement(
    openSettlement(expectOk(planOf(QUOTED, RELAYERS, NETWORK, USUAL_TERMS, NOW)), NOW),
    { kind: 'time-passed' },
    NOW,
  ).settlement,
  reserved: [{ asset: OP_USDC, raw: 1_000_000n }],
  booked: [],
  claims: [{ leg: 0, resource: 'edge/across-usdc', raw: 1_000_000n, limit: 10n ** 12n }],
  evidence: [],
};

/** An action in force on the layer of all accounts. */
export const ACTION: ActionInForce = {
  threshold: 'half on one layer',
  dimension: 'layer',
  measure: 'share',
  subject: OP_MAINNET,
  action: 'raise-haircut',
  haircut: decimal('0.05'),
  since: NOW,
  value: decimal('0.6'),
  affected: [accountId('atlas-main')],
  evidence: { priceVector: '0:3', policyVersion: VERSION, accounts: 3 },
};
