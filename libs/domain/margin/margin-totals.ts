import { maximum, sum, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountBook } from './account-book.js';
import { holdingMargin } from './collateral-line.js';
import { debtMargin } from './debt-line.js';
import type { EvaluationContext } from './evaluation-context.js';
import { input, type StepInput } from './explanation.js';
import { bandOf, healthFormula, healthOf } from './health.js';
import type { IsolatedMargin, MarginBand, MarginState, ValuationGap } from './margin-state.js';
import { sumMargins, type MarginSums } from './margin-sums.js';
import type { MarginPolicy } from './policy.js';
import { positionMargin } from './position-line.js';

interface Totals {
  readonly equity: Decimal;
  readonly initialEquity: Decimal;
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  readonly freeCollateral: Decimal;
  /** Whether something has no price that may have lost the account any amount, so that none of it is free. */
  readonly isLossUnknown: boolean;
  readonly health?: Decimal;
}

/** The state that the lines of an account, and the adjustments over all of it, come to. */
export function totalMargin(
  book: AccountBook,
  policy: MarginPolicy,
  context: EvaluationContext,
): MarginState {
  const { account, market, asOf, gaps } = context;
  const holdings = book.collateral.map(holdingMargin);
  const debts = book.debts.map(debtMargin);
  const positions = book.positions.map(positionMargin);
  const { value, initialCollateralValue, deduction, ...sums } = sumMargins(holdings, debts, positions);
  const all = { value, initialCollateralValue, deduction, ...sums };
  const totals = totalsOf(book, policy, all, hasUnknownLoss(book, gaps));
  if (context.recorder !== undefined) recordTotals(book, policy, sums, deduction, totals, context);
  const { initialEquity, isLossUnknown: _, ...figures } = totals;
  const isolatedPnl = isolatedProfit(book);
  return {
    account: account.account,
    desk: account.desk,
    accountSeq: account.seq,
    priceVector: market.id,
    policyVersion: policy.version,
    ...(asOf === undefined ? {} : { asOf }),
    accountValue: value.add(sums.unrealisedPnl).add(isolatedPnl).sub(sums.debtValue),
    ...sums,
    ...figures,
    ...(initialEquity.eq(figures.equity) ? {} : { initialEquity }),
    band: worstBand(bandOf(policy.health, figures), book.isolated),
    holdings,
    positions,
    debts,
    adjustments: book.adjustments,
    isolated: book.isolated,
    gaps: withoutRepetitions(gaps),
  };
}

function totalsOf(book: AccountBook, policy: MarginPolicy, sums: MarginSums, isLossUnknown: boolean): Totals {
  let { initialMargin, maintenanceMargin } = sums;
  let equity = sums.collateralValue.add(sums.unrealisedPnl).sub(sums.deduction);
  const initialSurcharge = sums.collateralValue.sub(sums.initialCollateralValue);
  for (const adjustment of book.adjustments) {
    equity = equity.add(adjustment.equity);
    initialMargin = initialMargin.add(adjustment.initialMargin);
    maintenanceMargin = maintenanceMargin.add(adjustment.maintenanceMargin);
  }
  const initialEquity = initialSurcharge.isZero() ? equity : equity.sub(initialSurcharge);
  const health = healthOf(policy.health, { equity, maintenanceMargin });
  return {
    equity,
    initialEquity,
    initialMargin,
    maintenanceMargin,
    freeCollateral: isLossUnknown ? ZERO : maximum(ZERO, initialEquity.sub(initialMargin)),
    isLossUnknown,
    ...(health === undefined ? {} : { health }),
  };
}

/** Whether a debt or a position has no price, so that nobody can say what it takes from the account. */
function hasUnknownLoss({ debts, positions }: AccountBook, gaps: readonly ValuationGap[]): boolean {
  const unpriced = new Set(gaps.flatMap(({ code, subject }) => (code === 'MISSING_PRICE' ? [subject] : [])));
  return (
    debts.some(({ price }) => price.isZero()) ||
    (unpriced.size > 0 && positions.some(({ position }) => unpriced.has(position.instrument)))
  );
}

/** What isolated positions have gained; the loss of one stops at what was set aside for it. */
function isolatedProfit({ positions }: AccountBook): Decimal {
  let total = ZERO;
  for (const { isIsolated, position, unrealisedPnl } of positions) {
    if (isIsolated) total = total.add(maximum(unrealisedPnl, (position.isolatedMargin ?? ZERO).neg()));
  }
  return total;
}

