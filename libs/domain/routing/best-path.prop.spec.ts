import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  expectOk,
  type AssetId,
  type BridgeId,
  type ChainId,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import {
  buildGraph,
  edgeOutput,
  routeBySinglePath,
  type LiquidityEdge,
  type ExactInputRequest,
} from './index.js';

/** Two layers with three assets each. */
const ASSETS = [1, 2].flatMap((chain) =>
  ['a', 'b', 'c'].map((name) => `eip155:${chain}/test:${name}` as AssetId),
);

const mechanisms = ['validity-proof', 'issuer-mint-burn', 'bonded-relayer', 'external-validators'] as const;

/** Narrow ranges on purpose, so that ties, minimums and capacities all matter. */
const edgeBetween = (id: string): fc.Arbitrary<LiquidityEdge | undefined> =>
  fc
    .record({
      from: fc.constantFrom(...ASSETS),
      to: fc.constantFrom(...ASSETS),
      seconds: fc.nat(6),
      security: fc.constantFrom(...mechanisms),
      minimumInput: fc.bigInt({ min: 0n, max: 25n }),
      capacity: fc.bigInt({ min: 40n, max: 160n }),
      fixedCost: fc.bigInt({ min: 0n, max: 12n }),
      fee: fc.bigInt({ min: 0n, max: 150_000n }),
      reserve: fc.bigInt({ min: 100n, max: 2000n }),
      rate: fc.bigInt({ min: 8n, max: 12n }),
      bridge: fc.constantFrom('x', 'y'),
    })
    .map((draw) => {
      if (draw.from === draw.to) return undefined;
      const facts = {
        id,
        from: draw.from,
        to: draw.to,
        latency: {
          lowerQuartileSeconds: 0,
          medianSeconds: draw.seconds / 2,
          upperQuartileSeconds: draw.seconds,
        },
        security: draw.security,
        minimumInput: draw.minimumInput,
        capacity: draw.capacity,
        fixedCost: draw.fixedCost,
        observedAt: 0 as UnixMilliseconds,
        feeMillionths: draw.fee,
      };
      const chain = draw.from.slice(0, draw.from.indexOf('/')) as ChainId;
      if (draw.to.startsWith(chain)) {
        return {
          kind: 'constant-product',
          ...facts,
          chain,
          reserveIn: draw.reserve,
          reserveOut: draw.reserve,
        };
      }
      return {
        kind: 'linear-bridge',
        ...facts,
        bridge: draw.bridge as BridgeId,
        rateNumerator: draw.rate,
        rateDenominator: 10n,
      };
    });

const edges = fc
  .array(fc.nat(), { minLength: 6, maxLength: 26 })
  .chain((draws) => fc.tuple(...draws.map((_, at) => edgeBetween(`e${String(at).padStart(2, '0')}`))))
  .map((drawn) => drawn.filter((edge) => edge !== undefined));

const request: fc.Arbitrary<ExactInputRequest> = fc.record(
  {
    input: fc.record({ asset: fc.constant(ASSETS[0] as AssetId), raw: fc.bigInt({ min: 20n, max: 150n }) }),
    output: fc.constantFrom(...ASSETS.slice(1)),
    deadlineSeconds: fc.nat(14),
    minimumSecurity: fc.constantFrom(...mechanisms),
    forbiddenBridges: fc.constant(['x' as BridgeId]),
    maximumLegs: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: ['input', 'output'] },
);

interface Outcome {
  readonly output: bigint;
  readonly seconds: number;
  readonly legs: number;
}

/** Every path that meets the request, by plain enumeration. */
function enumerate(all: readonly LiquidityEdge[], asked: ExactInputRequest): Outcome[] {
  const outcomes: Outcome[] = [];
  const allowed = all.filter(
    (edge) =>
      (asked.minimumSecurity === undefined ||
        mechanisms.indexOf(edge.security as (typeof mechanisms)[number]) <=
          mechanisms.indexOf(asked.minimumSecurity as (typeof mechanisms)[number])) &&
      (edge.kind !== 'linear-bridge' || asked.forbiddenBridges?.includes(edge.bridge) !== true),
  );
  const walk = (at: AssetId, amount: bigint, seconds: number, visited: readonly AssetId[]): void => {
    if (at === asked.output) {
      if (seconds <= (asked.deadlineSeconds ?? Infinity)) {
        outcomes.push({ output: amount, seconds, legs: visited.length - 1 });
      }
      return;
    }
    if (visited.length > (asked.maximumLegs ?? 4)) return;
    for (const edge of allowed.filter(({ from, to }) => from === at && !visited.includes(to))) {
      const output = edgeOutput(edge, amount);
      if (output.ok) {
        walk(edge.to, output.value, seconds + edge.latency.upperQuartileSeconds, [...visited, edge.to]);
      }
    }
  };
  walk(asked.input.asset, asked.input.raw, 0, [asked.input.asset]);
  return outcomes;
}

function best(outcomes: readonly Outcome[]): Outcome | undefined {
  return [...outcomes].sort(
    (a, b) => Number(b.output - a.output) || a.seconds - b.seconds || a.legs - b.legs,
  )[0];
}

describe('the best path', () => {
  it('is the one that enumeration of all paths finds, and there is none when enumeration finds none', () => {
    let answered = 0;
    fc.assert(
      fc.property(edges, request, (drawn, asked) => {
        const expected = best(enumerate(drawn, asked));
        const found = routeBySinglePath(expectOk(buildGraph('x', drawn)), asked);
        const outcome = found.ok
          ? {
              output: found.value.output.raw,
              seconds: found.value.latency.upperQuartileSeconds,
              legs: found.value.legs.length,
            }
          : undefined;
        expect(outcome).toEqual(expected);
        if (found.ok) answered += 1;
      }),
      { numRuns: 3000 },
    );
    expect(answered).toBeGreaterThan(300);
  });

  it('does not depend on the order in which the edges were given', () => {
    fc.assert(
      fc.property(edges, request, fc.integer(), (drawn, asked, salt) => {
        const shuffled = drawn
          .map((edge, at) => ({ edge, rank: Math.imul(at + 1, salt | 1) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ edge }) => edge);
        expect(routeBySinglePath(expectOk(buildGraph('x', shuffled)), asked)).toEqual(
          routeBySinglePath(expectOk(buildGraph('x', drawn)), asked),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('chains its legs: each starts with what the one before it yields', () => {
    fc.assert(
      fc.property(edges, request, (drawn, asked) => {
        const found = routeBySinglePath(expectOk(buildGraph('x', drawn)), asked);
        if (!found.ok) return;
        const { legs, output } = found.value;
        let at = asked.input;
        for (const leg of legs) {
          expect([leg.from, leg.input]).toEqual([at.asset, at.raw]);
          at = { asset: leg.to, raw: leg.output };
        }
        expect(at).toEqual(output);
      }),
      { numRuns: 300 },
    );
  });
});
