import { foldFlooredRequirement } from './fold-floored-requirement.js';
import { foldLeverageTiers } from './fold-leverage-tiers.js';
import { foldLiquidityTiers } from './fold-liquidity-tiers.js';
import { foldMarginFloor } from './fold-margin-floor.js';
import { foldMarginRates } from './fold-margin-rates.js';
import { foldMarginTiers } from './fold-margin-tiers.js';
import { foldSkewScaledMargin } from './fold-skew-scaled-margin.js';
import { foldSqrtSizeMargin } from './fold-sqrt-size-margin.js';
import type { PositionFold } from './position-fold.js';

/**
 * Position rules that are folded, by name. An account under a rule that is not here is evaluated at every move, which is
 * slow and right.
 */
export const POSITION_FOLDS: Readonly<Record<string, PositionFold<never>>> = {
  'floored-requirement': foldFlooredRequirement,
  'leverage-tiers': foldLeverageTiers,
  'liquidity-tiers': foldLiquidityTiers,
  'margin-floor': foldMarginFloor,
  'margin-rates': foldMarginRates,
  'margin-tiers': foldMarginTiers,
  'skew-scaled-margin': foldSkewScaledMargin,
  'sqrt-size-margin': foldSqrtSizeMargin,
};
