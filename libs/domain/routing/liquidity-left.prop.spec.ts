import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kindOf, type LiquidityEdge } from './edges/liquidity-edge.js';
import { between, EDGES } from './edges/every-edge.fixture.js';
import { liquidityLeft } from './liquidity-left.js';

/** Kinds of which nothing is left once they were used. */
const LEFT_OUT: readonly string[] = ['cryptoswap', 'order-book', 'stableswap'];
/** Powers of weighted pools are rounded by parts of 10⁻¹⁴. */
const POWER_ERROR = 10n ** 12n;

const cases = Object.entries(EDGES).map(([kind, edges]) => ({ kind, edges }));
const amount = between(1n, 10n ** 24n);
const afterInto = (edge: LiquidityEdge, input: bigint) =>
  liquidityLeft({ version: 'all', edges: [edge] }, new Map([[edge.id, input]])).edges[0];

describe.each(cases)('what is left of an edge of kind $kind', ({ kind, edges }) => {
  it('is an edge that pays no more for the rest than the edge would pay for all', () => {
    let left = 0;
    fc.assert(
      fc.property(edges, amount, amount, (edge, any, other) => {
        const used = 1n + (any % edge.capacity);
        const after = afterInto(edge, used);
        if (after === undefined) return;
        left += 1;
        expect(after.capacity).toBe(edge.capacity - used);
        expect(kindOf(after).problemOf(after)).toBeUndefined();
        const more = 1n + (other % after.capacity);
        const { grossOutput } = kindOf(edge);
        const whole = grossOutput(edge, used + more);
        const rounding = 2n + (kind === 'weighted-pool' ? whole / POWER_ERROR : 0n);
        expect(kindOf(after).grossOutput(after, more)).toBeLessThanOrEqual(
          whole - grossOutput(edge, used) + rounding,
        );
      }),
    );
    expect(left > 0).toBe(!LEFT_OUT.includes(kind));
  });
});

describe('what is left of a graph', () => {
  const pool = (id: string, name?: string): LiquidityEdge => ({
    ...(fc.sample(EDGES['constant-product'], { numRuns: 1, seed: 7 })[0] as LiquidityEdge),
    id,
    ...(name === undefined ? {} : { pool: name }),
  });

  it('is the graph itself where nothing was used', () => {
    const graph = { version: 'all', edges: [pool('a')] };
    expect(liquidityLeft(graph, new Map([['a', 0n]]))).toBe(graph);
  });

  it('has no other edge of a pool that was used, and a version of its own', () => {
    const graph = { version: 'all', edges: [pool('a', 'p'), pool('b', 'p'), pool('c', 'q'), pool('d')] };
    const one = liquidityLeft(graph, new Map([['a', 5n]]));
    expect(one.edges.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
    const other = liquidityLeft(graph, new Map([['a', 6n]]));
    expect(new Set([graph.version, one.version, other.version]).size).toBe(3);
  });
});
