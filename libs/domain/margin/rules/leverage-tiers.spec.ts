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
    // crossMaintenanceMarginUsed that api.hyperliquid.xyz/info clearinghouseState answered for live BTC positions of
    // these notionals, truncated at 10⁻⁶
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
  const TWENTY = tiers([undefined, '20']);

  // hyperliquid-dex/hyperliquid-python-sdk tests/cassettes/info_test/test_get_user_state.yaml: positionValue and
  // marginUsed of positions at 20×
  it.each([
    ['211.64542', '10.582271'],
    ['227.675114', '11.383755'],
    ['4.86', '0.243'],
    ['79.3576', '3.96788'],
    ['509.5388', '25.47694'],
    ['290.8207', '14.541035'],
    ['3434.815334', '171.740766'],
  ])('of %s at 20× is %s', (notional, expected) => {
    const margin = tieredInitialMargin(decimal(notional), TWENTY, 6, 'towards-zero');
    expect(formatDecimal(margin)).toBe(expected);
  });

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
