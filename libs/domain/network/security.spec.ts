import { describe, expect, it } from '@jest/globals';
import { evmChain } from '@causeway/domain/units';
import { isWeaker, NETWORK, SECURITY_MECHANISMS, securityOfBalance, weakestLink } from './index.js';

describe('weakestLink', () => {
  it('is the one that asks for most trust, in any order', () => {
    expect(weakestLink(['validity-proof', 'bonded-relayer', 'issuer-mint-burn'])).toBe('bonded-relayer');
    expect(weakestLink(['external-validators', 'validity-proof'])).toBe('external-validators');
  });

  it('is undefined for a path over nothing', () => {
    expect(weakestLink([])).toBeUndefined();
  });
});

describe('isWeaker', () => {
  it('follows the order in which the mechanisms are listed', () => {
    const order = [...SECURITY_MECHANISMS];
    expect([...order].sort((a, b) => (isWeaker(a, b) ? 1 : -1))).toEqual(order);
    expect(weakestLink(order)).toBe('external-validators');
  });

  it('is strict', () => {
    expect(isWeaker('optimistic-challenge', 'validity-proof')).toBe(true);
    expect(isWeaker('validity-proof', 'validity-proof')).toBe(false);
  });
});

describe('securityOfBalance', () => {
  it.each([
    [1, undefined],
    [10, 'optimistic-challenge'],
    [42_161, 'optimistic-challenge'],
    [324, 'validity-proof'],
    [137, 'external-validators'],
    [999_999, 'external-validators'],
  ])('of a balance on chain %i', (number, mechanism) => {
    expect(securityOfBalance(NETWORK, evmChain(number))).toBe(mechanism);
  });
});
