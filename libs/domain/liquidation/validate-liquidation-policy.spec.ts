import { describe, expect, it } from '@jest/globals';
import { decimal } from '@causeway/domain/units';
import { liquidationPolicy } from './example-liquidation.js';
import type { LiquidationPolicy } from './liquidation-policy.js';
import { AAVE_CLOSE_FACTOR } from './sizing/close-factor.js';
import { complaintAboutLiquidation } from './validate-liquidation-policy.js';

const health = { warning: decimal('1.25'), liquidation: decimal('1') };
const closeFactor = { rule: 'close-factor', ...AAVE_CLOSE_FACTOR } as const;

describe('complaintAboutLiquidation', () => {
  it('has none about the example', () => {
    const called = { ...liquidationPolicy, marginCall: { health: decimal('1.1'), deadlineSeconds: 60 } };
    expect(complaintAboutLiquidation({ ...called, sizing: [closeFactor] }, health)).toBeUndefined();
  });

  it.each<[string, Partial<LiquidationPolicy>]>([
    ['/liquidation/marginCall/health', { marginCall: { health: decimal('1'), deadlineSeconds: 60 } }],
    ['/liquidation/marginCall/health', { marginCall: { health: decimal('1.26'), deadlineSeconds: 60 } }],
    ['/liquidation/sizing/1/share', { sizing: [closeFactor, { ...closeFactor, share: decimal('0') }] }],
    [
      '/liquidation/costs/liquidationFee',
      { costs: { ...liquidationPolicy.costs, liquidationFee: decimal('1') } },
    ],
    [
      '/liquidation/costs/closingCosts/BTC-PERP',
      { costs: { ...liquidationPolicy.costs, closingCosts: new Map([['BTC-PERP', decimal('-0.1')]]) } },
    ],
    [
      '/liquidation/sizing/0/sizePerSecond',
      {
        sizing: [
          { rule: 'rate-limit', instrument: 'BTC-PERP', sizePerSecond: decimal('0'), windowSeconds: 30 },
        ],
      },
    ],
    [
      '/liquidation/sizing/0/initialShare',
      {
        sizing: [
          {
            rule: 'cover-shortage',
            buffer: decimal('0.02'),
            initialShare: decimal('1.1'),
            rampSeconds: 60,
            fullBelowShortage: decimal('50'),
          },
        ],
      },
    ],
    ['/liquidation/minimumFund', { minimumFund: decimal('-1') }],
  ])('complains at %s', (path, part) => {
    expect(complaintAboutLiquidation({ ...liquidationPolicy, ...part }, health)?.path).toBe(path);
  });
});
