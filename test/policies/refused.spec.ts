import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { validateRiskPolicy } from '@causeway/domain/policy';
import { preset, type PRESETS } from '../fixtures/presets.js';

const GRID = {
  underlying: 'BTC',
  instruments: ['BTC-PERP'],
  priceRange: '0.16',
  bucketsEachSide: 4,
  profitOffset: '0',
  rollShockRate: '0.01',
  maintenanceFactor: '0.8',
};
const TIER = {
  initialMarginFraction: '0.1',
  maintenanceFraction: '0.5',
  openInterestLowerCap: '0',
  openInterestUpperCap: '0',
};
const SIZED = { initial: '0.1', maintenance: '0.05', imf: '0' };
const [PORTFOLIO] = (
  JSON.parse(readFileSync('policies/derive-pmrm.json', 'utf8')) as {
    readonly margin: { readonly account: readonly { readonly margin: object }[] };
  }
).margin.account;
const portfolioMargin = (change: object) => ({
  account: [{ ...PORTFOLIO, margin: { ...PORTFOLIO?.margin, ...change } }],
});
const FLOORED = { ratio: '0.1', floor: '10' };

const grid = (change: object) => ({ account: [{ rule: 'price-grid', grids: [{ ...GRID, ...change }] }] });
const tier = (change: object) => ({
  positions: [{ rule: 'liquidity-tiers', tiers: { 'BTC-PERP': { ...TIER, ...change } } }],
});
const leverage = (tiers: readonly object[]) => ({
  positions: [{ rule: 'leverage-tiers', rounding: 'down', tiers: { 'BTC-PERP': tiers } }],
});
const perpetual = (change: object) => ({
  positions: [{ rule: 'sqrt-size-margin', markets: { 'BTC-PERP': { ...SIZED, ...change } } }],
});
const asset = (change: object) => ({
  collateral: [
    {
      rule: 'sqrt-size-asset-weight',
      markets: { SOL: { initial: '0.8', maintenance: '0.9', imf: '0', scaleFrom: '0', ...change } },
    },
  ],
});
const liability = (change: object) => ({
  debts: [
    {
      rule: 'sqrt-size-liability-weight',
      markets: { SOL: { initial: '1.2', maintenance: '1.1', imf: '0', ...change } },
    },
  ],
});
const reserve = (change: object, efficiencyModes: readonly object[] = []) => ({
  collateral: [
    {
      rule: 'reserve-collateral',
      reserves: { ETH: { loanToValue: '0.8', liquidationThreshold: '0.825', ...change } },
      efficiencyModes,
    },
  ],
});
const floored = (change: object) => ({
  positions: [
    {
      rule: 'floored-requirement',
      requirements: { 'ETH-PERP': { initial: FLOORED, maintenance: { ...FLOORED, ...change } } },
    },
  ],
});
const skewed = (change: object) => ({
  positions: [
    {
      rule: 'skew-scaled-margin',
      markets: {
        'ETH-PERP': {
          skewScale: '1',
          initialMarginRatio: '1',
          minimumInitialMarginRatio: '0.02',
          maintenanceMarginScalar: '0.3',
          minimumPositionMargin: '50',
          ...change,
        },
      },
    },
  ],
});

