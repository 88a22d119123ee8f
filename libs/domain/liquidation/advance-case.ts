import {
  isAwaitingPrice,
  isBelowThreshold,
  type MarginPolicy,
  type MarginState,
} from '@causeway/domain/margin';
import { addSeconds, type CaseId, type Decimal, type UnixMilliseconds } from '@causeway/domain/units';
import type {
  CaseHistoryEntry,
  CaseProgress,
  CaseStage,
  Evidence,
  LiquidationCase,
  LiquidationPlan,
} from './liquidation-case.js';
import type { BreachEstimate } from './breach-estimate.js';
import { progressAfter } from './case-progress.js';
import type { LiquidationPolicy } from './liquidation-policy.js';
import { reducible } from './plan-reductions.js';
import { mustReplan } from './replan.js';

/** What a case is advanced by. */
export interface CaseInputs {
  readonly openCase?: LiquidationCase | undefined;
  readonly state: MarginState;
  readonly policy: MarginPolicy;
  /** The margin call of the policy, if it has one. */
  readonly marginCall?: LiquidationPolicy['marginCall'];
  /** When the account is expected to breach; told with a warning and a margin call. */
  readonly estimate?: BreachEstimate | undefined;
  /**
   * The plan for this state. Required where `wantsPlan` says so; give it for every case that is liquidating, or its plan will not follow the account while health recovers.
   */
  readonly plan?: LiquidationPlan | undefined;
  /** Systemic-risk actions in force that concern the account, for evidence. */
  readonly systemicActions?: readonly string[];
  /** Whether one of them warns of the account, so that a case opens though its own margin is healthy. */
  readonly isWarned?: boolean;
  readonly at: UnixMilliseconds;
  /** Number of the case to open, if one is opened; counts the cases of the account from 1. */
  readonly ordinal: number;
}

/** A case after a step, open or ended. */
export interface CaseStep {
  readonly case: LiquidationCase;
  /** Whether the step changed the case, in stage or plan. */
  readonly changed: boolean;
}

/** Whether a case still runs. */
export function isOpenCase({ stage }: Pick<LiquidationCase, 'stage'>): boolean {
  return stage === 'warned' || stage === 'margin-call' || stage === 'liquidating';
}

/**
 * The next step of an account's liquidation case; undefined when there is none and none is called for.
 *
 * - A case opens as `warned` below the warning health, and as `liquidating` below the liquidation health, at once if
 *   a price gap skips the warning. It never goes back from `liquidating` to `warned`.
 * - A policy with a margin call opens, or moves, a case to `margin-call` below its health, with a deadline. An account
 *   that is still below the warning health then is liquidated, though its margin would be maintained.
 * - A systemic-risk action that warns of an account opens a case as `warned` and keeps it so, whatever its health.
 * - It ends only well above the threshold that opened it, so that it does not flap around it: a warning at the target
 *   health, a margin call and a liquidation at the warning health. It ends as `recovered` with positions to maintain, as `closed`
 *   without; but as `bankrupt` when the positions were closed at a loss that its last plan could not cover.
 * - It ends as `bankrupt` too when equity is negative and nothing is left to reduce, to seize or to wait for. No case
 *   is opened for an account in that state, because a case could do nothing.
 * - While a price that the policy counts on is missing, nothing is decided: a breach that a missing price makes
 *   may be none.
 *
 * Each step keeps the evidence it was decided on. Time in a case never runs backwards, whatever clock `at` is from.
 *
 * @throws when the given case has ended, or when the account is liquidatable and no plan is given
 */
export function advanceCase(inputs: CaseInputs): CaseStep | undefined {
  const { openCase, state } = inputs;
  if (openCase !== undefined && !isOpenCase(openCase)) throw new Error(`case ${openCase.id} has ended`);
  if (isAwaitingPrice(state)) return unchanged(openCase);
  const stage = nextStage(inputs);
  if (stage === undefined) return unchanged(openCase);
  if (openCase === undefined) return { case: opened(inputs, stage), changed: true };
  if (stage !== openCase.stage) return { case: moved(openCase, inputs, stage), changed: true };
  return openCase.stage === 'liquidating' ? replanned(openCase, inputs) : estimatedAnew(openCase, inputs);
}

function unchanged(openCase: LiquidationCase | undefined): CaseStep | undefined {
  return openCase === undefined ? undefined : { case: openCase, changed: false };
}

function nextStage(inputs: CaseInputs): CaseStage | undefined {
  const { openCase, state, plan } = inputs;
  switch (state.band) {
    case 'healthy':
      return openCase === undefined ? stageWhenHealthy(inputs) : endOf(openCase, inputs);
    case 'warning':
      return stageInWarning(inputs);
    case 'liquidatable': {
      if (plan === undefined) throw new Error(`account ${state.account} is liquidatable: give a plan`);
      if (!isExhausted(state, plan)) return 'liquidating';
      return openCase === undefined ? undefined : 'bankrupt';
    }
  }
}

function stageInWarning({ openCase, state, marginCall, plan, at }: CaseInputs): CaseStage {
  if (openCase?.stage === 'liquidating') return 'liquidating';
  if (openCase?.stage === 'margin-call') {
    if (!isOverdue(openCase, at)) return 'margin-call';
    if (plan === undefined) throw new Error(`the margin call of ${openCase.id} is overdue: give a plan`);
    return 'liquidating';
  }
  const isCalled = marginCall !== undefined && isBelow(state, marginCall.health);
  return isCalled ? 'margin-call' : 'warned';
}

/** Whether a step at `at` needs a plan: the account is liquidatable or being liquidated, or its call is overdue. */
export function wantsPlan(
  openCase: LiquidationCase | undefined,
  { band }: Pick<MarginState, 'band'>,
  at: UnixMilliseconds,
): boolean {
  if (band === 'liquidatable' || openCase?.stage === 'liquidating') return true;
  return openCase?.stage === 'margin-call' && isOverdue(openCase, at);
}

