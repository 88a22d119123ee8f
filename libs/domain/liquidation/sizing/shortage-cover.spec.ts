import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import {
  baseToCoverShortageDown,
  DRIFT_FULL_BELOW,
  liabilityToCoverShortageDown,
  shareToCoverDown,
} from './shortage-cover.js';

/** Expected values: drift-labs/protocol-v2, `programs/drift/src/math/liquidation/tests.rs`, module named in each. */
describe('calculate_base_asset_amount_to_cover_margin_shortage', () => {
  it.each([
    ['zero_percent_liquidation_fee', '0', '0', '1'],
    ['one_percent_liquidation_fee', '0.01', '0', '1.111111111'],
    ['one_percent_liquidation_fee_and_one_percent_if_liquidation_fee', '0.01', '0.01', '1.25'],
  ])('%s', (_, liquidatorFee, insuranceFee, expected) => {
    const rates = {
      marginRatio: decimal('0.1'),
      liquidatorFee: decimal(liquidatorFee),
      insuranceFee: decimal(insuranceFee),
    };
    expect(baseToCoverShortageDown(decimal('10'), decimal('100'), rates)?.toFixed()).toBe(expected);
  });

  it('takes all when the fee eats what the margin frees', () => {
    const rates = {
      marginRatio: decimal('0.05'),
      liquidatorFee: decimal('0.05'),
      insuranceFee: decimal('0'),
    };
    expect(baseToCoverShortageDown(decimal('10'), decimal('100'), rates)).toBeUndefined();
  });
});

describe('calculate_liability_transfer_to_cover_margin_shortage', () => {
  it.each([
    ['zero_asset_and_liability_fee', '1', '1', '0', '0.25'],
    ['ten_percent_asset_and_liability_fee', '1.1', '0.9', '0', '0.44998425'],
    ['zero_asset_and_liability_fee_with_one_percent_if_fee', '1', '1', '0.01', '0.257731958'],
    ['ten_percent_asset_and_liability_fee_with_one_percent_if_fee', '1.1', '0.9', '0.01', '0.475669504'],
  ])('%s', (_, assetMultiplier, liabilityMultiplier, insuranceFee, expected) => {
    const rates = {
      assetWeight: decimal('0.8'),
      assetMultiplier: decimal(assetMultiplier),
      liabilityWeight: decimal('1.2'),
      liabilityMultiplier: decimal(liabilityMultiplier),
      insuranceFee: decimal(insuranceFee),
    };
    expect(liabilityToCoverShortageDown(decimal('10'), decimal('100'), rates, 9)?.toFixed()).toBe(expected);
  });
});

/** By the formula of `calculate_max_pct_to_liquidate`: 10 % at once, all after a minute, less what was freed. */
describe('shareToCoverDown', () => {
  const rule = { initialShare: decimal('0.1'), rampSeconds: 60, fullBelowShortage: DRIFT_FULL_BELOW };
  it.each([
    ['1000', '0', 0, '0.1'],
    ['1000', '0', 30, '0.6'],
    ['1000', '0', 54, '1'],
    // (900 + 100) × 0.35 − 100 = 250 of 900
    ['900', '100', 15, '0.2777'],
    ['900', '100', 0, '0'],
    ['49.999999', '100', 0, '1'],
    ['50', '0', 0, '0.1'],
  ])('shortage %s with %s freed after %s s: %s', (shortage, freed, elapsedSeconds, expected) => {
    const progress = { shortage: decimal(shortage), freed: decimal(freed), elapsedSeconds };
    expect(shareToCoverDown(progress, rule).toFixed()).toBe(expected);
  });
});
