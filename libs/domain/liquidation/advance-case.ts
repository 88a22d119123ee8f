import {
  isAwaitingPrice,
  isBelowThreshold,
  type MarginPolicy,
  type MarginState,
} from '@causeway/domain/margin';
import type { CaseId, UnixMilliseconds } from '@causeway/domain/units';
import type {
  CaseHistoryEntry,
  CaseStage,
  Evidence,
  LiquidationCase,
  LiquidationPlan,
} from './liquidation-case.js';
import { mustReplan } from './replan.js';

/** What a case is advanced by. */
export interface CaseInputs {
  readonly openCase?: LiquidationCase | undefined;
  readonly state: MarginState;
  readonly policy: MarginPolicy;
  /**
   * The plan for this state. Required when the account is liquidatable; give it for every case that is liquidating,
   * or its plan will not follow the account while health recovers.
   */
  readonly plan?: LiquidationPlan | undefined;
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
  return stage === 'warned' || stage === 'liquidating';
}

/**
 * The next step of an account's liquidation case; undefined when there is none and none is called for.
 *
 * - A case opens as `warned` below the warning health, and as `liquidating` below the liquidation health, at once if
 *   a price gap skips the warning. It never goes back from `liquidating` to `warned`.
 * - It ends only well above the threshold that opened it, so that it does not flap around it: a warning at the target
 *   health, a liquidation at the warning health. It ends as `recovered` with positions to maintain, as `closed`
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
  return replanned(openCase, inputs);
}

function unchanged(openCase: LiquidationCase | undefined): CaseStep | undefined {
  return openCase === undefined ? undefined : { case: openCase, changed: false };
}

function nextStage({ openCase, state, policy, plan }: CaseInputs): CaseStage | undefined {
  switch (state.band) {
    case 'healthy':
      return openCase === undefined ? undefined : endOf(openCase, state, policy);
    case 'warning':
      return openCase?.stage ?? 'warned';
    case 'liquidatable': {
      if (plan === undefined) throw new Error(`account ${state.account} is liquidatable: give a plan`);
      if (!isExhausted(state, plan)) return 'liquidating';
      return openCase === undefined ? undefined : 'bankrupt';
    }
  }
}

function endOf({ stage, plan }: LiquidationCase, state: MarginState, { health }: MarginPolicy): CaseStage {
  if (stage === 'warned' && isBelowThreshold(health, state, 'target')) return 'warned';
  if (!state.maintenanceMargin.isZero()) return 'recovered';
  return plan !== undefined && plan.shortfall.gt(0) ? 'bankrupt' : 'closed';
}

function isExhausted({ equity, inTransitValue }: MarginState, plan: LiquidationPlan): boolean {
  const isNothingLeft = plan.reductions.length === 0 && plan.seizures.length === 0 && inTransitValue.isZero();
  return equity.lt(0) && isNothingLeft;
}

function opened({ state, plan, at, ordinal }: CaseInputs, stage: CaseStage): LiquidationCase {
  return {
    id: `${state.account}/${ordinal}` as CaseId,
    account: state.account,
    desk: state.desk,
    stage,
    openedAt: at,
    updatedAt: at,
    ...(stage === 'warned' || plan === undefined ? {} : { plan }),
    history: [{ stage, at, evidence: evidenceOf(state) }],
  };
}

function moved(
  openCase: LiquidationCase,
  { state, plan, at }: CaseInputs,
  stage: CaseStage,
): LiquidationCase {
  const updatedAt = notBefore(openCase, at);
  const followsPlan = stage === 'liquidating' || state.band === 'liquidatable';
  return {
    ...openCase,
    stage,
    updatedAt,
    ...(followsPlan && plan !== undefined ? { plan } : {}),
    history: [...openCase.history, { stage, at: updatedAt, evidence: evidenceOf(state) }],
  };
}

function replanned(openCase: LiquidationCase, { state, policy, plan, at }: CaseInputs): CaseStep {
  if (openCase.stage !== 'liquidating' || plan === undefined) return { case: openCase, changed: false };
  if (!mustReplan(openCase, plan, state, policy)) return { case: openCase, changed: false };
  const updatedAt = notBefore(openCase, at);
  const entry: CaseHistoryEntry = { stage: openCase.stage, at: updatedAt, evidence: evidenceOf(state) };
  const history = withLatestPlan(openCase.history, entry);
  return { case: { ...openCase, plan, updatedAt, history }, changed: true };
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

function evidenceOf(state: MarginState): Evidence {
  const { accountSeq, priceVector, policyVersion, equity, maintenanceMargin, health } = state;
  return {
    accountSeq,
    priceVector,
    policyVersion,
    equity,
    maintenanceMargin,
    ...(health === undefined ? {} : { health }),
  };
}