function isOverdue({ deadline }: LiquidationCase, at: UnixMilliseconds): boolean {
  return deadline !== undefined && at >= deadline;
}

function isBelow({ equity, maintenanceMargin }: MarginState, threshold: Decimal): boolean {
  return equity.lt(maintenanceMargin.mul(threshold));
}

function stageWhenHealthy({ isWarned }: CaseInputs): CaseStage | undefined {
  return isWarned === true ? 'warned' : undefined;
}

function endOf({ stage, plan }: LiquidationCase, inputs: CaseInputs): CaseStage {
  const { state, policy, isWarned } = inputs;
  const { health } = policy;
  if (stage === 'warned' && isWarned === true) return 'warned';
  if (stage === 'warned' && isBelowThreshold(health, state, 'target')) return 'warned';
  if (!state.maintenanceMargin.isZero()) return 'recovered';
  return plan !== undefined && plan.shortfall.gt(0) ? 'bankrupt' : 'closed';
}

/** Nothing is left to do; positions that sizing rules make wait are. */
function isExhausted(state: MarginState, { seizures }: LiquidationPlan): boolean {
  const isNothingLeft =
    reducible(state).length === 0 && seizures.length === 0 && state.inTransitValue.isZero();
  return state.equity.lt(0) && isNothingLeft;
}

function opened(inputs: CaseInputs, stage: CaseStage): LiquidationCase {
  const { state, plan, at, ordinal } = inputs;
  return {
    id: `${state.account}/${ordinal}` as CaseId,
    account: state.account,
    desk: state.desk,
    stage,
    openedAt: at,
    updatedAt: at,
    ...(stage !== 'liquidating' || plan === undefined ? {} : { plan }),
    ...ofStage(inputs, stage, at, undefined),
    history: [{ stage, at, evidence: evidenceOf(inputs) }],
  };
}

function moved(openCase: LiquidationCase, inputs: CaseInputs, stage: CaseStage): LiquidationCase {
  const { state, plan, at } = inputs;
  const updatedAt = notBefore(openCase, at);
  const followsPlan = stage === 'liquidating' || state.band === 'liquidatable';
  const { deadline: _, estimate: __, progress, ...rest } = openCase;
  return {
    ...rest,
    stage,
    updatedAt,
    ...(followsPlan && plan !== undefined ? { plan } : {}),
    ...ofStage(inputs, stage, updatedAt, progress),
    history: [...openCase.history, { stage, at: updatedAt, evidence: evidenceOf(inputs) }],
  };
}

/** What only one stage has: the deadline of a call, the estimate until a breach, the progress of a liquidation. */
function ofStage(
  { state, marginCall, estimate }: CaseInputs,
  stage: CaseStage,
  at: UnixMilliseconds,
  progress: CaseProgress | undefined,
): Pick<LiquidationCase, 'deadline' | 'estimate' | 'progress'> {
  switch (stage) {
    case 'warned':
      return estimate === undefined ? {} : { estimate };
    case 'margin-call':
      return {
        ...(marginCall === undefined ? {} : { deadline: addSeconds(at, marginCall.deadlineSeconds) }),
        ...(estimate === undefined ? {} : { estimate }),
      };
    case 'liquidating':
      return { progress: progressAfter(progress, state, at) };
    case 'recovered':
    case 'closed':
    case 'bankrupt':
      return {};
  }
}

/** An estimate is told again when what is left has halved, or when a breach has come into sight: never every tick. */
function estimatedAnew(openCase: LiquidationCase, { estimate, at }: CaseInputs): CaseStep {
  const left = estimate?.seconds;
  const told = openCase.estimate?.seconds;
  if (estimate === undefined || left === undefined || (told !== undefined && left * 2 > told)) {
    return { case: openCase, changed: false };
  }
  return { case: { ...openCase, estimate, updatedAt: notBefore(openCase, at) }, changed: told !== left };
}

function replanned(openCase: LiquidationCase, inputs: CaseInputs): CaseStep {
  const { state, policy, plan, at } = inputs;
  if (plan === undefined) return { case: openCase, changed: false };
  if (!mustReplan(openCase, plan, state, policy)) return { case: openCase, changed: false };
  const updatedAt = notBefore(openCase, at);
  const entry: CaseHistoryEntry = { stage: openCase.stage, at: updatedAt, evidence: evidenceOf(inputs) };
  const history = withLatestPlan(openCase.history, entry);
  const progress = progressAfter(openCase.progress, state, updatedAt);
  return { case: { ...openCase, plan, progress, updatedAt, history }, changed: true };
}

/** Plans can be many; the step into the stage and the step of the present plan are enough to recompute the case. */
function withLatestPlan(
  history: readonly CaseHistoryEntry[],
  entry: CaseHistoryEntry,
): readonly CaseHistoryEntry[] {
  const isReplanned = history.at(-2)?.stage === entry.stage;
  return [...(isReplanned ? history.slice(0, -1) : history), entry];
}

function notBefore({ updatedAt }: LiquidationCase, at: UnixMilliseconds): UnixMilliseconds {
  return at > updatedAt ? at : updatedAt;
}

function evidenceOf({ state, systemicActions = [] }: CaseInputs): Evidence {
  const { accountSeq, priceVector, policyVersion, equity, maintenanceMargin, health } = state;
  return {
    accountSeq,
    priceVector,
    policyVersion,
    equity,
    maintenanceMargin,
    ...(health === undefined ? {} : { health }),
    ...(systemicActions.length === 0 ? {} : { systemicActions }),
  };
}
