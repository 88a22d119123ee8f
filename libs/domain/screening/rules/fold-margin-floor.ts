import type { PositionRule } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
import type { PositionFold } from './position-fold.js';

/** `margin-floor`: the same amount at every notional. */
export const foldMarginFloor: PositionFold<Extract<PositionRule, { readonly rule: 'margin-floor' }>> = (
  { floors },
  instrument,
) => {
  const floor = floors.get(instrument)?.maintenance;
  return floor === undefined ? undefined : { lines: [{ slope: ZERO, intercept: floor }] };
};
