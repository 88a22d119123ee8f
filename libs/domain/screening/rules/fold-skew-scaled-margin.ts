import { skewScaledRatios, type PositionRule } from '@causeway/domain/margin';
import type { PositionFold } from './position-fold.js';

/** `skew-scaled-margin`: notional × a ratio that grows with the size, which prices do not change, and a fixed amount. */
export const foldSkewScaledMargin: PositionFold<
  Extract<PositionRule, { readonly rule: 'skew-scaled-margin' }>
> = ({ markets }, instrument, size) => {
  const market = markets.get(instrument);
  if (market === undefined) return undefined;
  const { maintenanceRatio } = skewScaledRatios(size, market);
  return {
    lines: [{ slope: maintenanceRatio, intercept: market.minimumPositionMargin }],
    dependsOnSize: true,
  };
};