const SEVERITY: readonly MarginBand[] = ['healthy', 'warning', 'liquidatable'];

function worstBand(own: MarginBand, isolated: readonly IsolatedMargin[]): MarginBand {
  return isolated.reduce<MarginBand>(
    (worst, { band }) => (SEVERITY.indexOf(band) > SEVERITY.indexOf(worst) ? band : worst),
    own,
  );
}

function withoutRepetitions(gaps: readonly ValuationGap[]): readonly ValuationGap[] {
  if (gaps.length < 2) return gaps;
  return [...new Map(gaps.map((gap) => [`${gap.code} ${gap.subject}`, gap])).values()];
}

function recordTotals(
  book: AccountBook,
  policy: MarginPolicy,
  sums: Omit<MarginSums, 'value' | 'initialCollateralValue' | 'deduction'>,
  deduction: Decimal,
  totals: Totals,
  { account, recorder }: EvaluationContext,
): void {
  const subject = account.account;
  const total = (figure: string, formula: string, inputs: readonly StepInput[], output: Decimal) =>
    recorder?.step({ subject, figure, formula, inputs, output, unit: 'USD' });
  const cross = book.positions.filter(({ isIsolated }) => !isIsolated);
  const parts = (name: string, values: readonly Decimal[]) =>
    (values.length === 0 ? [ZERO] : values).map((each) => input(name, each, 'USD'));
  recorder?.enter('totals');
  const counted = book.collateral.map(holdingMargin).filter(({ bucket }) => bucket !== 'seized');
  const collateral = parts(
    'collateral',
    counted.map(({ collateralValue }) => collateralValue),
  );
  total('collateral value', 'sum(collateral)', collateral, sums.collateralValue);
  const profits = parts(
    'profit',
    cross.map(({ unrealisedPnl }) => unrealisedPnl),
  );
  total('unrealised profit', 'sum(profit)', profits, sums.unrealisedPnl);
  const adjusted = (column: 'equity' | 'initialMargin' | 'maintenanceMargin') =>
    parts(
      'adjustment',
      book.adjustments.map((each) => each[column]),
    );
  total(
    'equity',
    'collateral + profit − debts + sum(adjustment)',
    [
      input('collateral', sums.collateralValue, 'USD'),
      input('profit', sums.unrealisedPnl, 'USD'),
      input('debts', deduction, 'USD'),
      ...adjusted('equity'),
    ],
    totals.equity,
  );
  if (!totals.initialEquity.eq(totals.equity)) {
    const initial = parts(
      'collateral',
      counted.map(({ collateralValue, initialCollateralValue = collateralValue }) => initialCollateralValue),
    );
    const output = sum(initial.map(({ value }) => value));
    total('initial collateral value', 'sum(collateral)', initial, output);
    total(
      'initial equity',
      'equity − collateral + initial',
      [
        input('equity', totals.equity, 'USD'),
        input('collateral', sums.collateralValue, 'USD'),
        input('initial', output, 'USD'),
      ],
      totals.initialEquity,
    );
  }
  for (const [figure, column] of [
    ['initial margin', 'initialMargin'],
    ['maintenance margin', 'maintenanceMargin'],
  ] as const) {
    const demands = [...cross, ...book.debts].map((each) => each[column]);
    const inputs = [...parts('part', demands), ...adjusted(column)];
    total(figure, 'sum(part) + sum(adjustment)', inputs, totals[column]);
  }
  recordHealth(policy, totals, subject, recorder);
}

function recordHealth(
  policy: MarginPolicy,
  { equity, initialEquity, initialMargin, maintenanceMargin, freeCollateral, isLossUnknown, health }: Totals,
  subject: string,
  recorder: EvaluationContext['recorder'],
): void {
  recorder?.step({
    subject,
    figure: 'free collateral',
    formula: isLossUnknown ? '0' : 'max(0, equity − margin)',
    inputs: isLossUnknown
      ? []
      : [input('equity', initialEquity, 'USD'), input('margin', initialMargin, 'USD')],
    output: freeCollateral,
    unit: 'USD',
  });
  if (health === undefined) return;
  const { formula, places } = healthFormula(policy.health);
  recorder?.enter(policy.health.rule, '/margin/health');
  recorder?.step({
    subject,
    figure: 'health',
    formula,
    inputs: [input('equity', equity, 'USD'), input('margin', maintenanceMargin, 'USD')],
    rounding: { direction: 'down', places },
    output: health,
    unit: 'ratio',
  });
}
