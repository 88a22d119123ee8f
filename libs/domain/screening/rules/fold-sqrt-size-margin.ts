import { sizePremiumLiabilityWeight, type PositionRule } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
import type { PositionFold } from './position-fold.js';

/** `sqrt-size-margin`: notional × a ratio that grows with the size, which prices do not change. */
export const foldSqrtSizeMargin: PositionFold<
  Extract<PositionRule, { readonly rule: 'sqrt-size-margin' }>
> = ({ markets }, instrument, size) => {
  const market = markets.get(instrument);
  if (market === undefined) return undefined;
  const ratio = sizePremiumLiabilityWeight(size, market.imf, market.maintenance);
  return { lines: [{ slope: ratio, intercept: ZERO }], dependsOnSize: true };
};
