import type { AccountRule } from '@causeway/domain/margin';
import { ONE, type Decimal } from '@causeway/domain/units';
import type { KinkedTerm } from '../account-terms.js';
import { KinkedLines } from '../kinked-lines.js';
import type { FoldedPosition } from './account-fold.js';

/** `profit-haircut` of a policy: the part of an instrument's profit that does not count; zero where all does. */
export function profitHaircutOf(rules: readonly AccountRule[], instrument: string): Decimal | undefined {
  const rule = rules.find((each) => each.rule === 'profit-haircut');
  return (rule?.haircuts.get(instrument) ?? rule?.otherwise)?.maintenance;
}

/** Profit and loss of a position, of whose profit a part does not count: the least of P and (1 − haircut) × P. */
export function foldProfit(
  { slot, size, entryPrice, fundingOwed }: FoldedPosition,
  haircut: Decimal,
): KinkedTerm {
  const side = size.lt(0) ? ONE.neg() : ONE;
  const counted = ONE.sub(haircut);
  const owed = size.mul(entryPrice).add(fundingOwed).neg();
  const kinked = new KinkedLines('least', [
    { slope: side, intercept: owed },
    { slope: side.mul(counted), intercept: owed.mul(counted) },
  ]);
  return { slot, quantity: size.abs(), factor: ONE, kinked };
}
