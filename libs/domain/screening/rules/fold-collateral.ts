import type { CollateralRule, HoldingMargin } from '@causeway/domain/margin';
import { ONE, type Decimal } from '@causeway/domain/units';

/** Rules that say which families are collateral; a policy is folded that has one of them at most. */
const ADMITTING = new Set([
  'asset-haircut',
  'collateral-weight',
  'reserve-collateral',
  'sqrt-size-asset-weight',
]);
/** Rules whose whole effect is in the holding's figures. */
const FURTHER = new Set(['in-transit-credit', 'layer-haircut']);

/** Names of the collateral rules that are not folded; brackets are where they come last, i.e. see the final values. */
export function unfoldedCollateralRules(rules: readonly CollateralRule[]): readonly string[] {
  const admitting = rules.filter(({ rule }) => ADMITTING.has(rule));
  const last = rules.length - 1;
  const others = rules.filter(
    ({ rule }, index) =>
      !ADMITTING.has(rule) && !FURTHER.has(rule) && !(rule === 'concentration-brackets' && index === last),
  );
  return [...admitting.slice(1), ...others].map(({ rule }) => rule);
}

/** What a dollar of a holding counts for: a factor that its size and the rules give it, and prices do not change. */
export function collateralFactor({ assetHaircut, layerHaircut, credit }: HoldingMargin): Decimal {
  return ONE.sub(assetHaircut).mul(ONE.sub(layerHaircut)).mul(credit);
}
