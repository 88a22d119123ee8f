import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { narrower, nextRange, wider } from './block-range.js';

describe('block ranges', () => {
  it('cover every block up to the head once, whatever the provider refuses', () => {
    const scenario = fc.record({
      start: fc.bigInt(0n, 50n),
      length: fc.bigInt(0n, 400n),
      limit: fc.integer({ min: 1, max: 200 }),
      maximumBlocks: fc.integer({ min: 1, max: 300 }),
      firstBlocks: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(scenario, ({ start, length, limit, maximumBlocks, firstBlocks }) => {
        const head = start + length;
        const limits = { firstBlocks: Math.min(firstBlocks, maximumBlocks), maximumBlocks };
        let blocks = limits.firstBlocks;
        let next = start;
        for (let questions = 0; questions < 2_000; questions += 1) {
          const range = nextRange(next, head, blocks);
          if (range === undefined) break;
          expect(range.from).toBe(next);
          expect(range.to).toBeGreaterThanOrEqual(range.from);
          const asked = Number(range.to - range.from) + 1;
          expect(asked).toBeLessThanOrEqual(maximumBlocks);
          if (asked > limit) {
            blocks = narrower(range);
            continue;
          }
          blocks = wider(range, blocks, limits);
          next = range.to + 1n;
        }
        expect(next).toBe(head + 1n);
      }),
    );
  });

  it('halve when refused, grow by a quarter when answered in full, and stay when the head cut them short', () => {
    const limits = { firstBlocks: 100, maximumBlocks: 110 };
    expect(narrower({ from: 1n, to: 100n })).toBe(50);
    expect(wider({ from: 1n, to: 50n }, 50, limits)).toBe(63);
    expect(wider({ from: 1n, to: 100n }, 100, limits)).toBe(110);
    expect(wider({ from: 1n, to: 1n }, 50, limits)).toBe(50);
  });
});
