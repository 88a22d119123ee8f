import { describe, expect, it } from '@jest/globals';
import { marginUnder, preset } from '../fixtures/presets.js';

describe('policies/deribit-grid.json', () => {
  // docs.deribit.com/api-reference/account-management/private-simulate, response example: margins in BTC
  it('has the margins of their example, in USD at its index price', () => {
    const state = marginUnder(preset('deribit-grid'), {
      holdings: { BTC: '1' },
      prices: { BTC: '65666.19' },
      positions: [
        { instrument: 'BTC-PERP', size: '0.314538364', mark: '65910.57' },
        { instrument: 'BTC-28JUN24', size: '-0.001187534', mark: '67371.75' },
      ],
      facts: { BTC: { indexPrice: '65666.19' } },
    });
    expect(state.initialMargin.div('65666.19').toFixed()).toBe('0.06284313098');
    expect(state.maintenanceMargin.div('65666.19').toFixed()).toBe('0.050274504784');
  });

  // what Deribit's private/pme/simulate answered for a short in ETH-PERPETUAL on 15 February 2026
  it('has the margins of a recorded short', () => {
    const state = marginUnder(preset('deribit-grid'), {
      holdings: { ETH: '1' },
      positions: [{ instrument: 'ETH-PERP', size: '-0.999487053', mark: '1950' }],
      facts: { ETH: { indexPrice: '1949.34' } },
      prices: { ETH: '1949.34' },
    });
    expect(state.initialMargin.div('1949.34').toFixed()).toBe('0.157461562265');
    expect(state.maintenanceMargin.div('1949.34').toFixed()).toBe('0.125969249812');
  });
});