describe('a rule of a venue is refused where its parameters make no sense', () => {
  it.each<[(typeof PRESETS)[number], object, path: string]>([
    ['deribit-grid', grid({ priceRange: '0' }), '/margin/account/0/grids/0/priceRange'],
    ['deribit-grid', grid({ priceRange: '1' }), '/margin/account/0/grids/0/priceRange'],
    ['deribit-grid', grid({ maintenanceFactor: '0' }), '/margin/account/0/grids/0/maintenanceFactor'],
    ['deribit-grid', grid({ profitOffset: '1.1' }), '/margin/account/0/grids/0/profitOffset'],
    ['deribit-grid', grid({ rollShockRate: '-1' }), '/margin/account/0/grids/0/rollShockRate'],
    [
      'dydx-v4',
      tier({ initialMarginFraction: '1.01' }),
      '/margin/positions/0/tiers/BTC-PERP/initialMarginFraction',
    ],
    [
      'dydx-v4',
      tier({ openInterestLowerCap: '1' }),
      '/margin/positions/0/tiers/BTC-PERP/openInterestLowerCap',
    ],
    ['dydx-v4', tier({ maintenanceFraction: '0' }), '/margin/positions/0/tiers/BTC-PERP/maintenanceFraction'],
    [
      'hyperliquid',
      leverage([{ upTo: '2', maxLeverage: '9' }, { maxLeverage: '10' }]),
      '/margin/positions/0/tiers/BTC-PERP/1/maxLeverage',
    ],
    ['hyperliquid', leverage([{ maxLeverage: '0.5' }]), '/margin/positions/0/tiers/BTC-PERP/0/maxLeverage'],
    ['hyperliquid', leverage([]), '/margin/positions/0/tiers/BTC-PERP'],
    ['hyperliquid', leverage([{ maxLeverage: '0' }]), '/margin/positions/0/tiers/BTC-PERP/0/maxLeverage'],
    ['hyperliquid', leverage([{ upTo: '1', maxLeverage: '5' }]), '/margin/positions/0/tiers/BTC-PERP/0/upTo'],
    [
      'hyperliquid',
      leverage([{ upTo: '2', maxLeverage: '9' }, { upTo: '2', maxLeverage: '8' }, { maxLeverage: '7' }]),
      '/margin/positions/0/tiers/BTC-PERP/1/upTo',
    ],
    ['drift-v2', perpetual({ initial: '0.04' }), '/margin/positions/0/markets/BTC-PERP/initial'],
    ['drift-v2', perpetual({ maintenance: '0' }), '/margin/positions/0/markets/BTC-PERP/maintenance'],
    ['drift-v2', perpetual({ imf: '-0.1' }), '/margin/positions/0/markets/BTC-PERP/imf'],
    ['drift-v2', asset({ initial: '0.95' }), '/margin/collateral/0/markets/SOL/initial'],
    ['drift-v2', asset({ maintenance: '1.1' }), '/margin/collateral/0/markets/SOL/maintenance'],
    ['drift-v2', asset({ scaleFrom: '-1' }), '/margin/collateral/0/markets/SOL/scaleFrom'],
    ['drift-v2', liability({ maintenance: '0.9' }), '/margin/debts/0/markets/SOL/maintenance'],
    ['drift-v2', liability({ initial: '1.05' }), '/margin/debts/0/markets/SOL/initial'],
    ['aave-v3', reserve({ loanToValue: '0.9' }), '/margin/collateral/0/reserves/ETH/loanToValue'],
    [
      'aave-v3',
      reserve({}, [
        { name: 'x', collaterals: [], borrowables: [], loanToValue: '0.9', liquidationThreshold: '1.1' },
      ]),
      '/margin/collateral/0/efficiencyModes/0/liquidationThreshold',
    ],
    ['perennial-v2', floored({ floor: '-1' }), '/margin/positions/0/requirements/ETH-PERP/maintenance/floor'],
    ['perennial-v2', floored({ ratio: '0.2' }), '/margin/positions/0/requirements/ETH-PERP/initial/ratio'],
    [
      'perennial-v2',
      floored({ ratio: '0', floor: '0' }),
      '/margin/positions/0/requirements/ETH-PERP/maintenance/ratio',
    ],
    ['derive-pmrm', portfolioMargin({ initialFactor: '0.5' }), '/margin/account/0/margin/initialFactor'],
    [
      'derive-pmrm',
      portfolioMargin({ maintenanceFactor: '-1' }),
      '/margin/account/0/margin/maintenanceFactor',
    ],
    ['derive-pmrm', { account: [PORTFOLIO, PORTFOLIO] }, '/margin/account/1'],
    [
      'synthetix-v3',
      skewed({ maintenanceMarginScalar: '1.1' }),
      '/margin/positions/0/markets/ETH-PERP/maintenanceMarginScalar',
    ],
    [
      'synthetix-v3',
      skewed({ minimumInitialMarginRatio: '0', minimumPositionMargin: '0' }),
      '/margin/positions/0/markets/ETH-PERP/minimumInitialMarginRatio',
    ],
    ['synthetix-v3', skewed({ skewScale: '-1' }), '/margin/positions/0/markets/ETH-PERP/skewScale'],
  ])('%s with %j, at %s', (name, changes, path) => {
    expect(validateRiskPolicy(preset(name, changes))).toMatchObject({ ok: false, failure: { field: path } });
  });
});
