import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { marginUnder, preset } from '../fixtures/presets.js';

// hyperliquid-dex/hyperliquid-python-sdk tests/cassettes/info_test/test_get_user_state.yaml: every position at 20×, as
// coin, szi, entryPx, positionValue, marginUsed, unrealizedPnl
const RECORDED = [
  ['BTC', '-0.00785', '26951.0', '211.64542', '10.582271', '-0.08007'],
  ['ETH', '0.1334', '1705.82', '227.675114', '11.383755', '0.118726'],
  ['ATOM', '-0.45', '10.787', '4.86', '0.243', '-0.00585'],
  ['MATIC', '76.6', '1.03483', '79.3576', '3.96788', '0.089622'],
  ['DYDX', '-121.2', '2.36808', '287.244', '14.3622', '-0.232704'],
  ['SOL', '7.39', '19.6789', '145.5091', '7.275455', '0.082029'],
  ['AVAX', '28.3', '16.3839', '464.12', '23.206', '0.45563'],
  ['BNB', '1.916', '306.509', '588.0204', '29.40102', '0.749156'],
  ['APE', '-131.8', '3.86082', '509.5388', '25.47694', '-0.682724'],
  ['OP', '-76.4', '2.04459', '156.238', '7.8119', '-0.031324'],
  ['LTC', '5.33', '88.0926', '469.7862', '23.48931', '0.252642'],
  ['ARB', '246.5', '1.17991', '290.8207', '14.541035', '-0.027115'],
] as const;

describe('policies/hyperliquid.json', () => {
  // api.hyperliquid.xyz/info clearinghouseState: a live BTC account, crossMaintenanceMarginUsed
  it('has the maintenance margin of a live account', () => {
    const state = marginUnder(preset('hyperliquid'), {
      holdings: { USDC: '38252.7' },
      positions: [{ instrument: 'BTC-PERP', size: '4.5', mark: '83926' }],
    });
    expect(state.maintenanceMargin.toFixed()).toBe('4720.8375');
    expect(state.equity.toFixed()).toBe('38252.7');
  });

  // hyperliquid.gitbook.io/hyperliquid-docs/trading/margin-tiers: the part above 150 M at 20×, maintained at half
  it.each([
    ['1500', '3750000', '1875000'],
    ['1500.0002', '3750001', '1875000.5'],
    ['2000', '6250000', '3125000'],
  ])('margins %s BTC at 100,000 USD by the parts of its tiers', (size, initial, maintenance) => {
    const positions = [{ instrument: 'BTC-PERP', size, mark: '100000' }];
    const state = marginUnder(preset('hyperliquid'), { holdings: { USDC: '1' }, positions });
    expect([state.initialMargin.toFixed(), state.maintenanceMargin.toFixed()]).toEqual([
      initial,
      maintenance,
    ]);
  });

  it('gives what their SDK recorded of an account at 20×', () => {
    const tiers = Object.fromEntries(RECORDED.map(([coin]) => [`${coin}-PERP`, [{ maxLeverage: '20' }]]));
    const policy = preset('hyperliquid', {
      positions: [{ rule: 'leverage-tiers', rounding: 'down', tiers }],
    });
    const positions = RECORDED.map(([coin, size, entry, value]) => ({
      instrument: `${coin}-PERP`,
      size,
      entry,
      mark: decimal(value).div(decimal(size).abs()).toFixed(),
    }));
    // account value less unrealised profit
    const profit = RECORDED.reduce((sum, [, , , , , each]) => sum.add(each), decimal('0'));
    const state = marginUnder(policy, {
      holdings: { USDC: decimal('1182.312496').sub(profit).toFixed() },
      positions,
    });
    expect(state.positions.map((each) => each.unrealisedPnl.toFixed())).toEqual(
      RECORDED.map((each) => each[5]),
    );
    expect(state.positions.map((each) => each.initialMargin.toFixed())).toEqual(
      RECORDED.map((each) => each[4]),
    );
    expect(state.equity.toFixed()).toBe('1182.312496');
    expect(state.initialMargin.toFixed()).toBe('171.740766');
    expect(state.freeCollateral.toFixed()).toBe('1010.57173');
  });
});
