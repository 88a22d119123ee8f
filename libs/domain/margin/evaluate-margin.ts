import type { AccountBook, AccountRuleDefinition } from './account-book.js';
import type { MarginAccount } from './account.js';
import type { AssetDirectory } from './asset-directory.js';
import { collateralLine, settleCollateral, type CollateralLine } from './collateral-line.js';
import { debtLine, type DebtLine } from './debt-line.js';
import type { EvaluationContext } from './evaluation-context.js';
import { recorderOf, type ExplanationStep, type Recorder } from './explanation.js';
import { healthCheckOf } from './health.js';
import { imposeOnCollateral, imposeOnPositions } from './imposed-rules.js';
import type { MarginState, ValuationGap } from './margin-state.js';
import { totalMargin } from './margin-totals.js';
import type { AccountRule, MarginPolicy } from './policy.js';
import { limitedByPrices } from './price-limits.js';
import { positionLine, settlePosition, type PositionLine } from './position-line.js';
import type { PriceVector } from './prices.js';
import type { RuleDefinition } from './rule-definition.js';
import { ACCOUNT_RULES, COLLATERAL_RULES, DEBT_RULES, POSITION_RULES } from './rule-registry.js';

/** A margin state, and every step by which it was worked out. */
export interface ExplainedMargin {
  readonly state: MarginState;
  readonly steps: readonly ExplanationStep[];
}

/**
 * The margin of an account under a policy at the given prices, exact, in USD at the policy's decimal places:
 *
 * - every holding, debt and position is valued at its price;
 * - the policy's collateral, debt and position rules work on these lines, in their order;
 * - its account rules work on the whole: positions margined together or apart, floors, stress;
 * - equity = collateral value + unrealised profit − debts + adjustments, and its health rule holds it against the
 *   maintenance margin.
 *
 * What cannot be valued counts nothing in the account's favour and is reported in `gaps`. Positions of size zero are
 * left out. Equal arguments give an equal state, so that a decision can be recomputed from its evidence.
 */
export function evaluateMargin(
  account: MarginAccount,
  prices: PriceVector,
  policy: MarginPolicy,
  directory: AssetDirectory,
): MarginState {
  return evaluate(account, prices, policy, directory, undefined);
}

/** `evaluateMargin`, and every step of it: each figure of the state is the output of one. */
export function explainMargin(
  account: MarginAccount,
  prices: PriceVector,
  policy: MarginPolicy,
  directory: AssetDirectory,
): ExplainedMargin {
  const steps: ExplanationStep[] = [];
  const state = evaluate(account, prices, policy, directory, recorderOf(steps));
  return { state, steps };
}

function evaluate(
  account: MarginAccount,
  market: PriceVector,
  policy: MarginPolicy,
  directory: AssetDirectory,
  recorder: Recorder | undefined,
): MarginState {
  const gaps: ValuationGap[] = [];
  const { places } = policy;
  const context: EvaluationContext = {
    account,
    market,
    directory,
    places,
    asOf: market.asOf,
    gaps,
    recorder,
  };
  const collateral = collateralLines(account, policy, context);
  const debts = debtLines(account, policy, context);
  const positions = positionLines(account, policy, context);
  const book: AccountBook = {
    collateral,
    debts,
    positions,
    health: healthCheckOf(policy.health),
    adjustments: [],
    isolated: [],
  };
  applyAccountRules(policy, book, context);
  const state = totalMargin(book, policy, context);
  if (market.limited === undefined || market.limited.size === 0) return state;
  const { limited: _, ...unlimited } = market;
  return limitedByPrices(state, {
    account,
    market,
    directory,
    recorder,
    evaluate: (other) => evaluate(other, unlimited, policy, directory, undefined),
  });
}

function collateralLines(
  account: MarginAccount,
  policy: MarginPolicy,
  context: EvaluationContext,
): readonly CollateralLine[] {
  const { recorder } = context;
  recorder?.enter('market-value');
  const lines: CollateralLine[] = [];
  for (const holding of account.holdings) {
    const line = collateralLine(holding, context);
    if (line !== undefined) lines.push(line);
  }
  applyRules(COLLATERAL_RULES, policy.collateral, lines, context, '/margin/collateral');
  imposeOnCollateral(policy.imposed, lines, context);
  recorder?.enter('collateral-value');
  for (const line of lines) settleCollateral(line, context);
  return lines;
}

function debtLines(
  account: MarginAccount,
  policy: MarginPolicy,
  context: EvaluationContext,
): readonly DebtLine[] {
  if (account.debts === undefined || account.debts.length === 0) return [];
  context.recorder?.enter('debt-value');
  const lines: DebtLine[] = [];
  for (const debt of account.debts) {
    const line = debtLine(debt, context);
    if (line !== undefined) lines.push(line);
  }
  applyRules(DEBT_RULES, policy.debts, lines, context, '/margin/debts');
  return lines;
}

function positionLines(
  account: MarginAccount,
  policy: MarginPolicy,
  context: EvaluationContext,
): readonly PositionLine[] {
  context.recorder?.enter('position-value');
  const lines: PositionLine[] = [];
  for (const position of account.positions) {
    if (!position.size.isZero()) lines.push(positionLine(position, context));
  }
  applyRules(POSITION_RULES, policy.positions, lines, context, '/margin/positions');
  imposeOnPositions(policy.imposed, lines, context);
  return lines;
}

function applyRules<Rule extends { readonly rule: string }, Line>(
  definitions: Readonly<Record<Rule['rule'], unknown>>,
  rules: readonly Rule[],
  lines: readonly Line[],
  context: EvaluationContext,
  path: string,
): void {
  for (const [index, rule] of rules.entries()) {
    context.recorder?.enter(rule.rule, `${path}/${index}`);
    const definition = definitions[rule.rule as Rule['rule']] as RuleDefinition<Rule, Line>;
    definition.apply(rule, lines, context);
  }
}

function applyAccountRules(policy: MarginPolicy, book: AccountBook, context: EvaluationContext): void {
  const { recorder } = context;
  for (const rule of policy.account) definitionOf(rule).claim?.(rule, book, context);
  recorder?.enter('position-margin');
  for (const line of book.positions) settlePosition(line, context);
  for (const [index, rule] of policy.account.entries()) {
    recorder?.enter(rule.rule, `/margin/account/${index}`);
    definitionOf(rule).apply(rule, book, context);
  }
}

function definitionOf(rule: AccountRule): AccountRuleDefinition<AccountRule> {
  return ACCOUNT_RULES[rule.rule] as AccountRuleDefinition<AccountRule>;
}
