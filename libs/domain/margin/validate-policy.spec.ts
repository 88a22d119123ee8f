import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { policy } from './example-account.js';
import type { MarginPolicy } from './policy.js';
import { validatePolicy } from './validate-policy.js';

const rates = (initial: string, maintenance: string): MarginPolicy['instruments'] =>
  new Map([
    [
      'BTC-PERP',
      { initialMarginFraction: decimal(initial), maintenanceMarginFraction: decimal(maintenance) },
    ],
  ]);

describe('validatePolicy', () => {
  it('returns a policy that makes sense', () => {
    expect(validatePolicy(policy)).toEqual({ ok: true, value: policy });
  });

  it.each<[string, Partial<MarginPolicy>]>([
    [
      'haircuts of nothing and of everything',
      {
        assetHaircuts: new Map([
          ['A', decimal('0')],
          ['B', decimal('1')],
        ]),
      },
    ],
    ['one margin rate for both', { instruments: rates('1', '1') }],
    [
      'one threshold for all',
      { liquidationHealth: decimal('1'), warningHealth: decimal('1'), targetHealth: decimal('1') },
    ],
    ['no credits', { inTransitCredits: [] }],
  ])('accepts %s', (_, change) => {
    expect(validatePolicy({ ...policy, ...change }).ok).toBe(true);
  });

  it.each<[string, Partial<MarginPolicy>]>([
    ['name', { name: '  ' }],
    ['assetHaircuts.USDC', { assetHaircuts: new Map([['USDC', decimal('1.01')]]) }],
    ['layerHaircuts.eip155:10', { layerHaircuts: new Map([['eip155:10', decimal('-0.01')]]) }],
    ['defaultLayerHaircut', { defaultLayerHaircut: decimal('2') }],
    [
      'inTransitCredits.0.credit',
      { inTransitCredits: [{ mechanism: 'validity-proof', stage: 'relayed', credit: decimal('1.5') }] },
    ],
    [
      'inTransitCredits.1',
      {
        inTransitCredits: [
          { mechanism: 'validity-proof', stage: 'relayed', credit: decimal('0.5') },
          { mechanism: 'validity-proof', stage: 'relayed', credit: decimal('0.6') },
        ],
      },
    ],
    ['instruments.BTC-PERP.maintenanceMarginFraction', { instruments: rates('0.05', '0') }],
    ['instruments.BTC-PERP.initialMarginFraction', { instruments: rates('0.02', '0.03') }],
    ['instruments.BTC-PERP.initialMarginFraction', { instruments: rates('1.1', '0.03') }],
    ['liquidationHealth', { liquidationHealth: decimal('0.99') }],
    ['warningHealth', { warningHealth: decimal('0.999') }],
    ['targetHealth', { targetHealth: decimal('1.24') }],
  ])('names %s', (field, change) => {
    expect(validatePolicy({ ...policy, ...change })).toMatchObject({
      ok: false,
      failure: { code: 'INVALID_POLICY', field },
    });
  });
});
