import type { AssetDirectory, MarginAccount, MarginPolicy, MarginState } from '@causeway/domain/margin';
import { ZERO } from '@causeway/domain/units';
import type { LiquidationPlan } from './liquidation-case.js';
import { planReductions } from './plan-reductions.js';
import { planSeizures } from './plan-seizures.js';

/**
 * What to do about an account, by its state: reduce positions to the policy's target health and, when even closing
 * all leaves negative equity, seize collateral at market value for the loss of the positions. Haircuts do not count
 * here: they were the reserve for this moment. Empty when the target is met already.
 *
 * Equal contents in any order give an equal plan.
 */
export function planLiquidation(
  account: MarginAccount,
  state: MarginState,
  policy: MarginPolicy,
  directory: AssetDirectory,
): LiquidationPlan {
  const { reductions, healthAfter } = planReductions(state, policy.health);
  const loss = state.equity.lt(0) ? state.unrealisedPnl.neg() : ZERO;
  const { seizures, shortfall } = planSeizures(account, state, directory, loss);
  return {
    reductions,
    seizures,
    ...(healthAfter === undefined ? {} : { healthAfter }),
    shortfall,
  };
}
