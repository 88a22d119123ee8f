import {
  isBelowThreshold,
  type HealthRule,
  type MarginAccount,
  type MarginState,
  type PositionMargin,
} from '@causeway/domain/margin';
import { Decimal, maximum, sum, ZERO } from '@causeway/domain/units';
import type { LiquidationCase, LiquidationPlan, PositionReduction } from '../liquidation-case.js';
import { costRate } from '../liquidation-policy.js';
import { isOutdated, NEGLIGIBLE_CHANGE } from '../replan.js';
import { accountAfter, holdingKey, positionKey, type CashAsset } from './account-after.js';
import type { PlanInputs } from './plan-actions.js';
import type { EvaluateAccount } from './margin-releases.js';

/** What a plan is looked at again with. */
export interface StandingInputs extends Omit<PlanInputs, 'conversions' | 'sizing'> {
  /** The version of the liquidity that a new plan would be quoted on. */
  readonly graphVersion: string;
}

/** What may lack of the cash for a plan, as a fraction of the notional it closes: no closing cost is known more closely. */
const CASH_TOLERANCE = new Decimal('0.001');

/**
 * The plan of a case, if it still does what it was made for; undefined if another must be made.
 *
 * Finding the plan that loses least takes a hundred times as long as evaluating an account, and prices change the best
 * plan with every tick, never the need for one. A plan stands while the account, the policy and the liquidity are those
 * it was made for and carrying it out at present prices would end the case without taking far too much: exactly
 * evaluated, the account would reach the warning health, and what is left of it would not be further above the target
 * than that is below it; proceeds and profits would pay for losses and costs but for a thousandth of what is closed.
 *
 * A plan that leaves a loss stands while it is still all that can be done, and the loss is still what was told
 * (`isStillLost`).
 */
export function standingPlan(
  { stage, plan, history }: LiquidationCase,
  inputs: StandingInputs,
  evaluate: EvaluateAccount,
): LiquidationPlan | undefined {
  const made = history.at(-1)?.evidence;
  if (stage !== 'liquidating' || plan?.quality === undefined || made === undefined) return undefined;
  if (isOutdated(made, inputs.state) || plan.quality.graphVersion !== inputs.graphVersion) return undefined;
  const cash = cashAssetOf(inputs);
  const flows = cashFlows(plan, inputs, cash);
  if (flows === undefined) return undefined;
  const left = flows.brought.sub(flows.paid);
  const { goal } = plan.quality;
  if (goal === 'insolvent') return isStillLost(plan, left.neg(), inputs) ? plan : undefined;
  if (goal !== 'restore') return undefined;
  if (left.lt(flows.closed.mul(CASH_TOLERANCE).neg())) return undefined;
  const after = evaluate(afterPlan(inputs.account, plan, maximum(ZERO, left), cash));
  return endsTheCase(inputs.health, after) ? plan : undefined;
}

/**
 * Whether a plan that takes all that brings cash is still all that can be done, and its shortfall still what was told:
 *
 * - it closes every position entirely, so that no sizing rule could let another close more;
 * - the account is worth less than nothing at market value, so that no part of it can be restored by selling at the market;
 * - what lacks at present prices is what was told, but for a hundredth of that.
 *
 * Then prices change the loss alone. Positions that are margined apart lose no more than was set aside for them, and are
 * planned for anew.
 */
function isStillLost(
  { reductions, shortfall }: LiquidationPlan,
  missing: Decimal,
  { state }: StandingInputs,
): boolean {
  if (state.isolated.length > 0 || !state.accountValue.lt(0)) return false;
  const closed = new Map(reductions.map((one) => [positionKey(one), one.sizeChange]));
  const isAllClosed = state.positions.every(
    (position) => closed.get(positionKey(position))?.add(position.size).isZero() === true,
  );
  return isAllClosed && missing.sub(shortfall).abs().lte(shortfall.mul(NEGLIGIBLE_CHANGE));
}

/** From the warning health on, and as far above the target as the warning is below it. */
function endsTheCase(health: HealthRule, after: Pick<MarginState, 'equity' | 'maintenanceMargin'>): boolean {
  const most = health.target.mul(2).sub(health.warning).mul(after.maintenanceMargin);
  const isTooMuch = !after.maintenanceMargin.isZero() && after.equity.gt(most);
  return !isTooMuch && !isBelowThreshold(health, after, 'warning');
}

/** What carrying out a plan brings, takes and closes at present prices, in USD; undefined where a price is missing. */
function cashFlows(
  { reductions, seizures }: LiquidationPlan,
  { state, policy }: StandingInputs,
  { unitPrice }: CashAsset,
): Readonly<Record<'brought' | 'paid' | 'closed', Decimal>> | undefined {
  const positions = new Map(state.positions.map((position) => [positionKey(position), position]));
  const brought = seizures.map(({ conversion }) => unitPrice.mul((conversion?.proceeds ?? 0n).toString()));
  const paid: Decimal[] = [];
  const closed: Decimal[] = [];
  for (const reduction of reductions) {
    const position = positions.get(positionKey(reduction));
    if (position === undefined || position.markPrice.isZero()) return undefined;
    const profit = profitOf(reduction, position);
    if (profit.gt(0)) brought.push(profit);
    else paid.push(profit.neg());
    const notional = reduction.sizeChange.abs().mul(position.markPrice);
    closed.push(notional);
    paid.push(notional.mul(costRate(policy.costs, reduction.instrument)));
  }
  return { brought: sum(brought), paid: sum(paid), closed: sum(closed) };
}

function profitOf({ sizeChange }: PositionReduction, { markPrice, entryPrice }: PositionMargin): Decimal {
  return sizeChange.neg().mul(markPrice.sub(entryPrice));
}

function afterPlan(
  account: MarginAccount,
  { reductions, seizures }: LiquidationPlan,
  cashLeft: Decimal,
  cash: CashAsset,
): MarginAccount {
  const reduced = new Map(reductions.map((one) => [positionKey(one), one.sizeChange.abs()]));
  const seized = new Map(seizures.map(({ bucket, asset, raw }) => [holdingKey(bucket, asset), raw]));
  return accountAfter(account, { reduced, seized, cashLeft }, cash);
}

function cashAssetOf({ policy, directory, settlement }: StandingInputs): CashAsset {
  const { asset } = policy.settlement;
  const decimals = directory.assetOf(asset)?.decimals ?? 0;
  return { asset, unitPrice: (settlement?.price ?? ZERO).div(new Decimal(10).pow(decimals)) };
}
