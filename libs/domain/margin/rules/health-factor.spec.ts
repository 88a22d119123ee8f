import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import {
  availableBorrows,
  averageLiquidationThreshold,
  averageLoanToValue,
  collateralInBaseCurrency,
  debtInBaseCurrency,
  healthFactor,
} from './health-factor.js';

const reserve = (value: string, liquidationThreshold: string, loanToValue = '0') => ({
  value: decimal(value),
  liquidationThreshold: decimal(liquidationThreshold),
  loanToValue: decimal(loanToValue),
});

describe('healthFactor', () => {
  it.each([
    // aave/aave-utilities packages/math-utils/src/pool-math.test.ts 'should calculate health factor'; the contract
    // keeps 18 decimal places of what the library shows with 20
    ['0.1', '5000', '0.05', '1'],
    ['0.1', '5000', '0.03', '1.666666666666666666'],
    // aave.com/help/borrowing/liquidations: 10,000 USD of ETH at 80 %, 6,000 GHO borrowed
    ['10000', '8000', '6000', '1.333333333333333333'],
    // aave/aave-utilities packages/math-utils/src/formatters/user/index.test.ts: 4,000 at 60 % against 2,000
    ['4000', '6000', '2000', '1.2'],
    // aave/aave-v3-core test-suites/emode.spec.ts: 100 DAI in e-mode at 98 %, 98 USDC borrowed
    ['100', '9800', '98', '1'],
  ])('%s at %s bp against %s is %s', (collateral, threshold, debt, expected) => {
    const factor = healthFactor([reserve(collateral, threshold)], decimal(debt));
    expect(factor?.toFixed()).toBe(expected);
  });

  it('rounds to the nearest before it drops four places', () => {
    // 0.00009999 / 9,999,400,025 is 9,999.59999 units of 10⁻¹⁸, which count as 10,000 and so give one
    const factor = healthFactor([reserve('0.00000001', '9999')], decimal('9999400025'));
    expect(factor?.toFixed()).toBe('0.000000000000000001');
  });

  it('is none without debt', () => {
    expect(healthFactor([reserve('1', '8000')], decimal('0'))).toBeUndefined();
  });
});

// aave/aave-utilities packages/math-utils/src/formatters/user/user.mocks.ts usdcUserReserveEthMarket,
// ethUserReserveEthMarket: balances with interest as generate-user-reserve-summary.test.ts has them, in an 18-place
// base currency
const USDC_PRICE = decimal('0.00022021522');
const USDC = collateralInBaseCurrency(decimal('2441.092444'), USDC_PRICE, 18);
const ETH = decimal('11.819951652201573862').sub(USDC);

describe('an account with two reserves', () => {
  it('values its balances as the library does', () => {
    expect(formatDecimal(USDC)).toBe('0.53756570959579768');
  });

  it('values its debt as the library does', () => {
    expect(formatDecimal(debtInBaseCurrency(decimal('52.314205'), USDC_PRICE, 18))).toBe(
      '0.0115203841632001',
    );
  });

  it('rounds debt up and collateral down', () => {
    expect(formatDecimal(debtInBaseCurrency(decimal('0.000001'), decimal('0.99999999')))).toBe('0.000001');
    expect(formatDecimal(collateralInBaseCurrency(decimal('0.000001'), decimal('0.99999999')))).toBe(
      '0.00000099',
    );
  });

  // calculate-user-reserve-totals.test.ts: the contract keeps whole basis points
  it.each([
    ['outside e-mode', '8500', '8000', '8261', '8000'],
    ['in e-mode 1 (9,700 and 9,500 bp)', '9700', '9500', '8315', '8068'],
  ])('averages thresholds %s', (_mode, threshold, loanToValue, averageThreshold, averageLtv) => {
    const collaterals = [
      { value: USDC, liquidationThreshold: decimal(threshold), loanToValue: decimal(loanToValue) },
      { value: ETH, liquidationThreshold: decimal('8250'), loanToValue: decimal('8000') },
    ];
    expect(formatDecimal(averageLiquidationThreshold(collaterals))).toBe(averageThreshold);
    expect(formatDecimal(averageLoanToValue(collaterals))).toBe(averageLtv);
  });
});

describe('availableBorrows', () => {
  it.each([
    ['10000', '8000', '6000', '2000'],
    ['10000', '5000', '6000', '0'],
    // 0.00000003 × 50 % is rounded down
    ['0.00000003', '5000', '0', '0.00000001'],
  ])('%s at %s bp against %s leaves %s', (collateral, loanToValue, debt, expected) => {
    const left = availableBorrows([reserve(collateral, '8500', loanToValue)], decimal(debt));
    expect(formatDecimal(left)).toBe(expected);
  });
});
