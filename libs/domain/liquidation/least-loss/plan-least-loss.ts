import { healthOf, USD_PLACES, type MarginAccount, type MarginState } from '@causeway/domain/margin';
import { maximum, mulDown, roundDown, roundUp, ZERO } from '@causeway/domain/units';
import { costRate } from '../liquidation-policy.js';
import type { CollateralSeizure, LiquidationPlan, PlanGoal, PositionReduction } from '../liquidation-case.js';
import { accountAfter, holdingKey, positionKey, type PlanOutcome } from './account-after.js';
import { proceedsOf, type CollateralAction } from './collateral-action.js';
import { amountUp, usdOf } from './exact-amounts.js';
import { releasedAt, type EvaluateAccount } from './margin-releases.js';
import { planActions, type PlanActions, type PlanInputs } from './plan-actions.js';
import { addAmounts, amountsAt, NO_AMOUNTS, type PlanAction, type PlanAmounts } from './plan-problem.js';
import { sizeOfLots, type PositionAction } from './position-action.js';
import { solvePlan } from './solve-plan.js';
import { actionAmounts } from './unit-ranges.js';

/** How often a plan is made anew because the exact requirement of what it leaves is above the linear one. */
const MAXIMUM_TIGHTENINGS = 4;
/** Less health than any account lacks. */
const ANY_HEALTH = -(10n ** 90n);

interface Draft {
  readonly goal: PlanGoal;
  readonly positionUnits: readonly bigint[];
  readonly collateralUnits: readonly bigint[];
  readonly total: PlanAmounts;
  readonly lossBound: bigint;
}

/**
 * The plan by which an account loses least: which positions to reduce, by how much, and which collateral to seize on
 * which layer, with the router's price of moving and converting it, and only what arrives within the policy's horizon.
 *
 * 1. `restore`: equity ≥ target health × maintenance margin, and the cash that closing and seizing bring pays for what
 *    closing loses and costs. What is left over is the account's again, in the settlement asset.
 * 2. `close`: all that the sizing rules allow is reduced, and paid for. Taken when they do not allow 1.
 * 3. `insolvent`: all that is allowed is reduced and all that brings cash is seized; the rest is the shortfall.
 *
 * Each is the optimum of an integer problem (`solvePlan`), whose bound the plan carries. The problem takes maintenance
 * margin as proportional to the size, and along chords where positions are margined together; `evaluate` says exactly what the account would be after the plan, and while
 * that misses the target, a plan is made that aims higher by what is missing.
 *
 * Equal contents in any order give an equal plan.
 */
export function planLeastLoss(inputs: PlanInputs, evaluate: EvaluateAccount): LiquidationPlan {
  const actions = planActions(inputs, evaluate);
  const draft = restore(inputs, actions, evaluate) ?? closeAll(actions);
  const after = evaluate(afterDraft(inputs, actions, draft));
  const healthAfter = healthOf(inputs.health, after);
  const missing = draft.total.cash < 0n ? usdOf(-draft.total.cash) : ZERO;
  return {
    reductions: actions.positions.flatMap((action, index) =>
      reductionOf(action, draft.positionUnits[index] ?? 0n, inputs),
    ),
    seizures: actions.collateral
      .flatMap((action, index) => seizureOf(action, draft.collateralUnits[index] ?? 0n, actions))
      .sort(bySpeed),
    ...(healthAfter === undefined ? {} : { healthAfter }),
    shortfall: roundUp(missing, USD_PLACES),
    quality: {
      goal: draft.goal,
      loss: roundUp(usdOf(draft.total.loss), USD_PLACES),
      lossBound: roundDown(usdOf(draft.lossBound), USD_PLACES),
      settlementAsset: inputs.policy.settlement.asset,
      graphVersion: inputs.conversions.graphVersion,
      unreachable: actions.unreachable,
    },
  };
}

function restore(inputs: PlanInputs, actions: PlanActions, evaluate: EvaluateAccount): Draft | undefined {
  const { state, health } = inputs;
  const target = ({ equity, maintenanceMargin }: Pick<MarginState, 'equity' | 'maintenanceMargin'>) =>
    amountUp(health.target.mul(maintenanceMargin).sub(equity));
  let neededHealth = target(state);
  for (let tightening = 0; tightening <= MAXIMUM_TIGHTENINGS; tightening += 1) {
    const all = [...actions.positions, ...actions.collateral];
    const solved = solvePlan({ actions: all, neededHealth, neededCash: 0n });
    if (solved === undefined) return undefined;
    const { units, total } = solved.choice;
    const draft = draftOf('restore', actions, units, total, solved.lossBound);
    const lacking = target(evaluate(afterDraft(inputs, actions, draft)));
    if (lacking <= 0n) return draft;
    neededHealth += lacking;
  }
  return undefined;
}

