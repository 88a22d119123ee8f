import { describe, expect, it } from '@jest/globals';
import { changeableSpans, changedSpans, finalityOf, mergeHeads } from './index.js';

const heads = { latest: 120n, safe: 110n, finalised: 100n, settled: 90n };

describe('finalityOf', () => {
  it.each([
    [90n, 'settled'],
    [91n, 'finalised'],
    [100n, 'finalised'],
    [101n, 'safe'],
    [110n, 'safe'],
    [111n, 'latest'],
    [130n, 'latest'],
  ])('of block %i is %s', (number, finality) => {
    expect(finalityOf(number, heads)).toBe(finality);
  });

  it('knows of nothing settled where nobody tells', () => {
    expect(finalityOf(0n, { latest: 2n, safe: 1n, finalised: 0n })).toBe('finalised');
  });
});

describe('mergeHeads', () => {
  it('takes the latest word, also of a safe head that goes back', () => {
    const told = { latest: 121n, safe: 105n, finalised: 101n };
    expect(mergeHeads(heads, told, 121n)).toEqual({ ...told, settled: 90n });
  });

  it('does not believe a word of an older finalised head', () => {
    expect(mergeHeads(heads, { latest: 130n, safe: 120n, finalised: 99n }, 130n)).toBe(heads);
  });

  it('raises no head above the block that it was told with, but the latest', () => {
    const told = { latest: 500n, safe: 480n, finalised: 450n, settled: 440n };
    expect(mergeHeads(heads, told, 121n)).toEqual({
      latest: 500n,
      safe: 121n,
      finalised: 121n,
      settled: 121n,
    });
    expect(mergeHeads(undefined, told, 3n)).toEqual({ latest: 500n, safe: 3n, finalised: 3n, settled: 3n });
  });
});

describe('changedSpans', () => {
  it('names the blocks between the old heads and the new, once', () => {
    const after = { latest: 140n, safe: 130n, finalised: 112n, settled: 95n };
    expect(changedSpans(heads, after, 0n)).toEqual([
      { from: 91n, to: 95n },
      { from: 101n, to: 130n },
    ]);
  });

  it('goes no deeper than where the chain began to be followed', () => {
    const first = { latest: 120n, safe: 110n, finalised: 100n };
    expect(changedSpans(first, { ...first, settled: 99n }, 97n)).toEqual([{ from: 98n, to: 99n }]);
    expect(changedSpans(first, { ...first, settled: 80n }, 97n)).toEqual([]);
  });

  it('covers a head that went up and down again on the way', () => {
    const told = [
      { heads: { ...heads, safe: 118n }, number: 120n },
      { heads: { ...heads, safe: 104n }, number: 121n },
    ];
    expect(changedSpans(heads, { ...heads, safe: 104n }, 0n)).toEqual([{ from: 105n, to: 110n }]);
    expect(changeableSpans(heads, told, 0n)).toEqual([{ from: 105n, to: 118n }]);
  });
});
