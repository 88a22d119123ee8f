import { describe, expect, it } from '@jest/globals';
import { decimal, type UnixMilliseconds } from '@causeway/domain/units';
import {
  account,
  ETHEREUM,
  holding,
  OPTIMISM,
  position,
  priced,
  stateOf,
  USDC_ON_ETHEREUM,
} from '../example-breach.js';
import { liquidationPolicy } from '../example-liquidation.js';
import type { SizingRule } from '../liquidation-policy.js';
import { AAVE_CLOSE_FACTOR } from './close-factor.js';
import { contextAfter, reductionLimit, type SizingContext } from './reduction-limits.js';

const at = 60_000 as UnixMilliseconds;
const since = 0 as UnixMilliseconds;
const context: SizingContext = { at, since, past: [], flows: new Map(), shares: 1 };
const instrument = position('BTC-PERP', '1', '1').instrument;

/** Bitcoin at 40,000 on each layer, maintained by 3 %, under so many dollars. */
function stateWith(dollars: string, ...sizes: readonly [string, string?]) {
  const chains = [OPTIMISM, ETHEREUM];
  const positions = sizes.flatMap((size, index) =>
    size === undefined ? [] : [position('BTC-PERP', size, '40000', chains[index])],
  );
  const held = account([holding(USDC_ON_ETHEREUM, dollars)], positions);
  return stateOf(held, priced({ USDC: '1', 'BTC-PERP': '40000' }));
}

function limitsOf(
  state: ReturnType<typeof stateOf>,
  sizing: readonly SizingRule[],
  { minimumRemainder = '0', ...change }: Partial<SizingContext> & { readonly minimumRemainder?: string } = {},
): readonly string[] {
  let current: SizingContext = { ...context, ...change };
  const policy = { ...liquidationPolicy, sizing, minimumRemainder: decimal(minimumRemainder) };
  return state.positions.map((one) => {
    const limit = reductionLimit(one, state, policy, current);
    current = contextAfter(current, one, limit);
    return limit.most.toFixed();
  });
}

describe('the close factor', () => {
  const rule: SizingRule = { rule: 'close-factor', ...AAVE_CLOSE_FACTOR };

  it('is a share of all positions together', () => {
    // Health 2,350 / 2,400; half of 80,000 is one of the two.
    expect(limitsOf(stateWith('2350', '1', '1'), [rule])).toEqual(['1', '0']);
    expect(limitsOf(stateWith('2350', '0.5', '1.5'), [rule])).toEqual(['0.5', '0.5']);
  });
});

describe('the share of a shortage', () => {
  const rule: SizingRule = {
    rule: 'cover-shortage',
    buffer: decimal('0'),
    initialShare: decimal('0.5'),
    rampSeconds: 600,
    fullBelowShortage: decimal('50'),
  };
  // 3 % + 0 − 0.1 % − 0.4 % of 40,000 are freed by a bitcoin: 1,000. A tenth of the ramp has passed: 60 %.
  it('counts what was freed before', () => {
    expect(limitsOf(stateWith('1000', '1'), [rule])).toEqual(['0.12']);
    const past = [{ instrument, chain: OPTIMISM, size: decimal('0.1'), at }];
    // 60 % of 200 and the 100 that were freed, less these: 80.
    expect(limitsOf(stateWith('1000', '1'), [rule], { past })).toEqual(['0.08']);
  });
});

describe('a position of which nothing may be left', () => {
  const portion: SizingRule = {
    rule: 'maximum-portion',
    portion: decimal('0.1'),
    minimumNotional: decimal('0'),
  };
  const pause: SizingRule = {
    rule: 'share-with-cooldown',
    share: decimal('0.2'),
    aboveNotional: decimal('0'),
    cooldownSeconds: 600,
  };
  const rate: SizingRule = {
    rule: 'rate-limit',
    instrument: 'BTC-PERP',
    sizePerSecond: decimal('0.0001'),
    windowSeconds: 10,
  };

  it('is closed whole where a part of it may be', () => {
    const state = stateWith('0', '0.0025');
    expect(limitsOf(state, [portion])).toEqual(['0.00025']);
    expect(limitsOf(state, [portion], { minimumRemainder: '100' })).toEqual(['0.0025']);
  });

  it('still waits for a pause, and for its instrument', () => {
    // Not below two thirds of 3 USD, where no pause is kept.
    const state = stateWith('2.9', '0.0025');
    const past = [{ instrument, chain: OPTIMISM, size: decimal('0.1'), at }];
    expect(limitsOf(state, [pause], { minimumRemainder: '100', past })).toEqual(['0']);
    expect(limitsOf(state, [portion, rate], { minimumRemainder: '100' })).toEqual(['0.001']);
  });
});
