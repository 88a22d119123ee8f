import { describe, expect, it } from '@jest/globals';
import { decimal, type AccountId } from '@causeway/domain/units';
import { compareForLiquidation, type OrderedState } from './liquidation-order.js';

const one = (account: string, equity: string, maintenance: string): OrderedState => ({
  account: account as AccountId,
  equity: decimal(equity),
  maintenanceMargin: decimal(maintenance),
});

describe('compareForLiquidation', () => {
  it('takes the least healthy first, then the larger, then by name; always in the same order', () => {
    const ordered = [
      one('ruined', '-1', '0'),
      one('b', '-10', '5'),
      one('a', '9', '30'),
      one('c', '3', '10'),
      one('d', '3', '10'),
      one('idle', '5', '0'),
    ];
    const names = [...ordered]
      .reverse()
      .sort(compareForLiquidation)
      .map(({ account }) => account);
    expect(names).toEqual(ordered.map(({ account }) => account));
  });
});
