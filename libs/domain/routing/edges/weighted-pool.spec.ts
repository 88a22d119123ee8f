import { describe, expect, it } from '@jest/globals';
import { fixedPointPower } from './fixed-point-power.js';
import { weightedPoolInput, weightedPoolOutput } from './weighted-pool.js';

const ONE = 10n ** 18n;
const plain = { scalingIn: 1n, scalingOut: 1n };

/** KyberNetwork/kyberswap-dex-lib pkg/liquidity-source/balancer/v2/weighted/pool_simulator_test.go, Test_CalcAmountOut. */
const SWAPS = [
  {
    name: '2: an 80/20 pool pays the light token',
    pool: {
      ...plain,
      balanceIn: 3360160080014532471350474n,
      balanceOut: 1112301324508754708737n,
      weightIn: 800000000000000000n,
      weightOut: 200000000000000000n,
      swapFee: 1000000000000000n,
      hasExactPowers: true,
    },
    input: 60160080014532471350474n,
    output: 76143667376405160244n,
  },
  {
    name: '3: an 80/20 pool pays the heavy token',
    pool: {
      ...plain,
      balanceIn: 1112301324508754708737n,
      balanceOut: 3360160080014532471350474n,
      weightIn: 200000000000000000n,
      weightOut: 800000000000000000n,
      swapFee: 1000000000000000n,
      hasExactPowers: true,
    },
    input: 6016008001453247n,
    output: 4538893010907736440n,
  },
  {
    name: '4: 80 BAL / 20 WETH at block 18783187, of the first version',
    pool: {
      ...plain,
      balanceIn: 14236767788701850247952n,
      balanceOut: 31686717298564222587034828n,
      weightIn: 200000000000000000n,
      weightOut: 800000000000000000n,
      swapFee: 10000000000000000n,
      hasExactPowers: false,
    },
    input: 2000000000000000000000n,
    output: 1014934149732776116160723n,
  },
  {
    name: '5: eight equal weights on Polygon at block 51339771, of the first version',
    pool: {
      ...plain,
      balanceIn: 563895201975090444069n,
      balanceOut: 415858931425966091248020n,
      weightIn: 125000000000000000n,
      weightOut: 125000000000000000n,
      swapFee: 10000000000000000n,
      hasExactPowers: false,
    },
    input: 77000000000000000000n,
    output: 49523009318781117474536n,
  },
] as const;

describe('a weighted pool', () => {
  it.each(SWAPS)('pays what the pool pays: $name', ({ pool, input, output }) => {
    expect(weightedPoolOutput(pool, input)).toBe(output);
    const least = weightedPoolInput(pool, output) ?? -1n;
    expect(least).toBeLessThanOrEqual(input);
    expect(weightedPoolOutput(pool, least)).toBeGreaterThanOrEqual(output);
    expect(weightedPoolOutput(pool, least - 1n)).toBeLessThan(output);
  });

  it('takes its fee in base units in version 2, and with 18 decimals in version 3', () => {
    const pool = {
      ...{ balanceIn: 10n ** 12n, balanceOut: 10n ** 24n, scalingIn: 10n ** 12n, scalingOut: 1n },
      ...{ weightIn: ONE / 2n, weightOut: ONE / 2n, swapFee: ONE / 1000n, hasExactPowers: true },
    };
    // 1,001 millionths less 0.1 %: 999 in whole units, 999.999 otherwise. With equal weights the power is its base.
    const paid = (taken: bigint) => {
      const [balance, grown] = [10n ** 24n, 10n ** 24n + taken];
      const base = (balance * ONE + grown - 1n) / grown;
      return (balance * (ONE - base)) / ONE;
    };
    expect(weightedPoolOutput(pool, 1_001n)).toBe(paid(999n * 10n ** 12n));
    expect(weightedPoolOutput({ ...pool, hasScaledFee: true }, 1_001n)).toBe(paid(999_999n * 10n ** 9n));
  });

  it('takes no more than 30 % of its balance', () => {
    const { pool } = SWAPS[0];
    const most = (pool.balanceIn * 3n) / 10n;
    expect(weightedPoolOutput({ ...pool, swapFee: 0n }, most)).toBeGreaterThan(0n);
    expect(weightedPoolOutput({ ...pool, swapFee: 0n }, most + 1n)).toBe(0n);
    expect(weightedPoolInput(pool, pool.balanceOut)).toBeUndefined();
  });
});

describe('a power in fixed point', () => {
  it.each([
    ['anything to the power of 0', 5n * ONE, 0n, ONE],
    ['0 to any power', 0n, 3n * ONE, 0n],
    ['a base below 1', ONE / 4n, ONE / 2n, ONE / 2n],
    ['a base above 1', 9n * ONE, ONE / 2n, 3n * ONE],
  ])('%s', (_, base, exponent, expected) => {
    const error = (fixedPointPower(base, exponent) ?? -1n) - expected;
    expect(error * error).toBeLessThanOrEqual(16n);
  });

  it('refuses what the pool refuses', () => {
    expect(fixedPointPower(10n ** 30n, 100n * ONE)).toBeUndefined();
    expect(fixedPointPower(1n, 2n * ONE)).toBeUndefined();
  });
});
