import type { AssetDirectory, MarginAccount, MarginPolicy, MarginState } from '@causeway/domain/margin';
import { maximum, minimum, sum, ZERO, type Decimal } from '@causeway/domain/units';
import { positionKey } from './least-loss/account-after.js';
import type { EvaluateAccount } from './least-loss/margin-releases.js';
import type { LiquidationPlan } from './liquidation-case.js';
import { isApartInBreach, planReductions } from './plan-reductions.js';
import { planSeizures } from './plan-seizures.js';

/**
 * What to do about an account, by its state: reduce positions to the policy's target health and, when even closing
 * all leaves negative equity, seize collateral at market value for the loss of the positions. Haircuts do not count
 * here: they were the reserve for this moment. A position that is margined apart and in breach is closed; its loss is paid
 * up to what was set aside for it, the rest is a shortfall. Empty when the target is met already.
 *
 * Equal contents in any order give an equal plan.
 *
 * @param evaluate - the margin of an account at the prices and under the policy of the state
 */
export function planLiquidation(
  account: MarginAccount,
  state: MarginState,
  policy: MarginPolicy,
  directory: AssetDirectory,
  evaluate: EvaluateAccount,
): LiquidationPlan {
  const { reductions, healthAfter } = planReductions(account, state, policy.health, evaluate);
  const apart = apartLosses(account, state);
  const loss = (state.equity.lt(0) ? state.unrealisedPnl.neg() : ZERO).add(apart.borne);
  const { seizures, shortfall } = planSeizures(account, state, directory, loss);
  return {
    reductions,
    seizures,
    ...(healthAfter === undefined ? {} : { healthAfter }),
    shortfall: shortfall.add(apart.beyond),
  };
}

/**
 * The most that an account can lose on a position, in USD: what it set aside where the position is margined apart;
 * undefined where all that the account has answers for it.
 */
export function lossLimitOf(
  account: MarginAccount,
  state: Pick<MarginState, 'isolated'>,
  place: { readonly instrument: string; readonly chain: string },
): Decimal | undefined {
  const key = positionKey(place);
  if (!state.isolated.some((one) => positionKey(one) === key)) return undefined;
  return account.positions.find((one) => positionKey(one) === key)?.isolatedMargin;
}

/** What positions that are margined apart and in breach have lost: of what was set aside for them, and beyond it. */
function apartLosses(
  account: MarginAccount,
  state: MarginState,
): { readonly borne: Decimal; readonly beyond: Decimal } {
  const losses = state.positions
    .filter((position) => isApartInBreach(position, state))
    .map((position) => {
      const lost = maximum(ZERO, position.unrealisedPnl.neg());
      const borne = minimum(lost, lossLimitOf(account, state, position) ?? lost);
      return { borne, beyond: lost.sub(borne) };
    });
  return { borne: sum(losses.map(({ borne }) => borne)), beyond: sum(losses.map(({ beyond }) => beyond)) };
}
