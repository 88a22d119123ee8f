import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk, type AssetId, type ChainId, type Result } from '@causeway/domain/units';
import {
  buildGraph,
  quoteRoute,
  routeBySinglePath,
  type LiquidityEdge,
  type RouteCode,
  type RouteQuote,
} from './index.js';
import { ASSETS, NOW, randomEdges, splitOutput } from './optimise/random-graph.fixture.js';

const UNIT = 10n ** 9n;
const WITHOUT_COSTS = randomEdges({ hasCosts: false, unit: UNIT });
const EDGES = fc.oneof(WITHOUT_COSTS, randomEdges({ hasCosts: true, unit: UNIT }));
const [FROM, TO] = [ASSETS[0]!, ASSETS.at(-1)!];
const AMOUNT = fc.bigInt({ min: UNIT, max: 600n * UNIT });

function quote(
  edges: readonly LiquidityEdge[],
  raw: bigint,
  [from, to]: readonly [AssetId, AssetId] = [FROM, TO],
): Result<RouteQuote, RouteCode> {
  const request = { input: { asset: from, raw }, output: to };
  return quoteRoute(expectOk(buildGraph('random', edges)), request, NOW);
}

/** The quote, where there is one; other instances do not count among those of the property. */
function quoted(found: Result<RouteQuote, RouteCode>): RouteQuote {
  fc.pre(found.ok);
  return found.value;
}

/** The graph with every asset under another name; pools stay within their chain. */
function renamed(edges: readonly LiquidityEdge[], nameOf: (asset: AssetId) => AssetId): LiquidityEdge[] {
  return edges.map((edge) => {
    const [from, to] = [nameOf(edge.from), nameOf(edge.to)];
    const chain = from.slice(0, from.indexOf('/')) as ChainId;
    return 'chain' in edge ? { ...edge, from, to, chain } : { ...edge, from, to };
  });
}

/** The same graph with a base unit of each asset a power of ten as large as before. */
function rescaled(edges: readonly LiquidityEdge[], unitOf: (asset: AssetId) => bigint): LiquidityEdge[] {
  return edges.map((edge) => {
    const [inUnit, outUnit] = [unitOf(edge.from), unitOf(edge.to)];
    const facts = {
      capacity: edge.capacity * inUnit,
      minimumInput: edge.minimumInput * inUnit,
      fixedCost: edge.fixedCost * outUnit,
    };
    if (edge.kind === 'constant-product') {
      const reserves = { reserveIn: edge.reserveIn * inUnit, reserveOut: edge.reserveOut * outUnit };
      return { ...edge, ...facts, ...reserves };
    }
    if (edge.kind !== 'linear-bridge') throw new Error(`no ${edge.kind} here`);
    return { ...edge, ...facts, rateNumerator: outUnit, rateDenominator: inUnit };
  });
}

/** Bridges that pay more than they get, so that circles gain. */
function gaining(edges: readonly LiquidityEdge[]): LiquidityEdge[] {
  return edges.map((edge, at) =>
    edge.kind === 'linear-bridge' && at % 2 === 0
      ? { ...edge, rateNumerator: 103n, rateDenominator: 100n }
      : edge,
  );
}

describe('the names of assets', () => {
  it('make no difference beyond what the proof leaves open', () => {
    const order = fc.shuffledSubarray([1, 2, 3], { minLength: 3 });
    fc.assert(
      fc.property(EDGES, AMOUNT, order, fc.boolean(), (edges, raw, chains, isSwapped) => {
        const nameOf = (asset: AssetId): AssetId => {
          const [, chain = '', coin = ''] = /eip155:(\d)\/test:(.)/.exec(asset) ?? [];
          const other = isSwapped ? (coin === 'a' ? 'b' : 'a') : coin;
          return `eip155:${chains[Number(chain) - 1]}/test:${other}` as AssetId;
        };
        const plain = quote(edges, raw);
        const other = quote(renamed(edges, nameOf), raw, [nameOf(FROM), nameOf(TO)]);
        const [a, b] = [quoted(plain).certificate, quoted(other).certificate];
        expect(a.lower.raw).toBeLessThanOrEqual(b.upper.raw);
        expect(b.lower.raw).toBeLessThanOrEqual(a.upper.raw);
      }),
      { numRuns: 80 },
    );
  });
});

