import {
  isBelowThreshold,
  maintenanceMarginOf,
  notionalOf,
  type MarginPolicy,
  type MarginState,
} from '@causeway/domain/margin';
import { Decimal, sum, ZERO } from '@causeway/domain/units';
import type { Evidence, LiquidationCase, LiquidationPlan } from './liquidation-case.js';

/**
 * Whether a liquidation goes on by a new plan. Prices change the ideal plan with every tick, so an old one stands
 * until it is wrong: the account or the policy has changed, the uncovered loss is another, or it would no longer
 * bring the account out of the warning band while a new one asks for more.
 */
export function mustReplan(
  openCase: LiquidationCase,
  plan: LiquidationPlan,
  state: MarginState,
  policy: MarginPolicy,
): boolean {
  const old = openCase.plan;
  const made = openCase.history.at(-1)?.evidence;
  if (old === undefined || made === undefined || isOutdated(made, state)) return true;
  if (!plan.shortfall.eq(old.shortfall)) return true;
  if (plan.quality !== undefined) return doesOther(plan, old);
  return reducesMore(plan, old) && !wouldRecover(old, state, policy);
}

/** Whether an account or policy has changed since a decision was made. */
export function isOutdated(
  made: Evidence,
  state: Pick<MarginState, 'accountSeq' | 'policyVersion'>,
): boolean {
  return made.accountSeq !== state.accountSeq || made.policyVersion !== state.policyVersion;
}

/** A figure that changed by less than this share is the same: prices change the best plan with every tick. */
export const NEGLIGIBLE_CHANGE = new Decimal('0.01');

/** Whether a plan with costs has another goal, or one of its legs is another by more than a hundredth. */
function doesOther(plan: LiquidationPlan, old: LiquidationPlan): boolean {
  if (plan.quality?.goal !== old.quality?.goal) return true;
  const [before, now] = [legsOf(old), legsOf(plan)];
  for (const leg of new Set([...before.keys(), ...now.keys()])) {
    const [was, is] = [before.get(leg) ?? ZERO, now.get(leg) ?? ZERO];
    if (is.sub(was).abs().gt(was.mul(NEGLIGIBLE_CHANGE))) return true;
  }
  return false;
}

function legsOf({ reductions, seizures }: LiquidationPlan): ReadonlyMap<string, Decimal> {
  return new Map([
    ...reductions.map((reduction) => [positionKey(reduction), reduction.sizeChange.abs()] as const),
    ...seizures.map(({ bucket, asset, raw }) => [`${bucket} ${asset}`, new Decimal(raw.toString())] as const),
  ]);
}

function reducesMore(plan: LiquidationPlan, old: LiquidationPlan): boolean {
  const before = sizeChanges(old);
  for (const [position, sizeChange] of sizeChanges(plan)) {
    if (sizeChange.abs().gt(before.get(position)?.abs() ?? ZERO)) return true;
  }
  return false;
}

function wouldRecover(plan: LiquidationPlan, state: MarginState, policy: MarginPolicy): boolean {
  const changes = sizeChanges(plan);
  const maintenance = state.positions.map((position) => {
    const size = position.size.add(changes.get(positionKey(position)) ?? ZERO);
    return maintenanceMarginOf(notionalOf(size, position.markPrice), position.maintenanceMarginFraction);
  });
  return !isBelowThreshold(
    policy.health,
    { equity: state.equity, maintenanceMargin: sum(maintenance) },
    'warning',
  );
}

function sizeChanges({ reductions }: LiquidationPlan): ReadonlyMap<string, Decimal> {
  return new Map(reductions.map((reduction) => [positionKey(reduction), reduction.sizeChange]));
}

function positionKey({ instrument, chain }: { readonly instrument: string; readonly chain: string }): string {
  return `${instrument}@${chain}`;
}
