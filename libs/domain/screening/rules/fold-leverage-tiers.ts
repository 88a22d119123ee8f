import type { PositionRule } from '@causeway/domain/margin';
import { ONE } from '@causeway/domain/units';
import type { PositionFold } from './position-fold.js';
import { linesOfTiers } from './tier-lines.js';

/**
 * `leverage-tiers`: marginal brackets at 1 / (2 × leverage). The quotient has 160 digits, and what it lacks is far below
 * what rounding to the quote unit allows for.
 */
export const foldLeverageTiers: PositionFold<Extract<PositionRule, { readonly rule: 'leverage-tiers' }>> = (
  { tiers },
  instrument,
) => {
  const listed = tiers.get(instrument);
  if (listed === undefined) return undefined;
  return linesOfTiers(listed.map(({ upTo, maxLeverage }) => ({ upTo, rate: ONE.div(maxLeverage.mul(2)) })));
};
