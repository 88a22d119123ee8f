import type { DebtRule } from '@causeway/domain/margin';
import { ONE, ZERO, type AssetFamily, type Decimal } from '@causeway/domain/units';

type LiabilityWeightRule = Extract<DebtRule, { readonly rule: 'liability-weight' }>;

/** What a dollar of debt takes off equity, and what it adds to the requirement. */
export interface DebtFold {
  readonly deduction: Decimal;
  readonly requirement: Decimal;
}

/** What a debt comes to that no rule weighs. */
export const UNWEIGHED_DEBT: DebtFold = { deduction: ONE, requirement: ZERO };

/** `liability-weight`: value × weight is requirement, or only the part of the weight above 1 is. */
export function foldLiabilityWeight(
  { against, weights }: LiabilityWeightRule,
  family: AssetFamily,
): DebtFold {
  const weight = weights.get(family)?.maintenance ?? ONE;
  return against === 'requirement'
    ? { deduction: ZERO, requirement: weight }
    : { deduction: ONE, requirement: weight.sub(ONE) };
}
