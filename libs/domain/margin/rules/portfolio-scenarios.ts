import { Decimal, roundUp, sum, ZERO, type UnixMilliseconds } from '@causeway/domain/units';
import type { AccountBook, AccountRuleDefinition } from '../account-book.js';
import type { OptionTerms } from '../account.js';
import { yearsOf } from '../black-76.js';
import { belowZero, entriesAt, notPositive, pointerStep } from '../complaint.js';
import type { EvaluationContext } from '../evaluation-context.js';
import { input, type Recorder } from '../explanation.js';
import { holdingMargin } from '../collateral-line.js';
import { Transcendental } from '../normal-distribution.js';
import type { PositionLine } from '../position-line.js';
import { markPriceOf } from '../prices.js';
import type {
  OptionExpiry,
  PortfolioCollateral,
  PortfolioMarginParameters,
  RiskPortfolio,
} from './portfolio-margin.js';
import {
  portfolioMargin,
  scenarioParts,
  scenarioProfit,
  type PortfolioMargin,
} from './portfolio-worst-scenario.js';

/** How one asset family is taken as collateral of a portfolio; haircuts are fractions of 1. */
export interface PortfolioHaircut {
  readonly maintenance: Decimal;
  /** What initial margin takes on top. */
  readonly initial: Decimal;
  readonly isRiskCancelling: boolean;
}

/**
 * `portfolio-scenarios`: the perpetual and the options of one underlying, and all collateral, are margined together over
 * scenarios of spot price and volatility. Requirement = contingencies and haircuts − factor × worst profit, in USD,
 * rounded up. All collateral counts under such a rule, so that a policy may have only one. An option's forward price is the index price told of its instrument, else the spot price; its
 * volatility the one told of its instrument. What lacks a fact is left to other rules and named as a gap. Confidence
 * of prices counts as full, since a price that is not good enough gives no credit to begin with. Derive PMRM 2
 * (derivexyz/v2-core src/risk-managers/PMRMLib_2.sol).
 */
export interface PortfolioScenariosRule extends PortfolioMarginParameters {
  readonly rule: 'portfolio-scenarios';
  /** Symbol of the spot price, e.g. `BTC`. */
  readonly underlying: string;
  readonly perpetual: string;
  /** Symbol of the settlement asset, whose fall below its peg raises initial margin. */
  readonly settlement: string;
  /** Annual rate at which option values are discounted. */
  readonly rate: Decimal;
  /** By asset family; one that is not listed is taken without a haircut. */
  readonly haircuts: ReadonlyMap<string, PortfolioHaircut>;
}

export const portfolioScenarios: AccountRuleDefinition<PortfolioScenariosRule> = {
  complaintAbout: (rule) => {
    if (rule.scenarios.length === 0) return { path: '/scenarios', message: 'give at least one scenario' };
    for (const [index, { spotFactor, dampening }] of rule.scenarios.entries()) {
      const path = `/scenarios${pointerStep(index)}`;
      const complaint =
        notPositive([[`${path}/spotFactor`, spotFactor]]) ?? belowZero([[`${path}/dampening`, dampening]]);
      if (complaint !== undefined) return complaint;
    }
    for (const [path, { maintenance, initial }] of entriesAt('/haircuts', rule.haircuts)) {
      const complaint = belowZero([
        [`${path}/maintenance`, maintenance],
        [`${path}/initial`, initial],
      ]);
      if (complaint !== undefined) return complaint;
    }
    const { margin, contingency } = rule;
    const complaint = notPositive([
      ['/skewShock/minimumKStar', rule.skewShock.minimumKStar],
      ['/margin/maintenanceFactor', margin.maintenanceFactor],
    ]);
    if (complaint !== undefined) return complaint;
    if (margin.initialFactor.lt(margin.maintenanceFactor)) {
      return { path: '/margin/initialFactor', message: 'must be at least the maintenance factor' };
    }
    return belowZero(
      Object.entries(contingency).map(([name, value]: [string, Decimal]) => [`/contingency/${name}`, value]),
    );
  },
  claim: (rule, book, context) => {
    const spot = spotPriceOf(rule, context);
    for (const line of book.positions) {
      line.isMarginedTogether ||= spot !== undefined && belongsTo(line, rule, context);
    }
  },
  apply: (rule, book, context) => {
    const spotPrice = spotPriceOf(rule, context);
    const lines = book.positions.filter((line) => line.isMarginedTogether && belongsTo(line, rule, context));
    if (spotPrice === undefined || lines.length + book.collateral.length === 0) return;
    const portfolio: RiskPortfolio = {
      spotPrice,
      stablePrice: markPriceOf(context.market, rule.settlement) ?? rule.contingency.pegLossThreshold,
      cash: ZERO,
      perpetual: perpetualOf(lines, rule, spotPrice),
      confidence: FULL,
      expiries: expiriesOf(lines, rule, spotPrice, context),
      collaterals: collateralsOf(book, rule),
    };
    adjustByScenarios(rule, portfolio, book, context);
  },
};