function closeAll(actions: PlanActions): Draft {
  const lots = actions.positions.map((action) => lastOf(action)?.to ?? 0n);
  const closing = actions.positions.reduce(
    (sum, action, index) => addAmounts(sum, actionAmounts(action, lots[index] ?? 0n)),
    NO_AMOUNTS,
  );
  const problem = { actions: actions.collateral, neededHealth: ANY_HEALTH, neededCash: -closing.cash };
  const solved = solvePlan(problem);
  if (solved !== undefined) {
    const { units, total } = solved.choice;
    const bound = closing.loss + solved.lossBound;
    return draftOf('close', actions, [...lots, ...units], addAmounts(closing, total), bound);
  }
  const units = actions.collateral.map(unitsOfMostCash);
  const seized = actions.collateral.reduce(
    (sum, action, index) => addAmounts(sum, actionAmounts(action, units[index] ?? 0n)),
    NO_AMOUNTS,
  );
  const total = addAmounts(closing, seized);
  return draftOf('insolvent', actions, [...lots, ...units], total, total.loss);
}

function draftOf(
  goal: PlanGoal,
  actions: PlanActions,
  units: readonly bigint[],
  total: PlanAmounts,
  lossBound: bigint,
): Draft {
  const count = actions.positions.length;
  return {
    goal,
    positionUnits: units.slice(0, count),
    collateralUnits: units.slice(count),
    total,
    lossBound,
  };
}

/** Proceeds grow with the amount, so that most cash is at the end of a segment; of equals the smaller amount. */
function unitsOfMostCash(action: PlanAction): bigint {
  let best = { units: 0n, cash: 0n };
  for (const segment of action.segments) {
    const { cash } = amountsAt(segment, segment.to);
    if (cash > best.cash) best = { units: segment.to, cash };
  }
  return best.units;
}

function lastOf({ segments }: PlanAction): PlanAction['segments'][number] | undefined {
  return segments.at(-1);
}

function reductionOf(action: PositionAction, lots: bigint, inputs: PlanInputs): readonly PositionReduction[] {
  if (lots === 0n) return [];
  const { position, releases } = action;
  const { instrument, chain, size, markPrice, entryPrice } = position;
  const reduced = sizeOfLots(position, lots);
  const sizeChange = size.gt(0) ? reduced.neg() : reduced;
  return [
    {
      instrument,
      chain,
      sizeChange,
      markPrice,
      maintenanceReleased: roundDown(releasedAt(releases, reduced), USD_PLACES),
      realisedPnl: roundDown(sizeChange.neg().mul(markPrice.sub(entryPrice)), USD_PLACES),
      cost: roundUp(reduced.mul(markPrice).mul(costRate(inputs.policy.costs, instrument)), USD_PLACES),
    },
  ];
}

function seizureOf(
  action: CollateralAction,
  raw: bigint,
  { settlement }: PlanActions,
): readonly CollateralSeizure[] {
  if (raw === 0n) return [];
  const { holding, bucket, held, points } = action;
  const { proceeds, point } = proceedsOf(points, raw);
  const share = holding.quantity.mul(raw.toString()).div(held.toString());
  return [
    {
      asset: holding.asset,
      chain: holding.chain,
      bucket,
      raw,
      value: mulDown(share, holding.price, USD_PLACES),
      conversion: {
        proceeds,
        proceedsValue: roundDown(settlement.settlementPrice.mul(proceeds.toString()), USD_PLACES),
        seconds: point.seconds,
        ...(point.security === undefined ? {} : { security: point.security }),
        route: point.route,
      },
    },
  ];
}

function bySpeed(a: CollateralSeizure, b: CollateralSeizure): number {
  return (a.conversion?.seconds ?? 0) - (b.conversion?.seconds ?? 0);
}

function outcomeOf(actions: PlanActions, draft: Draft): PlanOutcome {
  const reduced = actions.positions.map(({ position }, index) => {
    return [positionKey(position), sizeOfLots(position, draft.positionUnits[index] ?? 0n)] as const;
  });
  const seized = actions.collateral.map(({ bucket, holding }, index) => {
    return [holdingKey(bucket, holding.asset), draft.collateralUnits[index] ?? 0n] as const;
  });
  const cashLeft = maximum(ZERO, usdOf(draft.total.cash));
  return { reduced: new Map(reduced), seized: new Map(seized), cashLeft };
}

function afterDraft({ account, policy }: PlanInputs, actions: PlanActions, draft: Draft): MarginAccount {
  const cash = { asset: policy.settlement.asset, unitPrice: actions.settlement.settlementPrice };
  return accountAfter(account, outcomeOf(actions, draft), cash);
}
