import type { MarginState } from '@causeway/domain/margin';
import { compareText } from './compare-text.js';

/** What accounts in breach are ordered by. */
export type OrderedState = Pick<MarginState, 'account' | 'equity' | 'maintenanceMargin'>;

/**
 * Which of two accounts is liquidated first: the one with the lower health (equity / maintenance margin, compared
 * exactly), then the one with more to maintain, then the smaller id. Who has nothing to maintain and negative equity
 * comes before all others.
 */
export function compareForLiquidation(a: OrderedState, b: OrderedState): number {
  const health = a.equity.mul(b.maintenanceMargin).comparedTo(b.equity.mul(a.maintenanceMargin));
  return (
    rank(a) - rank(b) ||
    health ||
    b.maintenanceMargin.comparedTo(a.maintenanceMargin) ||
    compareText(a.account, b.account)
  );
}

function rank({ equity, maintenanceMargin }: OrderedState): number {
  if (!maintenanceMargin.isZero()) return 1;
  return equity.lt(0) ? 0 : 2;
}
