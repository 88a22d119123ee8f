import { describe, expect, it } from '@jest/globals';
import { expectOk, type AssetId, type BridgeId, type ChainId } from '@causeway/domain/units';
import {
  buildGraph,
  quoteRoute,
  routeBySinglePath,
  type LiquidityEdge,
  type LiquidityGraph,
} from './index.js';
import { NOW } from './optimise/random-graph.fixture.js';

const asset = (layer: number, name: string) => `eip155:${layer}/test:${name}` as AssetId;
const [FROM, TO] = [asset(1, 'a'), asset(3, 'b')];

const facts = {
  latency: { lowerQuartileSeconds: 0, medianSeconds: 0, upperQuartileSeconds: 0 },
  security: 'validity-proof' as const,
  minimumInput: 0n,
  fixedCost: 0n,
  feeMillionths: 100n,
  observedAt: NOW,
};

interface Terms {
  readonly capacity: bigint;
  readonly minimumInput?: bigint;
  readonly fixedCost?: bigint;
  readonly feeMillionths?: bigint;
}

function bridge(id: string, from: AssetId, to: AssetId, terms: Terms, rateNumerator = 1n): LiquidityEdge {
  const rate = { rateNumerator, rateDenominator: rateNumerator === 1n ? 1n : 100n };
  return { ...facts, kind: 'linear-bridge', id, from, to, bridge: 'x' as BridgeId, ...rate, ...terms };
}

function pool(id: string, from: AssetId, to: AssetId, reserve: bigint, terms: Terms): LiquidityEdge {
  const chain = from.slice(0, from.indexOf('/')) as ChainId;
  const reserves = { reserveIn: reserve, reserveOut: reserve };
  return { ...facts, kind: 'constant-product', id, from, to, chain, ...reserves, ...terms };
}

const graphOf = (...edges: LiquidityEdge[]): LiquidityGraph => expectOk(buildGraph('counterexample', edges));
const quoteInput = (graph: LiquidityGraph, raw: bigint) =>
  expectOk(quoteRoute(graph, { input: { asset: FROM, raw }, output: TO }, NOW));
const quoteOutput = (graph: LiquidityGraph, raw: bigint) =>
  expectOk(quoteRoute(graph, { input: FROM, output: { asset: TO, raw } }, NOW));

/** What random instances showed to be wrong once, made as small as they go. */
describe('the proof', () => {
  it('knows that an edge takes its minimum or nothing', () => {
    const middle = asset(3, 'a');
    const graph = graphOf(
      bridge('direct', FROM, TO, { capacity: 40_000_000_000n }),
      bridge('first', FROM, middle, { capacity: 40_000_000_000n }),
      pool('second', middle, TO, 300_000_000_000n, {
        capacity: 40_000_000_000n,
        minimumInput: 1_000_000_000n,
      }),
    );
    const { lower, upper } = quoteInput(graph, 1_000_000_000n).certificate;
    expect([lower.raw, upper.raw]).toEqual([999_900_000n, 999_900_000n]);
  });

  it('holds an input to all but the last unit of the capacity, where more input has no worth', () => {
    const graph = graphOf(
      bridge('larger', FROM, TO, { capacity: 306_000_000_000n }),
      bridge('smaller', FROM, TO, { capacity: 294_000_000_000n }),
    );
    const { lower, upper } = quoteOutput(graph, 599_939_999_401n).certificate;
    expect(upper.raw - lower.raw).toBeLessThanOrEqual(upper.raw / 1_000_000n);
  });
});

