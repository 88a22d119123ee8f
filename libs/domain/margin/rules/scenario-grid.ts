import { minimum, mulUp, ONE, roundUp, ZERO, type Decimal } from '@causeway/domain/units';
import type { AccountBook, AccountRuleDefinition } from '../account-book.js';
import { black76Price, yearsOf } from '../black-76.js';
import { belowZero, notPositive, type Complaint } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input } from '../explanation.js';
import { positionSubject, type PositionLine } from '../position-line.js';
import { markPriceOf } from '../prices.js';

/** One scenario: relative moves of price and volatility, and what part of the outcome counts. */
export interface GridScenario {
  /** −0.1 is a fall of 10 %; above −1. */
  readonly priceMove: Decimal;
  /** 0.3 raises every volatility by 30 % of itself; above −1. */
  readonly volatilityMove: Decimal;
  /** Fraction of 1; below 1 on moves so far out that they are hardly ever seen (a dampened tail). */
  readonly weight: Decimal;
}

/** Instruments that move with one price, and so offset each other. Options belong to the group of their underlying. */
export interface GridGroup {
  /** Symbol of the price and the volatility. */
  readonly underlying: string;
  readonly instruments: readonly string[];
  readonly scenarios: readonly GridScenario[];
  /** Charged on |size| × price of every position, whatever it offsets: for bases that come apart. Fraction of 1. */
  readonly contingency: Decimal;
  /** Charged on top on every short option's |size| × underlying price. Fraction of 1. */
  readonly shortOptionContingency: Decimal;
}

/**
 * `scenario-grid`: portfolio margin. The positions of a group are revalued together in every scenario; the worst loss
 * counts: margin = −min(0, worst) × factor + contingencies, in USD, rounded up, in the place of what each would demand.
 * A linear position earns size × mark × move. An option earns size × (B(F·(1 + move), σ·(1 + volatility move)) − B(F, σ))
 * with B the price by Black (1976) at a discount of 1, F the underlying's index price and σ its volatility. The grid of
 * Deribit and OKX portfolio margin with the dampened tails of Derive v2 (`PMRMLib_2.sol`).
 *
 * An option whose underlying has no index price or volatility, or while no time is told, is reported as a gap and
 * margined alone.
 */
export interface ScenarioGridRule {
  readonly rule: 'scenario-grid';
  /** Whether it is for accounts that chose portfolio margin, or for all. */
  readonly accounts: 'portfolio' | 'all';
  readonly groups: readonly GridGroup[];
  /** Factors of the worst loss; initial at least maintenance. */
  readonly initial: Decimal;
  readonly maintenance: Decimal;
}

export const scenarioGrid: AccountRuleDefinition<ScenarioGridRule> = {
  complaintAbout: complaintAboutGrid,
  claim: (rule, book, context) => {
    if (!appliesTo(rule, context)) return;
    for (const group of rule.groups) {
      for (const line of book.positions) {
        if (!isOf(line, group) || !canBeRevalued(line, group, context)) continue;
        line.isMarginedTogether = true;
      }
    }
  },
  apply: (rule, book, context) => {
    if (!appliesTo(rule, context)) return;
    for (const group of rule.groups) marginGroup(rule, group, book, context);
  },
};

function appliesTo({ accounts }: ScenarioGridRule, { account }: EvaluationContext): boolean {
  return accounts === 'all' || account.mode === 'portfolio';
}

function isOf({ position, isIsolated }: PositionLine, { underlying, instruments }: GridGroup): boolean {
  if (isIsolated) return false;
  return position.option === undefined
    ? instruments.includes(position.instrument)
    : position.option.underlying === underlying;
}

function canBeRevalued(
  { position: { option } }: PositionLine,
  { underlying }: GridGroup,
  context: EvaluationContext,
): boolean {
  if (option === undefined) return true;
  const { market, asOf, gaps } = context;
  const isKnown =
    asOf !== undefined &&
    forwardOf(underlying, context) !== undefined &&
    market.facts?.get(underlying)?.volatility !== undefined;
  if (!isKnown) gaps.push({ code: 'MISSING_FACT', subject: underlying });
  return isKnown;
}

function forwardOf(underlying: string, { market }: EvaluationContext): Decimal | undefined {
  return market.facts?.get(underlying)?.indexPrice ?? markPriceOf(market, underlying);
}

function marginGroup(
  rule: ScenarioGridRule,
  group: GridGroup,
  book: AccountBook,
  context: EvaluationContext,
): void {
  const lines = book.positions.filter((line) => line.isMarginedTogether && isOf(line, group));
  if (lines.length === 0) return;
  const { worst, scenario } = worstOf(group, lines, context);
  const charge = contingencyOf(group, lines, context);
  const demand = (factor: Decimal, figure: string): Decimal => {
    const { places, recorder } = context;
    const output = roundUp(worst.neg().mul(factor).add(charge), places);
    recorder?.step({
      subject: group.underlying,
      figure,
      formula: 'abs(worst) × factor + contingency',
      inputs: [
        input('worst', worst, 'USD'),
        input('factor', factor, 'ratio'),
        input('contingency', charge, 'USD'),
      ],
      rounding: { direction: 'up', places },
      output,
      unit: 'USD',
    });
    return output;
  };
  book.adjustments.push({
    rule: rule.rule,
    subject: scenario === undefined ? group.underlying : `${group.underlying} ${scenarioName(scenario)}`,
    equity: ZERO,
    initialMargin: demand(rule.initial, 'initial margin'),
    maintenanceMargin: demand(rule.maintenance, 'maintenance margin'),
  });
}

