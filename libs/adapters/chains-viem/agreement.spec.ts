import { describe, expect, it } from '@jest/globals';
import { camps, missingVoices, type Heard } from './agreement.js';

const heard = (said: string): readonly Heard<string>[] =>
  [...said].map((answer, index) => ({ endpoint: String(index), answer, fingerprint: answer }));

describe('agreement', () => {
  it('puts those who say the same into one camp, the larger first, the earlier of two equals', () => {
    const named = (said: string) =>
      camps(heard(said)).map((camp) => camp.map(({ endpoint }) => endpoint).join(''));
    expect(named('abb')).toEqual(['12', '0']);
    expect(named('abab')).toEqual(['02', '13']);
    expect(named('')).toEqual([]);
  });

  it.each([
    ['', 2, 2],
    ['a', 2, 1],
    ['ab', 2, 1],
    ['aab', 2, 0],
    ['abc', 3, 2],
    ['a', 1, 0],
  ])('after "%s", %i agree when %i more say so', (said, quorum, missing) => {
    expect(missingVoices(heard(said), quorum)).toBe(missing);
  });
});
