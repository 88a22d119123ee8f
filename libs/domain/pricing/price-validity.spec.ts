import { describe, expect, it } from '@jest/globals';
import { faultsAt, quote, RULES, stateAfter, USABLE } from './example-prices.js';

describe('what a mark may be used for', () => {
  const fresh = [quote('a', '100'), quote('b', '100.5')];

  it('is everything while it is fresh, certain and near its average', () => {
    expect(faultsAt(stateAfter(fresh), 60)).toEqual(USABLE);
  });

  it.each([
    [61, { opening: ['STALE'], withdrawing: [], liquidating: [] }],
    [121, { opening: ['STALE'], withdrawing: ['STALE'], liquidating: [] }],
    [
      601,
      {
        opening: ['STALE', 'STALENESS_BREAKER'],
        withdrawing: ['STALE', 'STALENESS_BREAKER'],
        liquidating: [],
      },
    ],
    [
      3_601,
      {
        opening: ['STALE', 'STALENESS_BREAKER'],
        withdrawing: ['STALE', 'STALENESS_BREAKER'],
        liquidating: ['STALE'],
      },
    ],
  ])('loses what asks for the youngest price first: %i s later', (second, faults) => {
    expect(faultsAt(stateAfter(fresh), second)).toEqual(faults);
  });

  it('asks for as many sources as the action does', () => {
    const faults = ['TOO_FEW_SOURCES'];
    expect(faultsAt(stateAfter([quote('a', '100')]), 1)).toEqual({
      opening: faults,
      withdrawing: faults,
      liquidating: [],
    });
  });

  it('asks for as much certainty as the action does', () => {
    // The mean is 101.5 and the sources lie 1.5 from it: 1.48 %.
    const faults = faultsAt(stateAfter([quote('a', '100'), quote('b', '103')]), 1);
    expect(faults).toEqual({ opening: ['UNCERTAIN'], withdrawing: [], liquidating: [] });
    const vague = faultsAt(stateAfter([quote('a', '100', 0, '6'), quote('b', '100', 0, '6')]), 1);
    expect(vague.liquidating).toEqual(['UNCERTAIN']);
  });

  it('may fall far before a liquidation must not use it any more', () => {
    const crash = [...fresh, quote('a', '60', 10), quote('b', '60', 10)];
    // The average moved on for 10 of 300 s at 100.25: it is 100.25 still, and 60 is below 100.25 / 1.2 and 1.25.
    expect(faultsAt(stateAfter(crash), 10)).toMatchObject({
      opening: ['FAR_FROM_AVERAGE', 'JUMP_BREAKER'],
      withdrawing: ['FAR_FROM_AVERAGE'],
      liquidating: [],
    });
    const nonsense = [...fresh, quote('a', '502', 10), quote('b', '502', 10)];
    expect(faultsAt(stateAfter(nonsense), 10).liquidating).toEqual(['FAR_FROM_AVERAGE']);
  });

  it('is anything at all under rules without demands', () => {
    const one = { minimumSources: 1 };
    const rules = {
      ...RULES,
      demands: { opening: one, withdrawing: one, liquidating: one },
    };
    const { stalenessBreaker: _, jumpBreaker: __, ...lenient } = rules;
    expect(faultsAt(stateAfter([quote('a', '1')], lenient), 1_000_000, lenient)).toEqual(USABLE);
  });
});