const FULL = new Decimal(1);

function spotPriceOf(
  { underlying }: PortfolioScenariosRule,
  { market }: EvaluationContext,
): Decimal | undefined {
  return market.facts?.get(underlying)?.indexPrice ?? markPriceOf(market, underlying);
}

function belongsTo(
  { position: { instrument, option }, isIsolated }: PositionLine,
  rule: PortfolioScenariosRule,
  { market, asOf, gaps }: EvaluationContext,
): boolean {
  if (isIsolated) return false;
  if (option === undefined) return instrument === rule.perpetual;
  if (option.underlying !== rule.underlying) return false;
  const isKnown = market.facts?.get(instrument)?.volatility?.gt(0) === true && asOf !== undefined;
  if (!isKnown) gaps.push({ code: 'MISSING_FACT', subject: instrument });
  return isKnown && option.expiry > asOf;
}

/** All perpetuals of the portfolio as one, at the mark of the first. */
function perpetualOf(
  lines: readonly PositionLine[],
  { perpetual }: PortfolioScenariosRule,
  spotPrice: Decimal,
): RiskPortfolio['perpetual'] {
  const held = lines.filter(({ position }) => position.instrument === perpetual);
  return {
    size: sum(held.map(({ position }) => position.size)),
    price: held[0]?.markPrice ?? spotPrice,
    value: ZERO,
  };
}

function expiriesOf(
  lines: readonly PositionLine[],
  { rate }: PortfolioScenariosRule,
  spotPrice: Decimal,
  { market, asOf }: EvaluationContext,
): readonly OptionExpiry[] {
  if (asOf === undefined) return [];
  const groups = new Map<
    string,
    { readonly expiry: UnixMilliseconds; forward: Decimal; lines: PositionLine[] }
  >();
  for (const line of lines) {
    const { option, instrument } = line.position;
    if (option === undefined) continue;
    const forward = market.facts?.get(instrument)?.indexPrice ?? spotPrice;
    const key = `${option.expiry} ${forward.toFixed()}`;
    const group = groups.get(key) ?? { expiry: option.expiry, forward, lines: [] };
    group.lines.push(line);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ expiry, forward, lines: held }) => {
    const secondsToExpiry = Math.floor((expiry - asOf) / 1000);
    return {
      secondsToExpiry,
      forwardVariable: forward,
      forwardFixed: ZERO,
      discount: discountOf(rate, secondsToExpiry),
      rate,
      confidence: FULL,
      options: held.map(({ position }) => ({
        ...termsOf(position.option),
        amount: position.size,
        volatility: market.facts?.get(position.instrument)?.volatility ?? ZERO,
      })),
    };
  });
}

function termsOf(option: OptionTerms | undefined): Pick<OptionTerms, 'kind' | 'strike'> {
  if (option === undefined) throw new Error('only options expire');
  return { kind: option.kind, strike: option.strike };
}

