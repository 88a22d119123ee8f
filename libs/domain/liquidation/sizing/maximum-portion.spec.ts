import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { largestNotionalDown } from './maximum-portion.js';

/** dydxprotocol/v4-chain, `protocol/x/clob/e2e/liquidation_deleveraging_test.go`, TestLiquidationConfig. */
describe('largestNotionalDown', () => {
  it.each([
    // "Liquidating short respects position block limit - MinPositionNotionalLiquidated": 1 BTC at 50,000
    ['50000', '100000', '0.01', '50000'],
    // "… - MaxPositionPortionLiquidatedPpm": 10 % of it
    ['50000', '1000', '0.1', '5000'],
    ['50000', '10000', '0.1', '10000'],
    ['0.000003', '0.000001', '0.5', '0.000001'],
  ])('of %s with a minimum of %s and a portion of %s: %s', (notional, smallest, portion, expected) => {
    const rule = { minimumNotional: decimal(smallest), portion: decimal(portion) };
    expect(largestNotionalDown(decimal(notional), rule, 6).toFixed()).toBe(expected);
  });
});
