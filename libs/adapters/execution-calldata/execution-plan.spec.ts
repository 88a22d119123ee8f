import { describe, expect, it } from '@jest/globals';
import type { SettlementRecord } from '@causeway/application/ports';
import { NETWORK } from '@causeway/domain/network';
import { buildGraph, quoteRoute, type LiquidityEdge } from '@causeway/domain/routing';
import {
  advanceSettlement,
  openSettlement,
  planOf,
  USUAL_TERMS,
  type LegObservation,
} from '@causeway/domain/settlement';
import {
  addSeconds,
  evmChain,
  expectOk,
  nativeAsset,
  parseAccountId,
  parseAddress,
  parseAssetId,
  parseBridgeId,
  parseHash,
  tokenAmount,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { executionPlanOf, type RetryableTerms } from './index.js';

const NOW = 1_735_689_600_000 as UnixMilliseconds;
const ETHEREUM = evmChain(1);
const WETH = expectOk(parseAssetId('eip155:1/erc20:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'));
const ARBITRUM_WETH = expectOk(parseAssetId('eip155:42161/erc20:0x82af49447d8a07e3bd95bd0d56f35241523fbab1'));
const FACTS = {
  latency: { lowerQuartileSeconds: 1, medianSeconds: 1, upperQuartileSeconds: 1 },
  security: 'validity-proof',
  minimumInput: 0n,
  capacity: 10n ** 30n,
  fixedCost: 0n,
  observedAt: NOW,
} as const;
/** Wraps ether and deposits it over Arbitrum's own bridge, which takes a ticket. */
const EDGES: readonly LiquidityEdge[] = [
  { kind: 'wrapping', id: 'wrap', from: nativeAsset(ETHEREUM), to: WETH, chain: ETHEREUM, ...FACTS },
  {
    kind: 'canonical-bridge',
    id: 'deposit',
    from: WETH,
    to: ARBITRUM_WETH,
    bridge: expectOk(parseBridgeId('arbitrum')),
    direction: 'deposit',
    ...FACTS,
  },
];
const GRAPH = expectOk(buildGraph('g', EDGES));
const RAW = 10n ** 18n;
const quote = expectOk(
  quoteRoute(GRAPH, { input: tokenAmount(nativeAsset(ETHEREUM), RAW), output: ARBITRUM_WETH }, NOW),
);
const accepted = advanceSettlement(
  openSettlement(expectOk(planOf(quote, GRAPH, NETWORK, USUAL_TERMS, NOW)), NOW),
  { kind: 'time-passed' },
  NOW,
).settlement;
const DONE: LegObservation = {
  seq: 1,
  departed: RAW,
  arrived: RAW,
  delivered: RAW,
  returned: 0n,
  isReverted: false,
  isFinal: true,
};
const wrapped = advanceSettlement(
  accepted,
  { kind: 'observed', leg: 0, attempt: 0, observation: DONE },
  addSeconds(NOW, 20),
).settlement;

function record(settlement: SettlementRecord['settlement'], more: Partial<SettlementRecord> = {}) {
  return {
    seq: 1,
    account: expectOk(parseAccountId('atlas-main')),
    wallet: expectOk(parseAddress(`0x${'de'.repeat(20)}`)),
    isContractWallet: false,
    graph: GRAPH,
    settlement,
    reserved: [],
    booked: [],
    claims: [],
    evidence: [],
    ...more,
  };
}
const planAt = (of: SettlementRecord, seconds: number, terms?: RetryableTerms) =>
  executionPlanOf(of, NETWORK, addSeconds(NOW, seconds), terms).map(({ standing, calls, reason }) => ({
    standing,
    calls: calls.map(({ purpose }) => purpose),
    reason,
  }));

describe('the execution plan', () => {
  it('has transactions for what is to be sent, and reasons for all else', () => {
    expect(planAt(record(accepted), 10)).toEqual([
      { standing: 'to-send', calls: ['deposit'], reason: undefined },
      { standing: 'waiting', calls: [], reason: expect.stringContaining('once the legs that bring') },
    ]);
    const terms = { gasLimit: 100n, gasPrice: 2n, submissionCost: 3n };
    expect(planAt(record(wrapped), 30, terms)).toMatchObject([
      { standing: 'complete', calls: [] },
      {
        standing: 'to-send',
        calls: [expect.stringMatching(/^approve\(/), 'L1GatewayRouter.outboundTransferCustomRefund'],
      },
    ]);
  });

  it('says that a ticket needs gas terms', () => {
    expect(planAt(record(wrapped), 30)[1]).toMatchObject({
      standing: 'to-send',
      calls: [],
      reason: expect.stringContaining('gas terms must be given'),
    });
  });

  it('has none for what was sent, is overdue, is abandoned, or belongs to a settlement that has ended', () => {
    const transaction = expectOk(parseHash(`0x${'ab'.repeat(32)}`));
    const sent = record(accepted, { evidence: [{ leg: 0, attempt: 0, transaction }] });
    expect(planAt(sent, 10)[0]).toMatchObject({ standing: 'sent', calls: [] });
    expect(planAt(record(accepted), 599)[0]?.standing).toBe('to-send');
    expect(planAt(record(accepted), 600)[0]).toMatchObject({ standing: 'overdue', calls: [] });
    const given = advanceSettlement(accepted, { kind: 'abandoned', leg: 0, attempt: 0 }, NOW).settlement;
    expect(given.outcome?.kind).toBe('failed');
    expect(planAt(record(given), 10)).toMatchObject([
      { standing: 'void', calls: [] },
      { standing: 'waiting', reason: expect.stringContaining('ended') },
    ]);
  });

  it('gives each transaction the layer, the contract and the units to send along', () => {
    const [first] = executionPlanOf(record(accepted), NETWORK, NOW);
    expect(first?.calls).toEqual([
      {
        kind: 'call',
        chain: ETHEREUM,
        to: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
        value: RAW,
        data: '0xd0e30db0',
        purpose: 'deposit',
      },
    ]);
    expect(planAt(record(accepted), 0)[1]?.standing).toBe('waiting');
  });
});
