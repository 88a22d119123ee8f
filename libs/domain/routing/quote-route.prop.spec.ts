import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk, type AssetId, type Failure, type Result } from '@causeway/domain/units';
import {
  buildGraph,
  edgeOutput,
  quoteRoute,
  routeBySinglePath,
  type LiquidityEdge,
  type RouteCode,
  type RouteQuote,
  type RouteRequest,
} from './index.js';
import { ASSETS, NOW, randomEdges, splitOutput } from './optimise/random-graph.fixture.js';

const UNIT = 10n ** 9n;
const WITHOUT_COSTS = randomEdges({ hasCosts: false, unit: UNIT });
const WITH_COSTS = randomEdges({ hasCosts: true, unit: UNIT });
const EDGES = fc.oneof(WITHOUT_COSTS, WITH_COSTS);
const [FROM, TO] = [ASSETS[0]!, ASSETS.at(-1)!];
const AMOUNT = fc.bigInt({ min: UNIT, max: 600n * UNIT });

function quote(edges: readonly LiquidityEdge[], raw: bigint, more: Partial<RouteRequest> = {}) {
  const request = { input: { asset: FROM, raw }, output: TO, ...more } as RouteRequest;
  return quoteRoute(expectOk(buildGraph('random', edges)), request, NOW);
}

/** The quote, where there is one; other instances do not count among those of the property. */
function quoted(found: Result<RouteQuote, RouteCode>): RouteQuote {
  fc.pre(found.ok);
  return found.value;
}

/** That a refusal names a part of the input which has a quote, and yields more than all of the input does. */
function expectMoreForLess(
  { code, message }: Failure<RouteCode>,
  whole: bigint,
  ask: (raw: bigint) => Result<RouteQuote, RouteCode>,
): void {
  expect(code).toBe('INSUFFICIENT_CAPACITY');
  const room = BigInt(/(\d+) find room/.exec(message)![1]!);
  expect(expectOk(ask(room)).route.output.raw).toBeGreaterThan(whole);
}

function expectConserved({ route }: RouteQuote, edges: readonly LiquidityEdge[]): void {
  const held = new Map<AssetId, bigint>([[route.input.asset, route.input.raw]]);
  const used = new Set<string>();
  for (const { edge: id, from, to, input, output } of route.legs) {
    expect(used.has(id)).toBe(false);
    used.add(id);
    const edge = edges.find((each) => each.id === id)!;
    expect([edge.from, edge.to]).toEqual([from, to]);
    expect(expectOk(edgeOutput(edge, input))).toBe(output);
    // A leg has its input when its turn comes.
    expect(held.get(from) ?? 0n).toBeGreaterThanOrEqual(input);
    held.set(from, held.get(from)! - input);
    held.set(to, (held.get(to) ?? 0n) + output);
  }
  for (const [asset, left] of held) expect(left).toBe(asset === route.output.asset ? route.output.raw : 0n);
}

