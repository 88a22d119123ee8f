import { describe, expect, it } from '@jest/globals';
import { marginUnder, preset } from '../fixtures/presets.js';

type Market = readonly [scale: string, ratio: string, least: string, scalar: string, fixed: string];

function withMarkets(markets: Readonly<Record<string, Market>>) {
  const entries = Object.entries(markets).map(([instrument, [scale, ratio, least, scalar, fixed]]) => [
    instrument,
    {
      skewScale: scale,
      initialMarginRatio: ratio,
      minimumInitialMarginRatio: least,
      maintenanceMarginScalar: scalar,
      minimumPositionMargin: fixed,
    },
  ]);
  const rule = { rule: 'skew-scaled-margin', markets: Object.fromEntries(entries) as object };
  return preset('synthetix-v3', { positions: [rule] });
}

describe('policies/synthetix-v3.json', () => {
  // Synthetixio/synthetix-v3 markets/perps-market/test/integration/Account/Margins.test.ts
  it('has the margins of their account test', () => {
    const policy = withMarkets({
      'BTC-PERP': ['100', '2', '0.01', '0.5', '1000'],
      'ETH-PERP': ['1000', '2', '0.01', '0.5', '500'],
    });
    const state = marginUnder(policy, {
      holdings: { USDC: '100000' },
      positions: [
        { instrument: 'BTC-PERP', size: '-2', mark: '30000', entry: '29700' },
        { instrument: 'ETH-PERP', size: '20', mark: '2000', entry: '2020' },
      ],
    });
    expect(state.equity.toFixed()).toBe('99000');
    expect(state.initialMargin.toFixed()).toBe('6500');
    expect(state.maintenanceMargin.toFixed()).toBe('4000');
    expect(state.freeCollateral.toFixed()).toBe('92500');
  });

  // Synthetixio/synthetix-v3 markets/perps-market/test/integration/Liquidation/Liquidation.margin.test.ts
  it.each([
    [['30000', '2000', '5', '2', '2'], '18850', 'healthy'],
    [['28000', '1900', '4.6', '1.9', '1.8'], '16550', 'healthy'],
    [['31000', '1775', '3', '1', '1.13'], '0', 'liquidatable'],
    [['31000', '1820', '3', '1', '1'], '250', 'liquidatable'],
  ] as const)(
    'at %j has available margin %s and is %s, as in their liquidation test',
    (marks, available, band) => {
      const policy = withMarkets({
        'BTC-PERP': ['100', '2', '0.01', '0.5', '0'],
        'ETH-PERP': ['1000', '2', '0.01', '0.5', '0'],
        'LINK-PERP': ['100000', '2', '0.01', '0.5', '0'],
        'ARB-PERP': ['1000000', '1.5', '0.035', '0.5', '0'],
        'OP-PERP': ['1000000', '1.5', '0.035', '0.5', '0'],
      });
      const held = [
        ['BTC-PERP', '-1', '29850'],
        ['ETH-PERP', '20', '2020'],
        ['LINK-PERP', '2000', '5.05'],
        ['ARB-PERP', '5000', '2.05'],
        ['OP-PERP', '5000', '2.05'],
      ] as const;
      const positions = held.map(([instrument, size, entry], index) => ({
        instrument,
        size,
        entry,
        mark: marks[index] ?? entry,
      }));
      const state = marginUnder(policy, { holdings: { USDC: '20000' }, positions });
      expect([state.equity.toFixed(), state.band]).toEqual([available, band]);
    },
  );

  // Synthetixio/synthetix-deployments tomls/omnibus-base-mainnet-andromeda/perps/{btc,eth}.toml, with BTC's skew scale of
  // sips.synthetix.io/sccp/sccp-326 (50,000 → 35,000) and the ratios of sccp-328 (BTC 13.35 → 1.54, ETH 8.92 → 1.16)
  it.each([
    // 700,000 × (350 / 350,000 × 1.16 + 0.02) + 50, and × 0.28 of the ratio
    ['ETH-PERP', '350', '2000', '14862', '4197.36'],
    // 1,400,000 × (35 / 35,000 × 1.54 + 0.02) + 50
    ['BTC-PERP', '-35', '40000', '30206', '8493.68'],
  ])('has the markets of Base: %s', (instrument, size, mark, initial, maintenance) => {
    const state = marginUnder(preset('synthetix-v3'), {
      holdings: { USDC: '10000' },
      positions: [{ instrument, size, mark }],
    });
    expect(state.initialMargin.toFixed()).toBe(initial);
    expect(state.maintenanceMargin.toFixed()).toBe(maintenance);
  });
});