describe('an answer', () => {
  it('knows to the unit what other edges can take up', () => {
    const [pooled, landed] = [asset(1, 'b'), asset(3, 'a')];
    const reserve = 300_000_000_000n;
    const graph = graphOf(
      bridge('e00', pooled, TO, { capacity: 162_000_000_000n }),
      pool('e03', FROM, pooled, reserve, { capacity: 40_000_000_000n }),
      bridge('e04', FROM, landed, { capacity: 122_000_000_000n }),
      bridge('e05', landed, pooled, { capacity: 40_000_000_000n }),
      pool('e07', landed, TO, reserve, { capacity: 122_000_000_000n }),
      pool('e13', FROM, pooled, reserve, { capacity: 236_000_000_000n, feeMillionths: 49_677n }),
    );
    const { lower, upper } = quoteInput(graph, 392_521_859_748n).certificate;
    expect(upper.raw - lower.raw).toBeLessThanOrEqual(30n);
  });

  it('holds back the edge whose part others can take up, not the largest, where the last units find no room', () => {
    const [pooled, crossed, landed] = [asset(1, 'b'), asset(2, 'a'), asset(3, 'a')];
    const reserve = 300_000_000_000n;
    const graph = graphOf(
      pool('e00', FROM, pooled, reserve, { capacity: 61_000_000_000n }),
      bridge('e05', FROM, landed, { capacity: 211_000_000_000n }),
      bridge('e06', FROM, crossed, { capacity: 41_000_000_000n }),
      pool('e07', landed, TO, reserve, { capacity: 211_000_000_000n }),
      bridge('e09', pooled, TO, { capacity: 92_000_000_000n }),
      bridge('e10', pooled, landed, { capacity: 40_000_000_000n }),
      bridge('e11', crossed, pooled, { capacity: 42_000_000_000n }),
      bridge('e14', landed, crossed, { capacity: 40_000_000_000n }),
    );
    const { lower, upper } = quoteInput(graph, 312_622_517_308n).certificate;
    expect(upper.raw - lower.raw).toBeLessThanOrEqual(30n);
  });

  it('is no less than the best single path, which circles that gain lead astray', () => {
    const [second, third, fourth] = [asset(1, 'b'), asset(2, 'b'), asset(3, 'a')];
    const capacity = 40_000_000_000n;
    const graph = graphOf(
      bridge('e03', second, TO, { capacity }, 103n),
      bridge('e08', FROM, third, { capacity }),
      bridge('e09', fourth, second, { capacity }, 103n),
      bridge('e10', second, fourth, { capacity }),
      pool('e13', FROM, second, 300_000_000_000n, { capacity }),
      bridge('e14', third, fourth, { capacity, feeMillionths: 3_422n }),
    );
    const raw = 1_000_000_000n;
    const request = { input: { asset: FROM, raw }, output: TO, maximumLegs: 6 };
    const path = expectOk(routeBySinglePath(graph, request));
    expect(quoteInput(graph, raw).route.output.raw).toBeGreaterThanOrEqual(path.output.raw);
  });

  it('for less of the input is given only where nothing found for all of it yields as much', () => {
    const middle = asset(3, 'a');
    const unit = 10n ** 9n;
    const minimumInput = 25n * unit;
    const graph = graphOf(
      bridge('e09', FROM, TO, { capacity: 55n * unit, fixedCost: unit / 10n, feeMillionths: 49_997n }),
      bridge('e10', FROM, middle, { capacity: 537n * unit, minimumInput, feeMillionths: 48_110n }),
      pool('e05', middle, TO, 2_542n * unit, { capacity: 368n * unit, minimumInput, feeMillionths: 14_526n }),
      pool('e07', middle, TO, 8_419n * unit, { capacity: 81n * unit, minimumInput, feeMillionths: 1_835n }),
    );
    expect(quoteInput(graph, 144_700_496_481n).route.output.raw).toBeGreaterThan(134_000_000_000n);
  });

  it('to an exact output is found beyond an input of which no more than a part has a place', () => {
    const [second, third, fourth] = [asset(1, 'b'), asset(2, 'a'), asset(3, 'a')];
    const graph = graphOf(
      bridge('e00', FROM, TO, { capacity: 40_000n }),
      pool('e03', FROM, second, 300_000n, { capacity: 40_000n }),
      pool('e07', fourth, TO, 300_000n, { capacity: 40_000n }),
      bridge('e08', third, TO, { capacity: 40_000n }),
      bridge('e10', FROM, fourth, { capacity: 40_000n, fixedCost: 300n, feeMillionths: 6_532n }),
      pool('e12', FROM, second, 3_444_000n, { capacity: 40_000n, feeMillionths: 14_024n }),
      bridge('e15', second, third, { capacity: 43_000n, fixedCost: 600n, feeMillionths: 35_087n }),
    );
    const { route, certificate } = quoteOutput(graph, 83_006n);
    expect(route.output.raw).toBeGreaterThanOrEqual(83_006n);
    expect(certificate.lower.raw).toBeLessThanOrEqual(86_326n);
    expect(route.input.raw).toBeLessThanOrEqual(86_400n);
  });

  it('to an exact output takes all of the capacity where that is what it takes', () => {
    const capacity = 600_000_000_000_000_000_000n;
    const graph = graphOf(
      bridge('e00', FROM, TO, { capacity, feeMillionths: 44_274n }),
      bridge('e14', asset(2, 'b'), TO, { capacity, minimumInput: 1n, fixedCost: 1n }),
    );
    const { certificate } = quoteOutput(graph, 573_435_599_999_999_999_984n);
    expect(certificate.upper.raw).toBeLessThanOrEqual(capacity);
    expect(certificate.upper.raw - certificate.lower.raw).toBeLessThan(capacity / 1_000_000n);
  });
});
