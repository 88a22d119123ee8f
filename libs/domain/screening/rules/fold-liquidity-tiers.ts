import type { PositionRule } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
import type { PositionFold } from './position-fold.js';

/** `liquidity-tiers`: notional × base fraction × maintenance fraction; open interest raises initial margin only. */
export const foldLiquidityTiers: PositionFold<Extract<PositionRule, { readonly rule: 'liquidity-tiers' }>> = (
  { tiers },
  instrument,
) => {
  const tier = tiers.get(instrument);
  if (tier === undefined) return undefined;
  return { lines: [{ slope: tier.initialMarginFraction.mul(tier.maintenanceFraction), intercept: ZERO }] };
};