function discountOf(rate: Decimal, seconds: number): Decimal {
  return new Decimal(new Transcendental(rate).mul(yearsOf(seconds)).neg().exp().toFixed());
}

function collateralsOf(
  { collateral }: AccountBook,
  { haircuts }: PortfolioScenariosRule,
): PortfolioCollateral[] {
  return collateral
    .map((line) => ({ line, value: holdingMargin(line).collateralValue }))
    .filter(({ value }) => value.gt(0))
    .map(({ line, value }) => {
      const haircut = haircuts.get(line.family);
      return {
        value,
        confidence: FULL,
        isRiskCancelling: haircut?.isRiskCancelling ?? false,
        maintenanceHaircut: haircut?.maintenance ?? ZERO,
        initialHaircut: haircut?.initial ?? ZERO,
      };
    });
}

function adjustByScenarios(
  rule: PortfolioScenariosRule,
  portfolio: RiskPortfolio,
  book: AccountBook,
  context: EvaluationContext,
): void {
  const margin = portfolioMargin(portfolio, rule);
  const { worstLoss, initialContingency, maintenanceContingency, initialFactor } = margin;
  const { maintenanceFactor } = rule.margin;
  const maintenance = maintenanceContingency.sub(worstLoss.mul(maintenanceFactor));
  const initial = initialContingency.add(maintenanceContingency).sub(worstLoss.mul(initialFactor));
  const initialMargin = roundUp(initial, context.places);
  const maintenanceMargin = roundUp(maintenance, context.places);
  const subject = rule.underlying;
  book.adjustments.push({
    rule: 'portfolio-scenarios',
    subject,
    equity: ZERO,
    initialMargin,
    maintenanceMargin,
  });
  if (context.recorder !== undefined)
    recordScenarios(rule, portfolio, margin, context.recorder, context.places);
}

function recordScenarios(
  rule: PortfolioScenariosRule,
  portfolio: RiskPortfolio,
  margin: PortfolioMargin,
  recorder: Recorder,
  places: number,
): void {
  const subject = rule.underlying;
  const profits = rule.scenarios.map((scenario, index) => {
    const { linear, move, options } = scenarioParts(portfolio, scenario, rule);
    const output = scenarioProfit(portfolio, scenario, rule);
    recorder.step({
      subject,
      figure: `profit in scenario ${index + 1}: spot × ${scenario.spotFactor.toFixed()}, volatility ${scenario.volatility}`,
      formula: 'dampening × (linear × move + sum(options))',
      inputs: [
        input('dampening', scenario.dampening, 'fraction'),
        input('linear', linear, 'USD'),
        input('move', move, 'fraction'),
        ...options.map((option) => input('options', option, 'USD')),
      ],
      output,
      unit: 'USD',
    });
    return input(`profit${index + 1}`, output, 'USD');
  });
  recorder.step({
    subject,
    figure: 'worst outcome',
    formula: `min(basis, ${profits.map(({ name }) => name).join(', ')})`,
    inputs: [input('basis', margin.basisLoss, 'USD'), ...profits],
    output: margin.worstLoss,
    unit: 'USD',
  });
  const worst = input('worst', margin.worstLoss, 'USD');
  const held = input('contingencies', margin.maintenanceContingency, 'USD');
  const more = input('contingencies', margin.initialContingency, 'USD');
  for (const [figure, factor, contingencies] of [
    ['initial margin of scenarios', margin.initialFactor, [held, more]],
    ['maintenance margin of scenarios', rule.margin.maintenanceFactor, [held]],
  ] as const) {
    const required = sum(contingencies.map(({ value }) => value)).sub(margin.worstLoss.mul(factor));
    recorder.step({
      subject,
      figure,
      formula: 'sum(contingencies) − factor × worst',
      inputs: [...contingencies, input('factor', factor, 'ratio'), worst],
      rounding: { direction: 'up', places },
      output: roundUp(required, places),
      unit: 'USD',
    });
  }
}
