import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import {
  gridPriceMoves,
  inverseGridRequirement,
  inverseProfit,
  offsetProfit,
} from './price-volatility-grid.js';

const grid = (priceRange: string, profitOffset: string, rollShockRate: string) => ({
  priceRange: decimal(priceRange),
  bucketsEachSide: 4,
  profitOffset: decimal(profitOffset),
  rollShockRate: decimal(rollShockRate),
  maintenanceFactor: decimal('0.8'),
});

const futures = (...sizes: readonly string[]) => sizes.map((size) => ({ size: decimal(size) }));

describe('gridPriceMoves', () => {
  it('spaces nine buckets evenly', () => {
    const moves = gridPriceMoves(grid('0.16', '0', '0')).map(formatDecimal);
    expect(moves).toEqual(['-0.16', '-0.12', '-0.08', '-0.04', '0', '0.04', '0.08', '0.12', '0.16']);
  });
});

describe('inverseProfit', () => {
  // docs.deribit.com/api-reference/account-management/private-simulate, response example: initial_risk_vectors of
  // BTC-PERPETUAL and BTC-28JUN24, one figure for each move from −16 % to +16 %, as binary floats
  it.each([
    [
      '0.314538364',
      [
        '-0.05991206933333334',
        '-0.04289159509090909',
        '-0.027351162086956524',
        '-0.013105765166666668',
        '0',
        '0.012097629384615385',
        '0.023299138074074074',
        '0.033700538999999995',
        '0.043384601931034494',
      ],
    ],
    [
      '-0.001187534',
      [
        '0.0002261969523809524',
        '0.00016193645454545456',
        '0.00010326382608695652',
        '0.00004948058333333334',
        '0',
        '-0.00004567438461538462',
        '-0.00008796548148148148',
        '-0.0001272357857142857',
        '-0.00016379779310344832',
      ],
    ],
  ])('of %s is what the venue publishes', (size, published) => {
    const profits = gridPriceMoves(grid('0.16', '0', '0')).map((move) => inverseProfit(decimal(size), move));
    const differences = profits.map((profit, at) => profit.sub(decimal(published[at] ?? 'none')).abs());
    expect(differences.every((difference) => difference.lt('0.0000000000000001'))).toBe(true);
  });
});

describe('offsetProfit', () => {
  it.each([
    // what Deribit's private/pme/simulate answered for an ETH-PERPETUAL short on 15 February 2026: pre_aggregated and
    // aggregated risk vectors of the lowest and the highest bucket
    ['0.21939959699999997', '0.6', '0.13163975819999998'],
    ['-0.15246412672881357', '0.6', '-0.15246412672881357'],
  ])('of %s at %s is %s', (profit, share, expected) => {
    const left = offsetProfit(decimal(profit), decimal(share));
    expect(left.sub(decimal(expected)).abs().lt('0.00000000000000001')).toBe(true);
  });
});

describe('inverseGridRequirement', () => {
  it.each([
    // docs.deribit.com/api-reference/account-management/private-simulate, response example: worst_case,
    // roll_shock, risk_matrix_margin, maintenance_margin
    [
      futures('0.314538364', '-0.001187534'),
      grid('0.16', '0', '0.01'),
      '0.059685872',
      '0.00315725898',
      '0.06284313098',
      '0.050274504784',
    ],
    // the recorded ETH-PERPETUAL short
    [
      futures('-0.999487053'),
      grid('0.18', '0.6', '0.005'),
      '0.152464127',
      '0.004997435265',
      '0.157461562265',
      '0.125969249812',
    ],
  ])('is what the venue answered, %#', (positions, of, worstCase, rollShock, initial, maintenance) => {
    const requirement = inverseGridRequirement(positions, of);
    expect(formatDecimal(requirement.worstCase)).toBe(worstCase);
    expect(formatDecimal(requirement.rollShock)).toBe(rollShock);
    expect(formatDecimal(requirement.initialMargin)).toBe(initial);
    expect(formatDecimal(requirement.maintenanceMargin)).toBe(maintenance);
  });
});