describe('the units of assets', () => {
  it('make no difference from 10^9 to 10^48 for a token', () => {
    const exponents = fc.array(fc.integer({ min: 0, max: 39 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(WITHOUT_COSTS, AMOUNT, exponents, (edges, raw, powers) => {
        const unitOf = (asset: AssetId) => 10n ** BigInt(powers[ASSETS.indexOf(asset)]!);
        const plain = quoted(quote(edges, raw));
        const { lower, upper } = expectOk(quote(rescaled(edges, unitOf), raw * unitOf(FROM))).certificate;
        const expected = plain.route.output.raw;
        const slack = expected / 1_000_000n + 40n;
        expect(lower.raw).toBeGreaterThanOrEqual((expected - slack) * unitOf(TO));
        expect(plain.certificate.upper.raw * unitOf(TO)).toBeGreaterThanOrEqual(lower.raw - 40n * unitOf(TO));
        expect(upper.raw).toBeGreaterThanOrEqual(expected * unitOf(TO) - 40n * unitOf(TO));
      }),
      { numRuns: 130 },
    );
  });
});

describe('circles that gain', () => {
  it('are not gone round, and the bound still holds for every way and split', () => {
    const order = fc.shuffledSubarray(ASSETS.slice(1, -1), { minLength: 0 });
    const weights = fc.array(fc.constantFrom(0, 0, 1, 2, 5), { minLength: 18, maxLength: 18 });
    const searched = fc.array(fc.tuple(order, weights), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(EDGES, AMOUNT, searched, (drawn, raw, tries) => {
        const edges = gaining(drawn);
        const { route, certificate } = quoted(quote(edges, raw));
        expect(certificate.upper.raw).toBeGreaterThanOrEqual(route.output.raw);
        // Each asset is left only after all that reaches it has arrived, so nothing comes back to where it was.
        const left = new Set<AssetId>();
        for (const { from, to } of route.legs) {
          left.add(from);
          expect(left.has(to)).toBe(false);
        }
        const request = { input: { asset: FROM, raw }, output: TO, maximumLegs: 6 };
        const path = routeBySinglePath(expectOk(buildGraph('random', edges)), request);
        if (path.ok) expect(route.output.raw).toBeGreaterThanOrEqual(path.value.output.raw);
        for (const [between, shares] of tries) {
          const output = splitOutput(edges, [FROM, ...between, TO], shares, raw);
          if (output !== undefined) expect(output).toBeLessThanOrEqual(certificate.upper.raw);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('graphs without a route', () => {
  it('say which end nothing leads to', () => {
    fc.assert(
      fc.property(EDGES, AMOUNT, (edges, raw) => {
        const island = 'eip155:3/test:b' as AssetId;
        const cut = edges
          .filter(({ from, to }) => to !== island || from === ASSETS[4])
          .filter(({ to }) => to !== ASSETS[4]);
        const found = quote(cut, raw);
        expect(found.ok).toBe(false);
        if (!found.ok) expect(['NO_ROUTE', 'UNKNOWN_ASSET']).toContain(found.failure.code);
      }),
      { numRuns: 200 },
    );
  });

  it('say so where the edges have no room at all', () => {
    fc.assert(
      fc.property(EDGES, AMOUNT, (edges, raw) => {
        const found = quote(
          edges.map((edge) => ({ ...edge, capacity: 0n, minimumInput: 0n })),
          raw,
        );
        expect(found.ok).toBe(false);
        if (!found.ok) {
          expect(['INSUFFICIENT_CAPACITY', 'NO_ROUTE', 'UNKNOWN_ASSET']).toContain(found.failure.code);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('an amount beyond all capacity', () => {
  it('is refused with a part of it that has a quote, which a larger part hardly beats', () => {
    fc.assert(
      fc.property(WITHOUT_COSTS, (edges) => {
        const found = quote(edges, 100_000n * UNIT);
        fc.pre(!found.ok && found.failure.code === 'INSUFFICIENT_CAPACITY');
        const room = /of \d+ base units (\d+) find room.*; full: (.+)/.exec(found.failure.message);
        fc.pre(room !== null);
        const most = expectOk(quote(edges, BigInt(room[1]!)));
        for (const id of room[2]!.split(', ')) expect(edges.map((edge) => edge.id)).toContain(id);
        const more = quote(edges, (BigInt(room[1]!) * 101n) / 100n);
        const yielded = most.route.output.raw;
        if (more.ok) expect(more.value.route.output.raw).toBeLessThanOrEqual(yielded + yielded / 50n);
      }),
      { numRuns: 90 },
    );
  });
});
