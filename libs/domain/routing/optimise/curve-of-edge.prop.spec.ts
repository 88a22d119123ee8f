import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unlimitedOutput } from '../edge-amounts.js';
import { EDGES } from '../edges/every-edge.fixture.js';
import { curveOfEdge } from './curve-of-edge.js';
import { ratioOf, type Fraction } from './edge-curve.js';

const plus = (a: Fraction, b: Fraction, factor: bigint): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * factor * a.denominator,
  denominator: a.denominator * b.denominator,
});

const cases = Object.entries(EDGES).map(([kind, edges]) => ({ kind, edges }));
const share = fc.bigInt({ min: 0n, max: 1_000_000n });

describe.each(cases)('the curve of an edge of kind $kind', ({ edges }) => {
  it('has lines that no output rises above, wherever they touch it', () => {
    fc.assert(
      fc.property(edges, share, share, share, (edge, first, second, reach) => {
        const curve = curveOfEdge(edge);
        if (curve === undefined) return;
        // Amounts of all sizes, as most of the bending is near 0.
        const most = edge.capacity >> ((reach * 60n) / 1_000_000n);
        const [at, input] = [(most * first) / 1_000_000n, (most * second) / 1_000_000n];
        const lines = curve.supportAt(at);
        const slope = input >= lines.at ? lines.slopeUp : lines.slopeDown;
        const line = plus(lines.outputUp, slope, input - lines.at);
        const gross = unlimitedOutput(edge, input) + curve.fixedCost;
        if (input > 0n) expect(gross * line.denominator).toBeLessThanOrEqual(line.numerator);
        const straight = ratioOf(curve.offsetUp ?? 0n, 1n) + curve.steepestRate * ratioOf(input, 1n);
        if (input > 0n) expect(ratioOf(gross, 1n)).toBeLessThanOrEqual(straight * (1 + 1e-15));
      }),
      { numRuns: 300 },
    );
  });

  it('is followed by its pieces, whose slopes fall but for how they are fitted', () => {
    fc.assert(
      fc.property(edges, share, (edge, part) => {
        const curve = curveOfEdge(edge);
        if (curve === undefined) return;
        const input = (edge.capacity * part) / 1_000_000n;
        let left = ratioOf(input, 1n);
        let output = 0;
        let slope = Infinity;
        for (const piece of curve.pieces) {
          const taken = Math.min(left, piece.length);
          const [gain, initial] =
            'rate' in piece
              ? [(piece.rate * taken) / (1 + taken / piece.depth), piece.rate]
              : [piece.output(taken), piece.slope(0)];
          expect(initial).toBeLessThanOrEqual(slope * (1 + 1e-2));
          slope = initial;
          output += gain;
          left -= taken;
        }
        if (input === 0n || left > 0) return;
        const exact = ratioOf(unlimitedOutput(edge, input) + curve.fixedCost, 1n);
        // Lots and shared decimals round by whole units of theirs, and a fee may grow within a piece.
        expect(Math.abs(output - exact)).toBeLessThanOrEqual(5e-2 * output + 1e16);
      }),
      { numRuns: 200 },
    );
  });
});
