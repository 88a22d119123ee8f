import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kindOf } from './liquidity-edge.js';
import { between, EDGES } from './every-edge.fixture.js';

/** Cryptoswap pools truncate so coarsely that their outputs waver in the last digits, at most by this part. */
const WAVERING: Readonly<Record<string, bigint>> = { cryptoswap: 10n ** 15n };

const cases = Object.entries(EDGES).map(([kind, edges]) => ({ kind, edges }));
const amount = between(1n, 10n ** 24n);

describe.each(cases)('an edge of kind $kind', ({ kind, edges }) => {
  const wavering = (value: bigint) => (WAVERING[kind] === undefined ? 0n : value / WAVERING[kind] + 1n);

  it('is one that a graph may have', () => {
    fc.assert(fc.property(edges, (edge) => expect(kindOf(edge).problemOf(edge)).toBeUndefined()));
  });

  it('asks for the least input that yields an output', () => {
    fc.assert(
      fc.property(edges, amount, (edge, any) => {
        const input = 1n + (any % edge.capacity);
        const { grossOutput, grossInput } = kindOf(edge);
        const output = grossOutput(edge, input);
        if (output <= 0n) return;
        const least = grossInput(edge, output) ?? -1n;
        expect(least).toBeGreaterThan(0n);
        expect(least).toBeLessThanOrEqual(input + wavering(input));
        expect(grossOutput(edge, least)).toBeGreaterThanOrEqual(output);
        expect(grossOutput(edge, least - 1n)).toBeLessThan(output);
      }),
    );
  });

  it('never pays less for more', () => {
    fc.assert(
      fc.property(edges, amount, amount, (edge, any, other) => {
        const input = 1n + (any % edge.capacity);
        const more = other % (edge.capacity - input + 1n);
        const { grossOutput } = kindOf(edge);
        expect(grossOutput(edge, input + more)).toBeGreaterThanOrEqual(
          grossOutput(edge, input) - wavering(grossOutput(edge, input)),
        );
      }),
    );
  });
});
