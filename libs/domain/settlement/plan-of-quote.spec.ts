import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import type { LiquidityEdge, LiquidityGraph, RouteQuote } from '@causeway/domain/routing';
import { buildGraph, quoteRoute } from '@causeway/domain/routing';
import {
  addSeconds,
  expectOk,
  parseAccountId,
  parseAssetId,
  parseBridgeId,
  parseChainId,
  tokenAmount,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { capacityClaims, inventoryClaims } from './capacity-claims.js';
import { planOf, USUAL_TERMS, type AcceptanceTerms } from './plan-of-quote.js';

const NOW = 1_700_000_000_000 as UnixMilliseconds;
const ETHEREUM = expectOk(parseChainId('eip155:1'));
const A = expectOk(parseAssetId(`eip155:1/erc20:0x${'a'.repeat(40)}`));
const B = expectOk(parseAssetId(`eip155:1/erc20:0x${'b'.repeat(40)}`));
const C = expectOk(parseAssetId(`eip155:8453/erc20:0x${'c'.repeat(40)}`));
const ACCOUNT = expectOk(parseAccountId('atlas-main'));
const facts = {
  latency: { lowerQuartileSeconds: 10, medianSeconds: 20, upperQuartileSeconds: 30 },
  security: 'validity-proof',
  minimumInput: 1n,
  capacity: 10n ** 9n,
  fixedCost: 0n,
  observedAt: NOW,
  validForSeconds: 60,
} as const;
const swap: LiquidityEdge = {
  ...facts,
  kind: 'constant-product',
  id: 'swap',
  from: A,
  to: B,
  chain: ETHEREUM,
  reserveIn: 10n ** 12n,
  reserveOut: 10n ** 12n,
  feeMillionths: 3000n,
};
const mint: LiquidityEdge = {
  ...facts,
  kind: 'mint-burn-bridge',
  id: 'mint',
  from: B,
  to: C,
  bridge: expectOk(parseBridgeId('cctp')),
  speed: 'fast',
  feeMillionths: 100n,
  fastAllowance: 10n ** 9n,
};
const own: LiquidityEdge = {
  ...facts,
  kind: 'inventory',
  id: 'own',
  from: B,
  to: C,
  held: 10n ** 9n,
  rateNumerator: 1n,
  rateDenominator: 1n,
  feeMillionths: 0n,
};

function quoted(last: LiquidityEdge): { readonly graph: LiquidityGraph; readonly quote: RouteQuote } {
  const graph = expectOk(buildGraph('v1', [swap, last]));
  return { graph, quote: expectOk(quoteRoute(graph, { input: tokenAmount(A, 1_000_001n), output: C }, NOW)) };
}

describe('the plan of a quote', () => {
  it('demands of a trade the quote less the slippage, rounded up, and of a fixed rate the quote itself', () => {
    const { graph, quote } = quoted(mint);
    const plan = expectOk(planOf(quote, graph, NETWORK, USUAL_TERMS, NOW));
    const [first, second] = quote.route.legs;
    expect(plan).toMatchObject({ quote: quote.id, source: A, destination: C, input: 1_000_001n });
    expect(plan.legs.map(({ edge, hasDeadline }) => [edge, hasDeadline])).toEqual([
      ['swap', true],
      ['mint', false],
    ]);
    const demanded = (plan.legs[0]?.minimumOutput ?? 0n) * 1_000_000n;
    const allowed = (first?.output ?? 0n) * 995_000n;
    expect(demanded >= allowed && demanded < allowed + 1_000_000n).toBe(true);
    expect(plan.legs[1]).toMatchObject({ bridge: 'cctp', minimumOutput: second?.output });
    expect(plan.expiresAt).toBe(addSeconds(NOW, 60 + 86_400));
  });

  it('demands what the venue pays, from which the desk’s own gas is not taken', () => {
    const gas = { chain: ETHEREUM, units: 100n, unitPrice: 10n, rateNumerator: 1n, rateDenominator: 1n };
    const relayed: LiquidityEdge = {
      ...facts,
      kind: 'relayer',
      id: 'relayed',
      from: B,
      to: C,
      bridge: expectOk(parseBridgeId('across')),
      fixedCost: 1_000n,
      gas,
      rateNumerator: 1n,
      rateDenominator: 1n,
      feeMillionths: 100n,
      relayerFee: 40n,
      exclusivitySeconds: 0,
    };
    const graph = expectOk(buildGraph('v1', [{ ...swap, fixedCost: 500n }, relayed]));
    const quote = expectOk(quoteRoute(graph, { input: tokenAmount(A, 1_000_000n), output: C }, NOW));
    const [first, second] = quote.route.legs;
    // 1,000,000 · 0.997 in a pool of 10¹² each; then 1 bp and 40.
    const paid = 996_999n;
    expect(first?.output).toBe(paid - 500n);
    const intended = ((paid - 500n) * 999_900n) / 1_000_000n - 40n;
    expect(second?.output).toBe(intended - 1_000n);
    const terms = { ...USUAL_TERMS, slippageMillionths: 0n };
    expect(expectOk(planOf(quote, graph, NETWORK, terms, NOW)).legs).toMatchObject([
      { plannedOutput: paid, minimumOutput: paid },
      { plannedOutput: intended, minimumOutput: intended, fixedFee: 40n },
    ]);
  });

  it('names the bridge of a leg only where its logs tell what becomes of it', () => {
    const unread = { ...mint, bridge: expectOk(parseBridgeId('somebodys-bridge')) };
    const bridges = [mint, unread].map((last) => {
      const { graph, quote } = quoted(last);
      return expectOk(planOf(quote, graph, NETWORK, USUAL_TERMS, NOW)).legs[1]?.bridge;
    });
    expect(bridges).toEqual(['cctp', undefined]);
  });

  it('leaves to a bridge of no particular kind the fixed cost that is not known to be gas', () => {
    const bridge: LiquidityEdge = {
      ...facts,
      kind: 'linear-bridge',
      id: 'bridge',
      from: B,
      to: C,
      bridge: expectOk(parseBridgeId('across')),
      fixedCost: 1_000n,
      rateNumerator: 1n,
      rateDenominator: 1n,
      feeMillionths: 0n,
    };
    const { graph, quote } = quoted(bridge);
    const output = quote.route.legs[1]?.output;
    expect(expectOk(planOf(quote, graph, NETWORK, USUAL_TERMS, NOW)).legs[1]).toMatchObject({
      plannedOutput: output,
      minimumOutput: output,
      fixedFee: 1_000n,
    });
  });

  it('is refused for a quote that has expired, is of another graph or has become stale', () => {
    const { graph, quote } = quoted(mint);
    const codeOf = (at: UnixMilliseconds, on = graph, accepted = quote) => {
      const planned = planOf(accepted, on, NETWORK, USUAL_TERMS, at);
      return planned.ok ? undefined : planned.failure.code;
    };
    expect(codeOf(quote.expiresAt)).toBe('QUOTE_EXPIRED');
    expect(codeOf(NOW, { ...graph, version: 'v2' })).toBe('OTHER_GRAPH');
    const later = addSeconds(NOW, 61);
    expect(codeOf(later, graph, { ...quote, expiresAt: addSeconds(NOW, 1_000) })).toBe('STALE_EDGE');
  });

  it.each<[string, Partial<AcceptanceTerms>]>([
    ['slippage', { slippageMillionths: 1_000_000n }],
    ['slippage', { slippageMillionths: -1n }],
    ['legSeconds', { legSeconds: 0 }],
    ['graceSeconds', { graceSeconds: 0.5 }],
    ['maximumAttempts', { maximumAttempts: 0 }],
  ])('is refused for terms that mean nothing: %s', (field, terms) => {
    const { graph, quote } = quoted(mint);
    const planned = planOf(quote, graph, NETWORK, { ...USUAL_TERMS, ...terms }, NOW);
    expect(planned).toMatchObject({ ok: false, failure: { code: 'INVALID_TERMS', field } });
  });

  it('claims the edges, a shared allowance and what the desk holds', () => {
    const fast = quoted(mint);
    const plan = expectOk(planOf(fast.quote, fast.graph, NETWORK, USUAL_TERMS, NOW));
    const [, second] = plan.legs;
    expect(capacityClaims(plan, fast.graph, ACCOUNT)).toEqual([
      { leg: 0, resource: 'edge/swap', raw: 1_000_001n, limit: 10n ** 9n },
      { leg: 1, resource: 'edge/mint', raw: second?.plannedInput, limit: 10n ** 9n },
      { leg: 1, resource: 'fast-allowance/cctp', raw: second?.plannedInput, limit: 10n ** 9n },
    ]);
    expect(inventoryClaims(plan, fast.graph)).toEqual([{ asset: A, raw: 1_000_001n }]);
    const held = quoted(own);
    const given = expectOk(planOf(held.quote, held.graph, NETWORK, USUAL_TERMS, NOW));
    const output = given.legs[1]?.plannedOutput;
    expect(capacityClaims(given, held.graph, ACCOUNT).at(-1)).toEqual({
      leg: 1,
      resource: `inventory/atlas-main/${C}`,
      raw: output,
      limit: 10n ** 9n,
    });
    expect(inventoryClaims(given, held.graph)).toEqual([
      { asset: A, raw: 1_000_001n },
      { asset: C, raw: output },
    ]);
  });
});
