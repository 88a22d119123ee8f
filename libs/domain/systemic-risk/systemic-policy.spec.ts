import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { UNSTATED_SYSTEMIC_POLICY, validateSystemicPolicy, type SystemicPolicy } from './systemic-policy.js';

const uptime = (maximumLagSeconds: number, layer = 60) => ({
  uptime: { maximumLagSeconds, layers: new Map([['eip155:10', layer]]) },
});
const scenario = (name: string, change: string) => ({
  ...{ name, haltedLayers: [], failedBridges: [] },
  priceShocks: [{ symbol: 'BTC', change: decimal(change) }],
});

describe('validateSystemicPolicy', () => {
  it('takes what makes sense', () => {
    const policy = { ...UNSTATED_SYSTEMIC_POLICY, ...uptime(1), scenarios: [scenario('crash', '-1')] };
    expect(validateSystemicPolicy(policy)).toEqual({ ok: true, value: policy });
  });

  it.each<[string, Partial<SystemicPolicy>]>([
    ['/failureShocks/assetFall', { failureShocks: { assetFall: decimal('2'), venueMove: decimal('0') } }],
    ['/contagion/soldFraction', { contagion: { soldFraction: decimal('-0.1'), depths: new Map() } }],
    [
      '/contagion/depths/ETH/depth',
      {
        contagion: {
          soldFraction: decimal('1'),
          depths: new Map([['ETH', { depth: decimal('0'), maximumDrop: decimal('0.1') }]]),
        },
      },
    ],
    ['/scenarios/1/name', { scenarios: [scenario('one', '0'), scenario('one', '0')] }],
    ['/scenarios/0/priceShocks/0/change', { scenarios: [scenario('one', '-1.01')] }],
    ['/uptime/maximumLagSeconds', uptime(0)],
    ['/uptime/maximumLagSeconds', uptime(1.5)],
    ['/uptime/layers/eip155:10', uptime(60, 0)],
  ])('refuses a wrong %s', (field, changed) => {
    expect(validateSystemicPolicy({ ...UNSTATED_SYSTEMIC_POLICY, ...changed })).toMatchObject({
      ok: false,
      failure: { code: 'INVALID_SYSTEMIC_POLICY', field },
    });
  });
});
