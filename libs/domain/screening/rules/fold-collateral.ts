import { sizeDiscountedAssetWeight, type CollateralRule, type HoldingMargin } from '@causeway/domain/margin';
import { ONE, ZERO, type Decimal } from '@causeway/domain/units';

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

/**
 * What a dollar of a holding counts for: a factor that its size and the rules give it, and prices do not change.
 *
 * @param owed - the families that the account owes, by which `reserve-collateral` chooses its category
 */
export function collateralFactor(
  rules: readonly CollateralRule[],
  { family, quantity, assetHaircut, layerHaircut, credit }: HoldingMargin,
  owed: readonly string[],
): Decimal {
  const admitting = rules.find(({ rule }) => ADMITTING.has(rule));
  const weight = weightOf(admitting, family, quantity, owed) ?? ONE.sub(assetHaircut);
  return weight.mul(ONE.sub(layerHaircut)).mul(credit);
}

/** The weight of rules that do not show it as a haircut. */
function weightOf(
  rule: CollateralRule | undefined,
  family: string,
  quantity: Decimal,
  owed: readonly string[],
): Decimal | undefined {
  if (rule?.rule === 'sqrt-size-asset-weight') {
    const market = rule.markets.get(family);
    return market === undefined ? ZERO : sizeDiscountedAssetWeight(quantity, market.imf, market.maintenance);
  }
  if (rule?.rule !== 'reserve-collateral') return undefined;
  const mode =
    owed.length === 0
      ? undefined
      : rule.efficiencyModes.find(({ borrowables }) => owed.every((each) => borrowables.includes(each)));
  const reserve = rule.reserves.get(family);
  if (reserve === undefined) return ZERO;
  return (mode?.collaterals.includes(family) === true ? mode : reserve).liquidationThreshold;
}