/** The worst outcome, at most 0, and the first scenario that has it. */
function worstOf(
  group: GridGroup,
  lines: readonly PositionLine[],
  context: EvaluationContext,
): { readonly worst: Decimal; readonly scenario?: GridScenario } {
  let worst = ZERO;
  let found: GridScenario | undefined;
  for (const scenario of group.scenarios) {
    const profits = lines.map((line) => profitOf(line, group, scenario, context));
    let total = ZERO;
    for (const profit of profits) total = total.add(profit);
    const outcome = total.mul(scenario.weight);
    context.recorder?.step({
      subject: `${group.underlying} ${scenarioName(scenario)}`,
      figure: 'outcome',
      formula: 'sum(profit) × weight',
      inputs: [
        ...profits.map((profit) => input('profit', profit, 'USD')),
        input('weight', scenario.weight, 'fraction'),
      ],
      output: outcome,
      unit: 'USD',
    });
    if (outcome.gte(worst)) continue;
    worst = outcome;
    found = scenario;
  }
  return found === undefined ? { worst } : { worst: minimum(ZERO, worst), scenario: found };
}

function profitOf(
  line: PositionLine,
  { underlying }: GridGroup,
  { priceMove, volatilityMove }: GridScenario,
  context: EvaluationContext,
): Decimal {
  const { size, option } = line.position;
  if (option === undefined) return size.mul(line.markPrice).mul(priceMove);
  const { market, asOf } = context;
  const forward = forwardOf(underlying, context);
  const volatility = market.facts?.get(underlying)?.volatility;
  if (asOf === undefined || forward === undefined || volatility === undefined) {
    throw new Error(`${positionSubject(line)} was claimed without the facts to revalue it`);
  }
  const years = yearsOf(Math.max(0, option.expiry - asOf) / 1_000);
  const { kind, strike } = option;
  const terms = { kind, strike, years, discount: ONE };
  const before = black76Price({ ...terms, forward, volatility });
  const after = black76Price({
    ...terms,
    forward: forward.mul(ONE.add(priceMove)),
    volatility: volatility.mul(ONE.add(volatilityMove)),
  });
  return size.mul(after.sub(before));
}

function contingencyOf(
  group: GridGroup,
  lines: readonly PositionLine[],
  context: EvaluationContext,
): Decimal {
  let charge = ZERO;
  for (const line of lines) {
    const { size, option } = line.position;
    const price = option === undefined ? line.markPrice : (forwardOf(group.underlying, context) ?? ZERO);
    const exposure = size.abs().mul(price);
    const fraction =
      option !== undefined && size.lt(0)
        ? group.contingency.add(group.shortOptionContingency)
        : group.contingency;
    const part = mulUp(exposure, fraction, context.places);
    context.recorder?.step({
      subject: positionSubject(line),
      figure: 'contingency',
      formula: 'abs(size) × price × fraction',
      inputs: [
        input('size', size, 'contracts'),
        input('price', price, 'USD/token'),
        input('fraction', fraction, 'fraction'),
      ],
      rounding: { direction: 'up', places: context.places },
      output: part,
      unit: 'USD',
    });
    charge = charge.add(part);
  }
  return charge;
}

function scenarioName({ priceMove, volatilityMove }: GridScenario): string {
  const percent = (move: Decimal) => `${move.gt(0) ? '+' : ''}${move.mul(100).toFixed()} %`;
  return `price ${percent(priceMove)}, volatility ${percent(volatilityMove)}`;
}

function complaintAboutGrid({ groups, initial, maintenance }: ScenarioGridRule): Complaint | undefined {
  for (const [index, group] of groups.entries()) {
    const complaint = complaintAboutGroup(group, `/groups/${index}`, groups.slice(0, index));
    if (complaint !== undefined) return complaint;
  }
  const complaint = notPositive([['/maintenance', maintenance]]);
  if (complaint !== undefined || initial.gte(maintenance)) return complaint;
  return { path: '/initial', message: `${initial.toFixed()} must be at least the maintenance factor` };
}

function complaintAboutGroup(
  { underlying, instruments, scenarios, contingency, shortOptionContingency }: GridGroup,
  path: string,
  before: readonly GridGroup[],
): Complaint | undefined {
  const taken = before.flatMap((group) => [group.underlying, ...group.instruments]);
  const twice = [underlying, ...instruments].find((name) => taken.includes(name));
  if (twice !== undefined) return { path, message: `${twice} is in a group further up already` };
  if (scenarios.length === 0) return { path: `${path}/scenarios`, message: 'give at least one scenario' };
  for (const [index, { priceMove, volatilityMove, weight }] of scenarios.entries()) {
    const at = `${path}/scenarios/${index}`;
    const complaint =
      notPositive([
        [`${at}/priceMove`, priceMove.add(ONE)],
        [`${at}/volatilityMove`, volatilityMove.add(ONE)],
      ]) ?? belowZero([[`${at}/weight`, weight]]);
    if (complaint === undefined) continue;
    return complaint.path.endsWith('weight') ? complaint : { ...complaint, message: 'must be above −1' };
  }
  const counted = scenarios.filter(({ weight }) => weight.gt(0));
  for (const [what, isOne] of [
    ['falls', (move: Decimal) => move.isNegative()],
    ['rises', (move: Decimal) => move.gt(0)],
  ] as const) {
    if (counted.some(({ priceMove }) => isOne(priceMove))) continue;
    const message = `give one in which the price ${what}, with a weight above 0: who loses by that would need nothing`;
    return { path: `${path}/scenarios`, message };
  }
  return belowZero([
    [`${path}/contingency`, contingency],
    [`${path}/shortOptionContingency`, shortOptionContingency],
  ]);
}
