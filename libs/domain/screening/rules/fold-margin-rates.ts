import type { PositionRule } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
import type { PositionFold } from './position-fold.js';

/** `margin-rates`: notional × rate. */
export const foldMarginRates: PositionFold<Extract<PositionRule, { readonly rule: 'margin-rates' }>> = (
  { rates },
  instrument,
) => {
  const rate = rates.get(instrument)?.maintenance;
  return rate === undefined ? undefined : { lines: [{ slope: rate, intercept: ZERO }] };
};
