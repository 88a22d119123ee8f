import { describe, expect, it } from '@jest/globals';
import { marginUnder, preset } from '../fixtures/presets.js';

// drift-labs/protocol-v2 programs/drift/src/math/margin/tests.rs
describe('policies/drift-v2.json', () => {
  it('has the requirement of user_custom_margin_ratio', () => {
    const state = marginUnder(preset('drift-v2'), {
      holdings: { USDC: '100' },
      debts: { SOL: '100' },
      positions: [{ instrument: 'SOL-PERP', size: '100', mark: '100' }],
      prices: { SOL: '100' },
    });
    expect(state.maintenanceMargin.toFixed()).toBe('11500');
    expect(state.initialMargin.toFixed()).toBe('13000');
    expect(state.equity.toFixed()).toBe('100');
  });

  it('has collateral and requirement of strict_maintenance', () => {
    const state = marginUnder(preset('drift-v2'), {
      holdings: { USDC: '10000' },
      debts: { SOL: '100' },
      prices: { USDC: '0.9', SOL: '110' },
    });
    expect([state.equity.toFixed(), state.maintenanceMargin.toFixed()]).toEqual(['9000', '12100']);
    expect(state.band).toBe('liquidatable');
  });

  it.each([
    ['22050', '13555.327867'],
    ['21050', '12940.573769'],
  ])(
    'grows the requirement of a short with its size, at %s USD: calculate_user_equity_value_tests',
    (mark, margin) => {
      const positions = [{ instrument: 'BTC-PERP', size: '-6.147540983', mark }];
      const state = marginUnder(preset('drift-v2'), { holdings: { USDC: '50000' }, positions });
      expect(state.initialMargin.toFixed()).toBe(margin);
    },
  );

  it.each([
    ['20000', '0.9'],
    ['40000', '0.45'],
    ['60000', '0.3'],
  ])(
    'counts less of a deposit once all deposits are %s SOL at 25 USD: weight %s',
    (totalDeposits, weight) => {
      const rule = {
        rule: 'sqrt-size-asset-weight',
        markets: { SOL: { initial: '0.9', maintenance: '0.9', imf: '0', scaleFrom: '500000' } },
      };
      const state = marginUnder(preset('drift-v2', { collateral: [rule] }), {
        holdings: { SOL: '4' },
        prices: { SOL: '25' },
        facts: { SOL: { totalDeposits } },
      });
      expect(state.freeCollateral.div(100).toFixed()).toBe(weight);
      expect(state.equity.toFixed()).toBe('90');
    },
  );
});
