import type { PositionRule } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
import type { PositionFold } from './position-fold.js';

/** `floored-requirement`: notional × ratio, and the floor. */
export const foldFlooredRequirement: PositionFold<
  Extract<PositionRule, { readonly rule: 'floored-requirement' }>
> = ({ requirements }, instrument) => {
  const listed = requirements.get(instrument)?.maintenance;
  if (listed === undefined) return undefined;
  return {
    lines: [
      { slope: listed.ratio, intercept: ZERO },
      { slope: ZERO, intercept: listed.floor },
    ],
  };
};