describe('quoteRoute', () => {
  it('routes exactly the input: whatever reaches an asset leaves it, and no edge is used twice', () => {
    let split = 0;
    fc.assert(
      fc.property(EDGES, AMOUNT, (edges, raw) => {
        const found = quoted(quote(edges, raw));
        if (found.route.legs.filter(({ from }) => from === FROM).length > 1) split += 1;
        expectConserved(found, edges);
      }),
      { numRuns: 300 },
    );
    // About one in six: the chance that ten or fewer are is below 10⁻¹¹.
    expect(split).toBeGreaterThan(10);
  });

  it('bounds every split that random search finds, and makes no money from nothing', () => {
    let compared = 0;
    const order = fc.shuffledSubarray(ASSETS.slice(1, -1), { minLength: 0 });
    const weights = fc.array(fc.constantFrom(0, 0, 1, 2, 5), { minLength: 18, maxLength: 18 });
    const searched = fc.array(fc.tuple(order, weights), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(EDGES, AMOUNT, searched, (edges, raw, tries) => {
        const { lower, upper } = quoted(quote(edges, raw)).certificate;
        expect(lower.raw).toBeLessThanOrEqual(upper.raw);
        // Every edge loses.
        expect(upper.raw).toBeLessThan(raw);
        for (const [between, shares] of tries) {
          const output = splitOutput(edges, [FROM, ...between, TO], shares, raw);
          if (output === undefined || output === 0n) continue;
          compared += 1;
          expect(output).toBeLessThanOrEqual(upper.raw);
        }
      }),
      { numRuns: 200 },
    );
    // Nine for each quote in the mean, of up to 30: 500 are ten standard deviations less.
    expect(compared).toBeGreaterThan(500);
  });

  it('is proven to within a millionth, or a few base units, where nothing costs but what is traded', () => {
    let asked = 0;
    let proven = 0;
    fc.assert(
      fc.property(WITHOUT_COSTS, AMOUNT, (edges, raw) => {
        const { lower, upper } = quoted(quote(edges, raw)).certificate;
        asked += 1;
        if (upper.raw - lower.raw <= upper.raw / 1_000_000n + 30n) proven += 1;
      }),
      { numRuns: 350 },
    );
    // Where the last units of all capacity are needed a route may still miss some: one in ten thousand was seen to, and
    // `counterexamples.spec.ts` holds those that were mended. More than one in fifty is beyond chance.
    expect(proven).toBeGreaterThanOrEqual(0.98 * asked);
  });

  it('is never below the best single path', () => {
    fc.assert(
      fc.property(EDGES, AMOUNT, (edges, raw) => {
        const request = { input: { asset: FROM, raw }, output: TO, maximumLegs: 6 };
        const path = routeBySinglePath(expectOk(buildGraph('random', edges)), request);
        fc.pre(path.ok);
        const found = quote(edges, raw);
        if (found.ok) expect(found.value.route.output.raw).toBeGreaterThanOrEqual(path.value.output.raw);
        else expectMoreForLess(found.failure, path.value.output.raw, (room) => quote(edges, room));
      }),
      { numRuns: 300 },
    );
  });

  it('yields no less for more, to within its own proof', () => {
    fc.assert(
      fc.property(EDGES, AMOUNT, AMOUNT, (edges, a, b) => {
        const less = quoted(quote(edges, a < b ? a : b));
        const more = quoted(quote(edges, a < b ? b : a));
        expect(more.certificate.upper.raw).toBeGreaterThanOrEqual(less.route.output.raw);
      }),
      { numRuns: 100 },
    );
  });

  it('does not depend on the order in which the edges were given, and repeats to the last byte', () => {
    fc.assert(
      fc.property(EDGES, AMOUNT, fc.integer(), (edges, raw, salt) => {
        const shuffled = edges
          .map((edge, at) => ({ edge, rank: Math.imul(at + 1, salt | 1) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ edge }) => edge);
        expect(quote(shuffled, raw)).toEqual(quote(edges, raw));
      }),
      { numRuns: 300 },
    );
  });

  it('meets deadline, security, bridges and number of legs', () => {
    const constraints = fc.record(
      {
        deadlineSeconds: fc.integer({ min: 2, max: 14 }),
        minimumSecurity: fc.constantFrom('issuer-mint-burn' as const, 'bonded-relayer' as const),
        forbiddenBridges: fc.constant(['x' as never]),
        maximumLegs: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(EDGES, AMOUNT, constraints, (edges, raw, asked) => {
        const found = quoted(quote(edges, raw, asked));
        const { route, certificate } = found;
        expectConserved(found, edges);
        expect(route.legs.length).toBeLessThanOrEqual(asked.maximumLegs ?? Infinity);
        expect(route.latency.upperQuartileSeconds).toBeLessThanOrEqual(asked.deadlineSeconds ?? Infinity);
        const used = route.legs.map(({ edge: id }) => edges.find((edge) => edge.id === id)!);
        if (asked.minimumSecurity === 'issuer-mint-burn') {
          expect(used.map(({ security }) => security)).not.toContain('bonded-relayer');
        }
        if (asked.forbiddenBridges !== undefined) {
          expect(used.map((edge) => ('bridge' in edge ? edge.bridge : undefined))).not.toContain('x');
        }
        expect(certificate.upper.raw).toBeGreaterThanOrEqual(route.output.raw);
        const free = quote(edges, raw);
        if (free.ok) expect(free.value.certificate.upper.raw).toBeGreaterThanOrEqual(route.output.raw);
        else expectMoreForLess(free.failure, route.output.raw, (room) => quote(edges, room));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a cap on exposure', () => {
  it('is met, and its bound holds for every split that meets it', () => {
    let bound = 0;
    const share = fc.bigInt({ min: 0n, max: 100n });
    fc.assert(
      fc.property(EDGES, AMOUNT, share, (edges, raw, percent) => {
        const maximumInput = (raw * percent) / 100n;
        const capped = quoted(quote(edges, raw, { exposureCaps: [{ bridge: 'x' as never, maximumInput }] }));
        const free = quoted(quote(edges, raw));
        expectConserved(capped, edges);
        const { route, certificate } = capped;
        expect(certificate.upper.raw).toBeGreaterThanOrEqual(route.output.raw);
        if (route.output.raw < free.route.output.raw) bound += 1;
        // A unit on the way is worth no more of the input than its own count, as every edge loses.
        const over = route.legs.filter(({ edge: id }) => {
          const edge = edges.find((each) => each.id === id)!;
          return 'bridge' in edge && edge.bridge === 'x';
        });
        const least = over.reduce((sum, { input }) => sum + input, 0n);
        expect(least).toBeLessThanOrEqual(maximumInput);
        if (maximumInput === 0n) expect(over).toEqual([]);
      }),
      { numRuns: 200 },
    );
    // About one in eight: the chance that none is, is below 10⁻¹⁰.
    expect(bound).toBeGreaterThan(0);
  });
});

describe('quoteRoute for an exact output', () => {
  it('takes no less than its bound, and yields at least what was asked for', () => {
    fc.assert(
      fc.property(WITHOUT_COSTS, AMOUNT, (edges, raw) => {
        const wanted = quoted(quote(edges, raw)).route.output;
        const request = { input: FROM, output: wanted };
        const backwards = expectOk(quoteRoute(expectOk(buildGraph('random', edges)), request, NOW));
        expectConserved(backwards, edges);
        const { lower, upper } = backwards.certificate;
        expect(backwards.route.output.raw).toBeGreaterThanOrEqual(wanted.raw);
        expect(upper).toEqual(backwards.route.input);
        // The forward route is one that yields it.
        expect(lower.raw).toBeLessThanOrEqual(raw);
        expect(upper.raw - lower.raw).toBeLessThanOrEqual(upper.raw / 1_000_000n + 60n);
      }),
      { numRuns: 100 },
    );
  });

  it('has an answer where a request for an exact input has one, costs and minimums included', () => {
    fc.assert(
      fc.property(WITH_COSTS, AMOUNT, (edges, raw) => {
        const wanted = quoted(quote(edges, raw)).route.output;
        const request = { input: FROM, output: wanted };
        const backwards = expectOk(quoteRoute(expectOk(buildGraph('random', edges)), request, NOW));
        expectConserved(backwards, edges);
        const { lower, upper } = backwards.certificate;
        expect(backwards.route.output.raw).toBeGreaterThanOrEqual(wanted.raw);
        expect(upper).toEqual(backwards.route.input);
        expect(lower.raw).toBeLessThanOrEqual(raw < upper.raw ? raw : upper.raw);
      }),
      { numRuns: 100 },
    );
  });
});
