import type { PositionRule } from '@causeway/domain/margin';
import type { PositionFold } from './position-fold.js';
import { linesOfTiers } from './tier-lines.js';

/** `margin-tiers`: marginal brackets, each at its rate. */
export const foldMarginTiers: PositionFold<Extract<PositionRule, { readonly rule: 'margin-tiers' }>> = (
  { tiers },
  instrument,
) => {
  const listed = tiers.get(instrument);
  if (listed === undefined) return undefined;
  return linesOfTiers(listed.map(({ upTo, maintenance }) => ({ upTo, rate: maintenance })));
};
