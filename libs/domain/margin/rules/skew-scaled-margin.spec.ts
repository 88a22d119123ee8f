import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal } from '@causeway/domain/units';
import { skewScaledRequirement } from './skew-scaled-margin.js';

const market = (
  skewScale: string,
  initial: string,
  minimumRatio: string,
  scalar: string,
  minimum: string,
) => ({
  skewScale: decimal(skewScale),
  initialMarginRatio: decimal(initial),
  minimumInitialMarginRatio: decimal(minimumRatio),
  maintenanceMarginScalar: decimal(scalar),
  minimumPositionMargin: decimal(minimum),
});

describe('skewScaledRequirement', () => {
  it.each([
    // Synthetixio/synthetix-v3 markets/perps-market/test/integration/Account/Margins.test.ts: 2 BTC short at 30,000,
    // 20 ETH long at 2,000; together 3,000 + 2,000 + 1,500 and 1,500 + 1,000 + 1,500
    ['-2', '30000', market('100', '2', '0.01', '0.5', '1000'), '4000', '2500'],
    ['20', '2000', market('1000', '2', '0.01', '0.5', '500'), '2500', '1500'],
    // .../test/integration/Liquidation/Liquidation.margin.test.ts: the five markets at their opening prices
    ['-1', '30000', market('100', '2', '0.01', '0.5', '0'), '900', '450'],
    ['20', '2000', market('1000', '2', '0.01', '0.5', '0'), '2000', '1000'],
    ['2000', '5', market('100000', '2', '0.01', '0.5', '0'), '500', '250'],
    ['5000', '2', market('100000', '1.5', '0.035', '0.5', '0'), '1100', '550'],
    // A market without skew scale, and one that the contract's divDecimal truncates
    ['3', '10', market('0', '2', '0.1', '0.5', '0'), '3', '1.5'],
    ['1', '1', market('3', '1', '0', '0.5', '0'), '0.333333333333333333', '0.166666666666666666'],
    ['0', '30000', market('100', '2', '0.01', '0.5', '1000'), '0', '0'],
  ])('size %s at %s', (size, price, of, initialMargin, maintenanceMargin) => {
    const requirement = skewScaledRequirement(decimal(size), decimal(price), of);
    expect(formatDecimal(requirement.initialMargin)).toBe(initialMargin);
    expect(formatDecimal(requirement.maintenanceMargin)).toBe(maintenanceMargin);
  });
});
