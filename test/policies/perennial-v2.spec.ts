import { describe, expect, it } from '@jest/globals';
import { marginUnder, preset } from '../fixtures/presets.js';

function withFloor(ratio: string, floor: string) {
  const margin = { ratio, floor };
  const requirements = { 'ETH-PERP': { initial: margin, maintenance: margin } };
  return preset('perennial-v2', { positions: [{ rule: 'floored-requirement', requirements }] });
}

describe('policies/perennial-v2.json', () => {
  // equilibria-xyz/perennial-v2 packages/perennial/test/unit/types/Position.test.ts: 6 at 100 USD, maintained or not
  it.each([
    ['0.3', '0', '180', '181', false],
    ['0.3', '0', '180', '180', false],
    ['0.3', '0', '180', '179', true],
    ['0.3', '200', '200', '200', false],
    ['0.3', '200', '200', '199', true],
  ])(
    'at ratio %s and floor %s requires %s, and with %s is liquidatable: %s',
    (ratio, floor, margin, usdc, falls) => {
      const state = marginUnder(withFloor(ratio, floor), {
        holdings: { USDC: usdc },
        positions: [{ instrument: 'ETH-PERP', size: '6', mark: '100' }],
      });
      expect(state.maintenanceMargin.toFixed()).toBe(margin);
      expect(state.band === 'liquidatable').toBe(falls);
    },
  );

  it('margins each market by the collateral that was set aside for it', () => {
    const state = marginUnder(preset('perennial-v2'), {
      holdings: { USDC: '1000' },
      positions: [{ instrument: 'ETH-PERP', size: '-5', mark: '2000', isolated: '100' }],
    });
    expect(state.isolated.map((each) => each.initialMargin.toFixed())).toEqual(['95']);
    expect(state.isolated.map((each) => each.maintenanceMargin.toFixed())).toEqual(['80']);
    expect(state.maintenanceMargin.toFixed()).toBe('0');
  });
});
