import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { policy } from './example-account.js';
import type { CollateralRule, MarginPolicy } from './policy.js';
import { validateMarginPolicy } from './validate-policy.js';

const rates = (initial: string, maintenance: string): Partial<MarginPolicy> => ({
  positions: [
    {
      rule: 'margin-rates',
      rates: new Map([['BTC-PERP', { initial: decimal(initial), maintenance: decimal(maintenance) }]]),
    },
  ],
});
const tiers = (
  ...given: readonly (readonly [string | undefined, string, string])[]
): Partial<MarginPolicy> => ({
  positions: [
    {
      rule: 'margin-tiers',
      tiers: new Map([
        [
          'BTC-PERP',
          given.map(([upTo, initial, maintenance]) => ({
            ...(upTo === undefined ? {} : { upTo: decimal(upTo) }),
            initial: decimal(initial),
            maintenance: decimal(maintenance),
          })),
        ],
      ]),
    },
  ],
});
const collateral = (...rules: readonly CollateralRule[]): Partial<MarginPolicy> => ({ collateral: rules });
const haircuts = (family: string, haircut: string): CollateralRule => ({
  rule: 'asset-haircut',
  haircuts: new Map([[family, decimal(haircut)]]),
});
const credits = (...each: readonly string[]): CollateralRule => ({
  rule: 'in-transit-credit',
  credits: each.map((credit) => ({
    mechanism: 'validity-proof',
    stage: 'relayed',
    credit: decimal(credit),
  })),
});
const health = (warning: string, liquidation: string, target: string): Partial<MarginPolicy> => ({
  health: {
    rule: 'health-ratio',
    warning: decimal(warning),
    liquidation: decimal(liquidation),
    target: decimal(target),
  },
});

describe('validateMarginPolicy', () => {
  it('returns a policy that makes sense', () => {
    expect(validateMarginPolicy(policy)).toEqual({ ok: true, value: policy });
  });

  it.each<[string, Partial<MarginPolicy>]>([
    ['haircuts of nothing and of everything', collateral(haircuts('A', '0'), haircuts('B', '1'))],
    ['one margin rate for both', rates('1', '1')],
    ['one threshold for all', health('1', '1', '1')],
    ['no credits', collateral(credits())],
    ['tiers that rise', tiers(['1000', '0.1', '0.05'], [undefined, '0.2', '0.1'])],
  ])('accepts %s', (_, change) => {
    expect(validateMarginPolicy({ ...policy, ...change }).ok).toBe(true);
  });

  it.each<[string, Partial<MarginPolicy>]>([
    ['/margin/places', { places: 19 }],
    ['/margin/collateral/0/haircuts/USDC', collateral(haircuts('USDC', '1.01'))],
    [
      '/margin/collateral/1/haircuts/eip155:10',
      collateral(haircuts('USDC', '0'), {
        rule: 'layer-haircut',
        haircuts: new Map([['eip155:10', decimal('-0.01')]]),
        otherwise: decimal('0'),
      }),
    ],
    [
      '/margin/collateral/0/otherwise',
      collateral({ rule: 'layer-haircut', haircuts: new Map(), otherwise: decimal('2') }),
    ],
    ['/margin/collateral/0/credits/0/credit', collateral(credits('1.5'))],
    ['/margin/collateral/0/credits/1', collateral(credits('0.5', '0.6'))],
    [
      '/margin/collateral/0/credits/0',
      collateral({ rule: 'in-transit-credit', credits: [{ stage: 'relayed', credit: decimal('1') }] }),
    ],
    ['/margin/positions/0/rates/BTC-PERP/maintenance', rates('0.05', '0')],
    ['/margin/positions/0/rates/BTC-PERP/initial', rates('0.02', '0.03')],
    ['/margin/positions/0/rates/BTC-PERP/initial', rates('1.1', '0.03')],
    ['/margin/positions/0/tiers/BTC-PERP', tiers()],
    ['/margin/positions/0/tiers/BTC-PERP/0/upTo', tiers(['1', '0.1', '0.1'])],
    [
      '/margin/positions/0/tiers/BTC-PERP/0/upTo',
      tiers([undefined, '0.1', '0.1'], [undefined, '0.1', '0.1']),
    ],
    [
      '/margin/positions/0/tiers/BTC-PERP/1/upTo',
      tiers(['10', '0.1', '0.1'], ['10', '0.1', '0.1'], [undefined, '0.1', '0.1']),
    ],
    [
      '/margin/positions/0/tiers/BTC-PERP/1/maintenance',
      tiers(['10', '0.1', '0.1'], [undefined, '0.1', '0.05']),
    ],
    ['/margin/health/liquidation', health('1.25', '0.99', '1.5')],
    ['/margin/health/warning', health('0.999', '1', '1.5')],
    ['/margin/health/target', health('1.25', '1', '1.24')],
  ])('names %s', (field, change) => {
    expect(validateMarginPolicy({ ...policy, ...change })).toMatchObject({
      ok: false,
      failure: { code: 'INVALID_POLICY', field },
    });
  });
});
