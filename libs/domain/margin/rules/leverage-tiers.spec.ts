import { describe, expect, it } from '@jest/globals';
import { decimal, formatDecimal, type Decimal } from '@causeway/domain/units';
import { tieredInitialMargin, tieredMaintenanceMargin, type LeverageTier } from './leverage-tiers.js';

const tiers = (...rows: readonly (readonly [upTo: string | undefined, maxLeverage: string])[]) =>
  rows.map(([upTo, maxLeverage]): LeverageTier => ({
    ...(upTo === undefined ? {} : { upTo: decimal(upTo) }),
    maxLeverage: decimal(maxLeverage),
  }));

// hyperliquid.gitbook.io/hyperliquid-docs/trading/margin-tiers: mainnet BTC and ETH, testnet BTC
const BTC = tiers(['150000000', '40'], [undefined, '20']);
const ETH = tiers(['100000000', '25'], [undefined, '15']);
const TESTNET_BTC = tiers(
  ['10000', '40'],
  ['50000', '25'],
  ['100000', '10'],
  ['300000', '5'],
  [undefined, '3'],
);

describe('tieredMaintenanceMargin', () => {
  it.each([
    // Answers of the venue's clearinghouseState, recorded in docs of quietlynew/nautilus-style adapters: file ids
    // 68794970747 (account payload) and 68481791482 (table of three live cross positions) of the public code index.
    ['377667.0', BTC, '4720.8375'],
    ['368455.20858', BTC, '4605.690107'],
    ['4937.99391', BTC, '61.724923'],
    // Below the first boundary: N / (2 × 25), the rule of the page.
    ['100000000', ETH, '2000000'],
    // 1/30 has no finite decimal: 2,000,000 + 50,000,000 / 30
    ['150000000', ETH, '3666666.666666'],
    ['0', BTC, '0'],
  ])('of %s is %#', (notional, of, expected) => {
    expect(formatDecimal(tieredMaintenanceMargin(decimal(notional), of, 6, 'towards-zero'))).toBe(expected);
  });

  it.each(['1', '10000', '10000.01', '49999', '75000', '100000', '299999.99', '300000', '1234567.89'])(
    'of %s is what rate and deduction of the page give',
    (notional) => {
      const { rate, deduction } = rateAndDeduction(decimal(notional), TESTNET_BTC);
      const expected = decimal(notional).mul(rate).sub(deduction);
      const margin = tieredMaintenanceMargin(decimal(notional), TESTNET_BTC, 6, 'up');
      expect(margin.sub(expected).abs().lt('0.000001')).toBe(true);
    },
  );
});

describe('tieredInitialMargin', () => {
  it.each([
    ['150000000', BTC, '3750000'],
    ['150000020', BTC, '3750001'],
  ])('of %s at the highest leverage is %#', (notional, of, expected) => {
    expect(formatDecimal(tieredInitialMargin(decimal(notional), of, 6, 'up'))).toBe(expected);
  });
});

/** The venue's own form of the formula. */
function rateAndDeduction(notional: Decimal, of: readonly LeverageTier[]) {
  let lower = decimal('0');
  let rate = decimal('0');
  let deduction = decimal('0');
  for (const { upTo, maxLeverage } of of) {
    const next = decimal('1').div(maxLeverage.mul(2));
    deduction = deduction.add(lower.mul(next.sub(rate)));
    rate = next;
    if (upTo === undefined || notional.lte(upTo)) break;
    lower = upTo;
  }
  return { rate, deduction };
}
