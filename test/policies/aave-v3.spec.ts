import { describe, expect, it } from '@jest/globals';
import { marginUnder, preset, type VenueAccount } from '../fixtures/presets.js';

/** The preset with other thresholds of one reserve, and an efficiency mode where there is one. */
function withReserve(family: string, liquidationThreshold: string, efficiencyModes: readonly object[] = []) {
  const reserves = { [family]: { loanToValue: '0', liquidationThreshold } };
  return preset('aave-v3', { collateral: [{ rule: 'reserve-collateral', reserves, efficiencyModes }] });
}

const OTHER_STABLES = {
  name: 'STABLECOINS',
  collaterals: ['DAI', 'USDC'],
  borrowables: ['DAI', 'USDC'],
  loanToValue: '0.98',
  liquidationThreshold: '0.98',
};

describe('policies/aave-v3.json', () => {
  it.each<[string, ReturnType<typeof preset>, VenueAccount, string]>([
    [
      'aave.com/help/borrowing/liquidations',
      withReserve('ETH', '0.8'),
      { holdings: { ETH: '5' }, debts: { GHO: '6000' }, prices: { ETH: '2000' } },
      '1.333333333333333333',
    ],
    [
      'aave/aave-utilities packages/math-utils/src/pool-math.test.ts',
      withReserve('ETH', '0.5'),
      { holdings: { ETH: '0.1' }, debts: { GHO: '0.05' } },
      '1',
    ],
    [
      'aave/aave-utilities packages/math-utils/src/pool-math.test.ts',
      withReserve('ETH', '0.5'),
      { holdings: { ETH: '0.1' }, debts: { GHO: '0.03' } },
      '1.666666666666666666',
    ],
    [
      'aave/aave-utilities packages/math-utils/src/formatters/user/index.test.ts',
      withReserve('ETH', '0.6'),
      { holdings: { ETH: '4000' }, debts: { GHO: '2000' } },
      '1.2',
    ],
    [
      'aave/aave-v3-core test-suites/emode.spec.ts, in the mode',
      withReserve('DAI', '0.8', [OTHER_STABLES]),
      { holdings: { DAI: '100' }, debts: { USDC: '98' } },
      '1',
    ],
    [
      'aave/aave-v3-core test-suites/emode.spec.ts, out of it',
      withReserve('DAI', '0.8'),
      { holdings: { DAI: '100' }, debts: { USDC: '80' } },
      '1',
    ],
  ])('has the health factor of %s', (_source, policy, account, health) => {
    const state = marginUnder(policy, account);
    expect(state.health?.toFixed()).toBe(health);
    expect(state.band === 'liquidatable').toBe(false);
  });

  // aave/aave-v3-core test-suites/emode.spec.ts: outside the mode the same debt can be liquidated
  it('liquidates below 1, and not at 1', () => {
    const debts = { USDC: '80.000001' };
    expect(marginUnder(withReserve('DAI', '0.8'), { holdings: { DAI: '100' }, debts }).band).toBe(
      'liquidatable',
    );
  });

  // aave/aave-v3-origin GenericLogic.sol calculateUserAccountData, with the reserves of aave/aave-v3-deploy
  // markets/aave/reservesConfigs.ts: 10,000 USDC and 10 ETH at 2,000 USD, average loan-to-value 80 %
  it('lends up to the average loan-to-value', () => {
    const state = marginUnder(preset('aave-v3'), {
      holdings: { USDC: '10000', ETH: '10' },
      debts: { BTC: '0.1' },
      prices: { ETH: '2000', BTC: '50000' },
    });
    expect(state.equity.toFixed()).toBe('25000');
    expect(state.freeCollateral.toFixed()).toBe('19000');
    expect(state.health?.toFixed()).toBe('5');
  });

  it('rounds the average loan-to-value down to whole basis points', () => {
    const state = marginUnder(preset('aave-v3'), {
      holdings: { USDC: '1', BTC: '0.00002' },
      prices: { BTC: '100000' },
    });
    // (1 × 80 % + 2 × 70 %) / 3 = 73.33 %
    expect(state.freeCollateral.toFixed()).toBe('2.1999');
  });

  it('has the efficiency mode of stablecoins, and leaves it with a debt that the mode does not lend', () => {
    const holdings = { USDC: '1000' };
    expect(marginUnder(preset('aave-v3'), { holdings, debts: { DAI: '975' } }).health?.toFixed()).toBe('1');
    expect(marginUnder(preset('aave-v3'), { holdings, debts: { ETH: '850' } }).health?.toFixed()).toBe('1');
  });

  it('gives no health without debt', () => {
    const state = marginUnder(preset('aave-v3'), { holdings: { USDC: '1000' } });
    expect([state.health, state.band]).toEqual([undefined, 'healthy']);
  });
});
