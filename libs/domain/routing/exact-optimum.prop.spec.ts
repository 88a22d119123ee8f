import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk, type AssetId, type BridgeId } from '@causeway/domain/units';
import { buildGraph, edgeOutput, quoteRoute, type LinearBridgeEdge } from './index.js';
import { NOW } from './optimise/random-graph.fixture.js';

const FROM = 'eip155:1/test:a' as AssetId;
const TO = 'eip155:99/test:a' as AssetId;
const UNIT = 10n ** 12n;

/** A way from one asset to the other, over up to one asset between, that shares nothing with other ways. */
type Way = readonly LinearBridgeEdge[];

const bridge = fc
  .record({
    capacity: fc.bigInt({ min: 5n, max: 80n }),
    fixedCost: fc.bigInt({ min: 0n, max: 400n }),
    feeMillionths: fc.bigInt({ min: 0n, max: 20_000n }),
  })
  .map(({ capacity, fixedCost, feeMillionths }) => ({
    kind: 'linear-bridge' as const,
    latency: { lowerQuartileSeconds: 0, medianSeconds: 0, upperQuartileSeconds: 0 },
    security: 'validity-proof' as const,
    minimumInput: 0n,
    capacity: capacity * UNIT,
    fixedCost: (fixedCost * UNIT) / 1_000n,
    observedAt: NOW,
    bridge: 'x' as BridgeId,
    rateNumerator: 1n,
    rateDenominator: 1n,
    feeMillionths,
  }));

const ways: fc.Arbitrary<readonly Way[]> = fc
  .array(fc.tuple(fc.boolean(), bridge, bridge), { minLength: 2, maxLength: 7 })
  .map((drawn) =>
    drawn.map(([isDirect, first, second], at) => {
      const between = `eip155:${at + 2}/test:a` as AssetId;
      if (isDirect) return [{ ...first, id: `d${at}`, from: FROM, to: TO }];
      return [
        { ...first, id: `f${at}`, from: FROM, to: between },
        { ...second, id: `s${at}`, from: between, to: TO },
      ];
    }),
  );

/** What a way yields for an input; undefined where it refuses. */
function outputOf(way: Way, input: bigint): bigint | undefined {
  let amount = input;
  for (const edge of way) {
    const output = edgeOutput(edge, amount);
    if (!output.ok) return undefined;
    amount = output.value;
  }
  return amount;
}

/** The largest input of a way, by bisection, as the second leg takes what the first leaves. */
function largestInput(way: Way): bigint {
  let [fits, tooMuch] = [0n, way[0]!.capacity + 1n];
  while (tooMuch - fits > 1n) {
    const middle = (fits + tooMuch) / 2n;
    const reached = outputOf([way[0]!], middle) ?? 0n;
    if (way[1] === undefined || reached <= way[1].capacity) fits = middle;
    else tooMuch = middle;
  }
  return fits;
}

/**
 * The exact optimum over linear ways: of every subset, the ways in the order of their rates filled as far as they go,
 * which for a given subset is best, as all of its costs are paid.
 */
function bestOutput(all: readonly Way[], amount: bigint): bigint | undefined {
  const rate = (way: Way) => way.reduce((product, edge) => product * (1_000_000n - edge.feeMillionths), 1n);
  const normal = (way: Way) => rate(way) * (way.length === 1 ? 1_000_000n : 1n);
  const sorted = [...all].sort((a, b) => (normal(b) > normal(a) ? 1 : -1));
  let best: bigint | undefined;
  for (let subset = 1; subset < 2 ** all.length; subset += 1) {
    let left = amount;
    let output: bigint | undefined = 0n;
    for (const [at, way] of sorted.entries()) {
      if ((subset & (1 << at)) === 0 || output === undefined) continue;
      const most = largestInput(way);
      const input = left < most ? left : most;
      const gained = outputOf(way, input);
      output = gained === undefined ? undefined : output + gained;
      left -= input;
    }
    if (output !== undefined && left === 0n && (best === undefined || output > best)) best = output;
  }
  return best;
}

describe('quotes of small instances with fixed costs', () => {
  it('are within half a basis point of the exact optimum, which their bound never is below', () => {
    let split = 0;
    fc.assert(
      fc.property(ways, fc.bigInt({ min: 2n, max: 150n }), (all, whole) => {
        const amount = whole * UNIT;
        const best = bestOutput(all, amount);
        fc.pre(best !== undefined);
        const graph = expectOk(buildGraph('small', all.flat()));
        const ask = (raw: bigint) => quoteRoute(graph, { input: { asset: FROM, raw }, output: TO }, NOW);
        const quote = ask(amount);
        // Where a part of it yields more than all of it, the refusal says which part.
        const room = quote.ok ? amount : BigInt(/(\d+) find room/.exec(quote.failure.message)![1]!);
        const { route, certificate } = expectOk(quote.ok ? quote : ask(room));
        if (route.legs.filter(({ from }) => from === FROM).length > 1) split += 1;
        if (quote.ok) expect(certificate.upper.raw).toBeGreaterThanOrEqual(best);
        // Each leg rounds down by less than a unit.
        expect(route.output.raw + best / 20_000n + 20n).toBeGreaterThanOrEqual(best);
      }),
      { numRuns: 320 },
    );
    // Nearly half: the chance that so few are is below 10⁻²⁰.
    expect(split).toBeGreaterThan(50);
  });
});
