import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { bracketedCollateralValue } from './collateral-brackets.js';

const brackets = (...rows: readonly (readonly [upTo: string, percent: string])[]) =>
  rows.map(([upTo, percent]) => ({ upTo: decimal(upTo), percent: decimal(percent) }));

// binance/zkmerkle-proof-of-solvency circuit/get_and_check_tier_ratios_query_results_test.go
const STANDARD = brackets(['100', '100'], ['200', '80'], ['300', '50']);
const SINGLE = brackets(['100', '80']);
const FLOOR = brackets(['100', '100'], ['200', '33']);
const ZERO_RATIO = brackets(['100', '100'], ['200', '0']);
const ZERO_WIDTH = brackets(['100', '100'], ['100', '80'], ['200', '50']);

describe('bracketedCollateralValue', () => {
  it.each([
    ['first_tier_normal_range', STANDARD, '60', '60'],
    ['first_tier_equal_boundary', STANDARD, '100', '100'],
    ['middle_tier_normal_range', STANDARD, '150', '140'],
    ['middle_tier_equal_boundary', STANDARD, '200', '180'],
    ['last_tier_flag_zero', STANDARD, '250', '205'],
    ['flag_one_saturates_to_last_precomputed', STANDARD, '350', '230'],
    ['zero_collateral_index_zero_should_pass', STANDARD, '0', '0'],
    ['single_tier_flag_zero', SINGLE, '70', '56'],
    ['single_tier_flag_one', SINGLE, '150', '80'],
    ['floor_semantics_non_divisible', FLOOR, '150', '116'],
    ['zero_ratio_tier_increment', ZERO_RATIO, '150', '100'],
    ['zero_width_tier_equal_boundary', ZERO_WIDTH, '100', '100'],
  ])('%s', (_name, of, value, expected) => {
    expect(formatDecimal(bracketedCollateralValue(decimal(value), of, 0))).toBe(expected);
  });
});
