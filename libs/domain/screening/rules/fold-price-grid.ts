import { inverseGridRequirement } from '@causeway/domain/margin';
import { ONE, ZERO } from '@causeway/domain/units';
import type { AccountDemand, AccountFold } from './account-fold.js';

/**
 * `price-grid`: what inverse futures require is a number of the underlying, which prices do not change, times its price.
 */
export const foldPriceGrid: AccountFold<'price-grid'> = ({ grids }, { positions, slotOf }) => {
  const demands: AccountDemand[] = [];
  for (const grid of grids) {
    const margined = positions.filter(({ instrument }) => grid.instruments.includes(instrument));
    if (margined.length === 0) continue;
    const slot = slotOf(grid.underlying);
    if (slot === undefined) return undefined;
    const { maintenanceMargin } = inverseGridRequirement(margined, grid);
    const linear = [{ slot, coefficient: maintenanceMargin }];
    demands.push({
      alternatives: [{ constant: ZERO, linear, kinked: [] }],
      rounding: ONE,
      isAlwaysPositive: maintenanceMargin.gt(0),
      margined,
    });
  }
  return demands;
};
