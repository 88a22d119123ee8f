import { describe, expect, it } from '@jest/globals';
import { marginUnder, preset } from '../fixtures/presets.js';

/** The preset with one tier for BTC. */
function withTier(initial: string, maintenance: string, lower = '0', upper = '0') {
  const tier = {
    initialMarginFraction: initial,
    maintenanceFraction: maintenance,
    openInterestLowerCap: lower,
    openInterestUpperCap: upper,
  };
  return preset('dydx-v4', {
    positions: [{ rule: 'liquidity-tiers', tiers: { 'BTC-PERP': tier, 'ETH-PERP': tier } }],
  });
}

describe('policies/dydx-v4.json', () => {
  // dydxprotocol/v4-chain protocol/x/subaccounts/lib/updates_test.go TestGetRiskForSubaccount, in quote quantums
  it.each([
    [[{ instrument: 'BTC-PERP', size: '0.0001', mark: '100' }], '0.0101', '0.0101', '0.001', '0.0005'],
    [
      [
        { instrument: 'BTC-PERP', size: '0.0001', mark: '100' },
        { instrument: 'ETH-PERP', size: '-0.000025', mark: '200' },
      ],
      '0.00511',
      '0.00511',
      '0.0015',
      '0.00075',
    ],
  ])('requires of %j what their subaccount risk does', (positions, usdc, equity, initial, maintenance) => {
    const state = marginUnder(withTier('0.1', '0.5'), { holdings: { USDC: usdc }, positions });
    expect(state.equity.toFixed()).toBe(equity);
    expect(state.initialMargin.toFixed()).toBe(initial);
    expect(state.maintenanceMargin.toFixed()).toBe(maintenance);
    expect(state.band).toBe('healthy');
  });

  // dydxprotocol/v4-chain protocol/x/perpetuals/lib/lib_test.go TestGetMarginRequirementsInQuoteQuantums_2
  it.each([
    ['0.012', '36750', ['0.2', '0.5', '10000000', '20000000'], '408.163265', '264.599559', '44.1'],
    ['0.012', '36750', ['0.2', '0.5', '10000000', '20000000'], '1000', '441', '44.1'],
    ['0.012', '36750', ['0.2', '0.5', '10000000', '20000000'], '0', '88.2', '44.1'],
    ['0.012', '36750', ['0.2', '0.5', '25000000', '50000000'], '1123.456789', '318.042585', '44.1'],
    ['-0.074523', '123456', ['0.05', '0.6'], '0', '460.015575', '276.009345'],
    ['0.074523', '123456', ['0.25', '0.6'], '0', '2300.077872', '1380.046724'],
  ] as const)(
    'requires of %s at %s, tier %j and open interest %s, %s and %s',
    (size, mark, tier, open, im, mm) => {
      const [initial, maintenance, lower = '0', upper = '0'] = tier;
      const state = marginUnder(withTier(initial, maintenance, lower, upper), {
        holdings: { USDC: '1000' },
        positions: [{ instrument: 'BTC-PERP', size, mark }],
        facts: { 'BTC-PERP': { openInterest: open } },
      });
      expect([state.initialMargin.toFixed(), state.maintenanceMargin.toFixed()]).toEqual([im, mm]);
    },
  );

  // protocol/testing/genesis.sh: BTC in tier Large-Cap, SOL in tier Small-Cap half-way between its caps
  it('has the tiers of genesis', () => {
    const state = marginUnder(preset('dydx-v4'), {
      holdings: { USDC: '10000' },
      positions: [
        { instrument: 'BTC-PERP', size: '1', mark: '100000' },
        { instrument: 'SOL-PERP', size: '10', mark: '200' },
      ],
      facts: { 'SOL-PERP': { openInterest: '175000' } },
    });
    expect(state.positions.map(({ initialMargin }) => initialMargin.toFixed())).toEqual(['2000', '1100']);
    expect(state.positions.map(({ maintenanceMargin }) => maintenanceMargin.toFixed())).toEqual([
      '1200',
      '100',
    ]);
  });

  it('takes the fraction as 1 where nobody tells the open interest that a tier scales by', () => {
    const positions = [{ instrument: 'SOL-PERP', size: '10', mark: '200' }];
    const state = marginUnder(preset('dydx-v4'), { holdings: { USDC: '1' }, positions });
    expect(state.initialMargin.toFixed()).toBe('2000');
    expect(state.gaps).toEqual([{ code: 'MISSING_FACT', subject: 'SOL-PERP' }]);
  });

  it('liquidates no account without a position, as theirs needs a requirement above 0', () => {
    expect(marginUnder(preset('dydx-v4'), { debts: { USDC: '5' } }).band).toBe('healthy');
  });
});
