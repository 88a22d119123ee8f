import {
  advanceCase,
  compareForLiquidation,
  estimateBreach,
  isOpenCase,
  planLeastLoss,
  planLiquidation,
  standingPlan,
  wantsPlan,
  type BreachEstimate,
  type LiquidationCase,
  type LiquidationPlan,
  type StandingInputs,
} from '@causeway/domain/liquidation';
import {
  evaluateMargin,
  isAwaitingPrice,
  releaseFrozenCredit,
  restoreCredit,
  withholdFrozenCredit,
  withholdNewCredit,
  type AssetDirectory,
  type MarginAccount,
  type MarginState,
} from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import type { LiquidityGraph } from '@causeway/domain/routing';
import { actionsConcerning } from '@causeway/domain/systemic-risk';
import {
  divDown,
  tokenAmount,
  type AccountId,
  type AssetId,
  type Decimal,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { quoteConversions, type ConversionQuoting } from '@causeway/application/quote-conversions';
import { streamName, type EngineAccount } from '@causeway/application/ports';
import type { EngineInput } from './engine-input.js';
import type { EngineMemory } from './engine-memory.js';
import { isWorthReporting, reportedMargin } from './reporting.js';

/** Base units of the settlement asset by which its weight is taken: a million dollars of six decimals. */
const SETTLEMENT_SAMPLE = 10n ** 12n;
const WEIGHT_PLACES = 18;

/** What an engine knows besides its inputs: the assets of the network, and the liquidity that it plans on. */
export interface EngineDirectory extends AssetDirectory {
  /** Without it, plans do not count what moving collateral costs. */
  readonly liquidity?: LiquidityGraph;
  /** Among how many partitions accounts are divided, and limits of instruments with them; one when absent. */
  readonly accountPartitions?: number;
}

/**
 * Applies one input to the engine's memory: the account, quote, policy, freeze or systemic-risk actions, then the margin of every account
 * of which it can have changed anything that is told or done, with the liquidation cases and events that follow. Inputs
 * that are already contained in the memory (an account's older `seq`, a quote that is not newer) change nothing.
 */
export function applyEngineInput(memory: EngineMemory, input: EngineInput, directory: EngineDirectory): void {
  switch (input.kind) {
    case 'account': {
      const id = input.account.account;
      const known = memory.account(id);
      if (known !== undefined && known.account.seq >= input.account.seq) return;
      const account = withholdFrozenCredit(
        withholdNewCredit(input.account, known?.account, memory.frozenBridges()),
        known?.account,
        memory.creditFreezes(),
        directory,
      );
      if (known?.openCase?.stage === 'liquidating') {
        memory.flows().count(known.account, account, memory.policy(), input.cause.at);
      }
      memory.putAccount({ caseCount: 0, ...known, account });
      assessAccounts(memory, [id], input.cause.at, directory, 'always');
      return;
    }
    case 'price': {
      const { price } = input;
      const concerned = memory.accountsConcernedBy(memory.acceptQuote(price));
      assessAccounts(memory, concerned, price.time, directory, 'when-it-matters');
      return;
    }
    case 'policy': {
      const known = memory.policy();
      if (known !== undefined && known.version >= input.policy.version) return;
      memory.putPolicy(input.policy);
      assessAccounts(memory, memory.allAccounts(), input.at, directory, 'always');
      return;
    }
    case 'bridge':
      applyBridge(memory, input, directory);
      return;
    case 'systemic-risk':
      applyActions(memory, input, directory);
  }
}

/** A freeze by itself changes no margin; a thaw gives back the credit that was withheld meanwhile. */
function applyBridge(
  memory: EngineMemory,
  { bridge, isFrozen, at }: Extract<EngineInput, { kind: 'bridge' }>,
  directory: EngineDirectory,
): void {
  if (memory.frozenBridges().has(bridge) === isFrozen) return;
  memory.setFrozen(bridge, isFrozen);
  if (isFrozen) return;
  const restored: AccountId[] = [];
  for (const id of memory.allAccounts()) {
    const known = memory.account(id);
    if (known === undefined) continue;
    const account = restoreCredit(known.account, bridge);
    if (account === known.account) continue;
    memory.putAccount({ ...known, account });
    restored.push(id);
  }
  assessAccounts(memory, restored, at, directory, 'always');
}

/**
 * What the actions ask for holds from here on, for all accounts. A freeze that ended gives back what it withheld; one that
 * began takes nothing from what is there.
 */
function applyActions(
  memory: EngineMemory,
  { actions, at }: Extract<EngineInput, { kind: 'systemic-risk' }>,
  directory: EngineDirectory,
): void {
  memory.putActions(actions);
  for (const id of memory.allAccounts()) {
    const known = memory.account(id);
    if (known === undefined) continue;
    const account = releaseFrozenCredit(known.account, memory.creditFreezes(), directory);
    if (account !== known.account) memory.putAccount({ ...known, account });
  }
  assessAccounts(memory, memory.allAccounts(), at, directory, 'when-it-matters');
}

type Reporting = 'always' | 'when-it-matters';

/** An account as one input finds it. */
interface Assessment {
  readonly known: EngineAccount;
  readonly policy: RiskPolicy;
  readonly state: MarginState;
  /** How conversions are quoted, should the account need a plan. */
  readonly quoting: ConversionQuoting;
}

/** Accounts that one input may have quoted with splits: each takes a tenth of a second, and a crash has thousands. */
const MAXIMUM_SPLITTING = 16;

/**
 * Assesses accounts that one input concerns: first those that are healthy, in the order given, then the others in the
 * order in which they are liquidated, so that what a sizing rule leaves goes to those who need it most.
 */
function assessAccounts(
  memory: EngineMemory,
  ids: readonly AccountId[],
  at: UnixMilliseconds,
  directory: EngineDirectory,
  reporting: Reporting,
): void {
  const inNeed: Assessment[] = [];
  for (const id of ids) {
    const assessment = assessmentOf(memory, id, directory);
    if (assessment?.state.band === 'healthy') conclude(memory, assessment, at, directory, reporting);
    else if (assessment !== undefined) inNeed.push(assessment);
  }
  inNeed.sort((a, b) => compareForLiquidation(a.state, b.state));
  for (const [rank, assessment] of inNeed.entries()) {
    const quoting = rank < MAXIMUM_SPLITTING ? 'split' : 'single-paths';
    conclude(memory, { ...assessment, quoting }, at, directory, reporting);
  }
}

function assessmentOf(
  memory: EngineMemory,
  id: AccountId,
  directory: EngineDirectory,
): Assessment | undefined {
  const policy = memory.policy();
  const known = memory.account(id);
  if (policy === undefined || known === undefined) return undefined;
  const state = evaluateMargin(known.account, memory.priceVector(), policy.margin, directory);
  return { known, policy, state, quoting: 'split' };
}

function conclude(
  memory: EngineMemory,
  assessment: Assessment,
  at: UnixMilliseconds,
  directory: EngineDirectory,
  reporting: Reporting,
): void {
  const { known, state } = assessment;
  const id = state.account;
  let account = assessCase(memory, assessment, at, directory);
  if (reporting === 'always' || isWorthReporting(known.reported, state)) {
    account = { ...account, reported: reportedMargin(state) };
    memory.publish({
      stream: streamName('margin', id),
      key: id,
      event: { type: 'margin.changed', state, at },
    });
  }
  if (account !== known) memory.putAccount(account);
  memory.follow(account, state);
}

function assessCase(
  memory: EngineMemory,
  assessment: Assessment,
  at: UnixMilliseconds,
  directory: EngineDirectory,
): EngineAccount {
  const { known, state, policy } = assessment;
  const isWarned = memory.isWarned(known.account.account);
  if (known.openCase === undefined && state.band === 'healthy' && !isWarned) return known;
  const { openCase } = known;
  const advanced = advanceCase({
    openCase,
    state,
    policy: policy.margin,
    marginCall: policy.liquidation?.marginCall,
    estimate: estimateOf(memory, state, policy),
    systemicActions: actionsConcerning(memory.actionsInForce(), state),
    isWarned,
    plan: wantsPlan(openCase, state, at) ? planFor(memory, assessment, at, directory) : undefined,
    at,
    ordinal: known.caseCount + 1,
  });
  if (advanced === undefined || !advanced.changed) return known;
  publishCase(memory, advanced.case);
  const caseCount = known.openCase === undefined ? known.caseCount + 1 : known.caseCount;
  const { openCase: _, ...rest } = known;
  return isOpenCase(advanced.case) ? { ...rest, caseCount, openCase: advanced.case } : { ...rest, caseCount };
}

/** When the account breaches if prices go on as they do; nothing where a breach is there or the policy asks for none. */
function estimateOf(
  memory: EngineMemory,
  state: MarginState,
  { margin, liquidation }: RiskPolicy,
): BreachEstimate | undefined {
  if (liquidation === undefined || state.band === 'liquidatable') return undefined;
  const { deviations } = liquidation.breachEstimate;
  return estimateBreach(state, memory.motions(), margin.health.liquidation, deviations);
}

/**
 * The plan of the case while it stands, else the plan that loses least; positions before collateral where the policy
 * does not say what closing and moving cost.
 */
function planFor(
  memory: EngineMemory,
  { known: { account, openCase }, state, policy, quoting }: Assessment,
  at: UnixMilliseconds,
  directory: EngineDirectory,
): LiquidationPlan {
  const { margin, liquidation } = policy;
  const { liquidity } = directory;
  const prices = memory.priceVector();
  const evaluate = (held: MarginAccount) => evaluateMargin(held, prices, margin, directory);
  if (liquidation === undefined || liquidity === undefined) {
    return planLiquidation(account, state, margin, directory, evaluate);
  }
  const looked: Omit<StandingInputs, 'graphVersion'> = {
    account,
    state,
    health: margin.health,
    policy: liquidation,
    directory,
    settlement: settlementValue(liquidation.settlement.asset, evaluate, account),
  };
  const standing =
    openCase && standingPlan(openCase, { ...looked, graphVersion: liquidity.version }, evaluate);
  if (standing !== undefined) return standing;
  const { since = at, reductions = [] } = openCase?.progress ?? {};
  const conversions = quoteConversions(liquidity, account, liquidation.settlement, { at, quoting });
  const sizing = {
    at,
    since,
    past: reductions,
    flows: memory.flows().beside(account.account, policy),
    shares: directory.accountPartitions ?? 1,
  };
  return planLeastLoss({ ...looked, conversions, sizing }, evaluate);
}

/**
 * What one whole settlement asset is worth and counts as collateral, by valuing an account that holds nothing else;
 * nothing where its price may not be used for liquidating, because then no loss can be counted in it either.
 */
function settlementValue(
  asset: AssetId,
  evaluate: (held: MarginAccount) => MarginState,
  { account, desk, seq }: MarginAccount,
): { readonly price: Decimal; readonly weight: Decimal } | undefined {
  const amount = tokenAmount(asset, SETTLEMENT_SAMPLE);
  const holdings = [{ amount, bucket: 'available' as const }];
  const state = evaluate({ account, desk, seq, positions: [], holdings });
  const [held] = state.holdings;
  if (held === undefined || held.price.isZero() || held.value.isZero() || isAwaitingPrice(state))
    return undefined;
  return { price: held.price, weight: divDown(held.collateralValue, held.value, WEIGHT_PLACES) };
}

function publishCase(memory: EngineMemory, liquidationCase: LiquidationCase): void {
  memory.putCase(liquidationCase);
  memory.publish({
    stream: streamName('liquidation', liquidationCase.account),
    key: liquidationCase.account,
    event: { type: 'liquidation.changed', case: liquidationCase },
  });
}
