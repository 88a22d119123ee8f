import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { AAVE_CLOSE_FACTOR, leavesDust, maximumDebtToClose } from './close-factor.js';

/**
 * The cases of aave-dao/aave-v3-origin, `tests/protocol/pool/Pool.Liquidations.CloseFactor.t.sol`, at that suite's
 * price of 1,800 USD for WETH, liquidation threshold 0.86 and a debt in USDX.
 */
describe('maximumDebtToClose', () => {
  it.each([
    // test_hf_lte_095_supply_gt_threshold_closeFactorShouldBe100: 100 WETH
    ['0.94', '180000', '164680.85106383', '164680.85106383'],
    // test_hf_gt_095_supply_lt_threshold_closeFactorShouldBe100: 0.5 WETH
    ['0.97', '900', '797.93814433', '797.93814433'],
    // test_hf_gt_095_supply_gt_threshold_closeFactorShouldBe50: 100 WETH
    ['0.97', '180000', '159587.62886597', '79793.81443299'],
    // test_hf_gt_095_borrow_gt_threshold_collateral_lt_threshold_closeFactorShouldBe100: 1,999 USD of the collateral
    ['0.97', '1999', '3544.61855670', '3544.61855670'],
    // The threshold itself is large enough, the health itself is not.
    ['0.97', '2000', '2000', '1000'],
    ['0.95', '2000', '2000', '2000'],
  ])('at health %s, collateral %s and debt %s closes %s', (health, collateral, debt, expected) => {
    const debtValue = decimal(debt);
    const closeable = { health: decimal(health), collateralValue: decimal(collateral), debtValue };
    expect(maximumDebtToClose({ ...closeable, totalDebtValue: debtValue }, AAVE_CLOSE_FACTOR)).toEqual(
      decimal(expected),
    );
  });

  it('takes the share of the whole debt, and no more than the one debt', () => {
    const one = { health: decimal('0.97'), collateralValue: decimal('90000'), debtValue: decimal('3000') };
    expect(maximumDebtToClose({ ...one, totalDebtValue: decimal('5000') }, AAVE_CLOSE_FACTOR).toFixed()).toBe(
      '2500',
    );
    expect(maximumDebtToClose({ ...one, totalDebtValue: decimal('9000') }, AAVE_CLOSE_FACTOR).toFixed()).toBe(
      '3000',
    );
  });
});

/** aave-v3-origin, `docs/3.3/Aave-v3.3-features.md`, section 4: all, or at least 1,000 USD on both sides. */
describe('leavesDust', () => {
  it.each([
    ['0', '999', false],
    ['999', '0', false],
    ['1000', '1000', false],
    ['999.99999999', '1000', true],
    ['1000', '0.00000001', true],
  ])('collateral %s and debt %s: %s', (collateral, debt, expected) => {
    const left = { collateralValue: decimal(collateral), debtValue: decimal(debt) };
    expect(leavesDust(left, AAVE_CLOSE_FACTOR)).toBe(expected);
  });
});
