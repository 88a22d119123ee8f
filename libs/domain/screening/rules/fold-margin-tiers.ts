import type { PositionRule } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
import type { Line } from '../kinked-lines.js';
import type { PositionFold } from './position-fold.js';

/**
 * `margin-tiers`: each tier is the line notional × rate − deduction. Rates grow from tier to tier, so that the greatest of
 * the lines is the tier that the notional lies in.
 */
export const foldMarginTiers: PositionFold<Extract<PositionRule, { readonly rule: 'margin-tiers' }>> = (
  { tiers },
  instrument,
) => {
  const listed = tiers.get(instrument);
  if (listed === undefined) return undefined;
  let deduction = ZERO;
  return listed.map(({ maintenance }, index): Line => {
    const before = listed[index - 1];
    if (before?.upTo !== undefined)
      deduction = deduction.add(before.upTo.mul(maintenance.sub(before.maintenance)));
    return { slope: maintenance, intercept: deduction.neg() };
  });
};
