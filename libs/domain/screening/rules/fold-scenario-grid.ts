import { ONE, ZERO } from '@causeway/domain/units';
import type { LinearTerm } from '../account-terms.js';
import type { AccountDemand, AccountFold } from './account-fold.js';
import { isPositive, sumsOfEach, worstOfMoves } from './worst-of-moves.js';

/**
 * `scenario-grid` without options: factor × the worst of weight × move of what a group is worth, which two of its
 * scenarios decide, and a contingency on the value of each position.
 */
export const foldScenarioGrid: AccountFold<'scenario-grid'> = (
  { accounts, groups, maintenance },
  { positions, mode },
) => {
  if (accounts === 'portfolio' && mode !== 'portfolio') return [];
  return groups.flatMap(({ instruments, scenarios, contingency }): readonly AccountDemand[] => {
    const margined = positions.filter(({ instrument }) => instruments.includes(instrument));
    if (margined.length === 0) return [];
    const exposure = margined.map(({ slot, size }): LinearTerm => ({ slot, coefficient: size }));
    const losses = scenarios.map(({ priceMove, weight }) => priceMove.mul(weight).mul(maintenance).neg());
    const charge = exposure.map(({ slot, coefficient }) => ({
      slot,
      coefficient: coefficient.abs().mul(contingency),
    }));
    const worst = worstOfMoves(exposure, losses);
    const [first, ...others] = sumsOfEach(worst, [{ constant: ZERO, linear: charge, kinked: [] }]);
    if (first === undefined) throw new Error('a worst move has at least one sum');
    const isAlwaysPositive = isPositive(charge) || (others.length === 0 && isPositive(first.linear));
    return [
      { alternatives: [first, ...others], rounding: ONE.add(margined.length), isAlwaysPositive, margined },
    ];
  });
};
