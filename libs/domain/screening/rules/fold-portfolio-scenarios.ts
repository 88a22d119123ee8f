import { maximum, ONE, sum, ZERO } from '@causeway/domain/units';
import type { LinearTerm } from '../account-terms.js';
import type { AccountFold } from './account-fold.js';
import { isPositive, sumsOfEach, worstOfMoves } from './worst-of-moves.js';

/**
 * `portfolio-scenarios` without options, and where no brackets bend what collateral counts for: contingencies on the perpetual's size at the spot price and on collateral, and
 * factor × the worst of dampening × move of the perpetual and the collateral that cancels risk.
 */
export const foldPortfolioScenarios: AccountFold<'portfolio-scenarios'> = (
  rule,
  { positions, holdings, holdingRoundings, slotOf },
) => {
  const spot = slotOf(rule.underlying);
  if (spot === undefined) return undefined;
  const collateral = holdings.map(({ slot, family, counted, imposed }) => ({
    slot,
    family,
    coefficient: counted.mul(imposed),
  }));
  const margined = positions.filter(({ instrument }) => instrument === rule.perpetual);
  const haircutOf = (family: string) => rule.haircuts.get(family);
  const factor = rule.margin.maintenanceFactor;
  const exposure: LinearTerm[] = [
    ...margined.map(({ slot, size }) => ({ slot, coefficient: size })),
    ...collateral.filter(({ family }) => haircutOf(family)?.isRiskCancelling === true),
  ];
  const losses = rule.scenarios.map(({ spotFactor, dampening }) =>
    ONE.sub(spotFactor).mul(dampening).mul(factor),
  );
  const size = sum(margined.map(({ size: each }) => each));
  const contingencies: LinearTerm[] = [
    { slot: spot, coefficient: size.abs().mul(rule.contingency.maintenancePerpetual) },
    ...collateral.map(({ slot, family, coefficient }) => ({
      slot,
      coefficient: coefficient.mul(haircutOf(family)?.maintenance ?? ZERO),
    })),
  ];
  const steepest = losses.map((loss) => loss.abs()).reduce(maximum, ZERO);
  const ofHolding = holdings.map(({ family }) => {
    const { isRiskCancelling = false, maintenance = ZERO } = haircutOf(family) ?? {};
    return maintenance.add(isRiskCancelling ? steepest : ZERO).mul(holdingRoundings);
  });
  const worst = worstOfMoves(exposure, losses);
  const [first, ...others] = sumsOfEach(worst, [{ constant: ZERO, linear: contingencies, kinked: [] }]);
  if (first === undefined) throw new Error('a worst move has at least one sum');
  return [
    {
      alternatives: [first, ...others],
      rounding: sum(ofHolding).add(ONE),
      isAlwaysPositive: isPositive(contingencies) || (others.length === 0 && isPositive(first.linear)),
      margined,
    },
  ];
};
