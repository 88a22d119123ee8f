import {
  type Decimal,
  maximum,
  minimum,
  ONE,
  roundDown,
  roundTowardsZero,
  sum,
  ZERO,
} from '@causeway/domain/units';
import { yearsOf } from '../black-76.js';
import { shockedExpiryValue, staticDiscounts } from './option-expiry-shocks.js';
import type {
  OptionExpiry,
  PortfolioMarginParameters,
  PortfolioScenario,
  RiskPortfolio,
} from './portfolio-margin.js';

/** What portfolio margin comes to, in the settlement asset. Negative margin is a shortfall. */
export interface PortfolioMargin {
  /** What is left of the mark-to-market value and cash above the requirement. */
  readonly initialMargin: Decimal;
  readonly maintenanceMargin: Decimal;
  /** Options, perpetual, collateral and cash at their marks. */
  readonly markToMarket: Decimal;
  /** The largest loss over the scenarios, negative; the basis contingency where that is larger. */
  readonly worstLoss: Decimal;
  /** What options may lose by their basis, not above zero; counts instead of the scenarios where it is worse. */
  readonly basisLoss: Decimal;
  /** What both requirements hold on top of the worst loss, and what the initial one holds besides. */
  readonly maintenanceContingency: Decimal;
  readonly initialContingency: Decimal;
  /** Factor of the worst loss in the initial requirement: more where the settlement asset is below its peg. */
  readonly initialFactor: Decimal;
  /** Index of the worst scenario; the number of scenarios when the basis contingency is worse. */
  readonly worstScenario: number;
}

/** Decimal places of the contract's fixed-point numbers. */
const WAD_PLACES = 18;

/**
 * The margin of a portfolio over scenarios:
 *
 * maintenance = maintenanceFactor·worst − maintenance contingencies + MtM + cash
 * initial = (initialFactor + max(0, peg − stable price)·pegLossFactor)·worst − all contingencies + MtM + cash
 *
 * where worst is the lowest of 0, the basis contingency and the scenarios' profits. Everything is exact but for
 * logarithms, roots and exponentials (34 digits), what options of an expiry gain or lose is rounded down and the
 * results are truncated, both at 18 decimal places; the contract truncates every product, so that figures can differ in
 * their last places.
 * Source: derivexyz/v2-core src/risk-managers/PMRMLib_2.sol getMarginAndMarkToMarket.
 */
export function portfolioMargin(
  portfolio: RiskPortfolio,
  parameters: PortfolioMarginParameters,
): PortfolioMargin {
  const valued = portfolio.expiries.map((expiry) => valuedExpiry(expiry, parameters));
  const basisLoss = sum(valued.map(({ basisContingency }) => basisContingency));
  let worstLoss = basisLoss;
  let worstScenario = parameters.scenarios.length;
  for (const [index, scenario] of parameters.scenarios.entries()) {
    const profit = profitOf(portfolio, valued, scenario, parameters);
    if (profit.gte(worstLoss)) continue;
    worstLoss = profit;
    worstScenario = index;
  }
  const { initial, maintenance } = contingencies(portfolio, parameters);
  const markToMarket = sum([
    portfolio.perpetual.value,
    portfolio.cash,
    ...valued.map(({ value }) => value),
    ...portfolio.collaterals.map(({ value }) => value),
  ]);
  const { initialFactor, maintenanceFactor } = parameters.margin;
  const { pegLossThreshold, pegLossFactor } = parameters.contingency;
  const pegLoss = maximum(ZERO, pegLossThreshold.sub(portfolio.stablePrice)).mul(pegLossFactor);
  const peggedFactor = initialFactor.add(pegLoss);
  const initialMargin = worstLoss.mul(peggedFactor).sub(initial).sub(maintenance).add(markToMarket);
  const maintenanceMargin = worstLoss.mul(maintenanceFactor).sub(maintenance).add(markToMarket);
  return {
    initialMargin: roundTowardsZero(initialMargin, WAD_PLACES),
    maintenanceMargin: roundTowardsZero(maintenanceMargin, WAD_PLACES),
    markToMarket: roundTowardsZero(markToMarket, WAD_PLACES),
    worstLoss,
    worstScenario,
    basisLoss,
    maintenanceContingency: maintenance,
    initialContingency: initial,
    initialFactor: peggedFactor,
  };
}

/**
 * The profit of a portfolio in a scenario, relative to its marks, dampened. In skew scenarios each expiry counts with
 * the loss of the worse tilt. Source: the same file, getScenarioPnL.
 */
export function scenarioProfit(
  portfolio: RiskPortfolio,
  scenario: PortfolioScenario,
  parameters: PortfolioMarginParameters,
): Decimal {
  const valued = portfolio.expiries.map((expiry) => valuedExpiry(expiry, parameters));
  return profitOf(portfolio, valued, scenario, parameters);
}

/** What a scenario's profit is made of: dampening × (linear × move + Σ options). */
export interface ScenarioParts {
  /** USD that follow the spot price: the perpetual's notional, signed, and collateral that cancels risk. */
  readonly linear: Decimal;
  /** What becomes of the spot price, as a fraction of now. */
  readonly move: Decimal;
  /** What the options of each expiry gain, revalued and discounted. */
  readonly options: readonly Decimal[];
}

/** The parts of `scenarioProfit`. */
export function scenarioParts(
  portfolio: RiskPortfolio,
  scenario: PortfolioScenario,
  parameters: PortfolioMarginParameters,
): ScenarioParts {
  const valued = portfolio.expiries.map((expiry) => valuedExpiry(expiry, parameters));
  return partsOf(portfolio, valued, scenario, parameters);
}

interface ValuedExpiry {
  readonly expiry: OptionExpiry;
  readonly value: Decimal;
  readonly discounts: { readonly positive: Decimal; readonly negative: Decimal };
  /** Not above zero. */
  readonly basisContingency: Decimal;
}

function valuedExpiry(expiry: OptionExpiry, parameters: PortfolioMarginParameters): ValuedExpiry {
  const value = shockedExpiryValue(expiry, ONE, 'none', parameters);
  const { spotFactorUp, spotFactorDown, addition, multiplier } = parameters.basisContingency;
  const moves = [spotFactorUp, spotFactorDown].map((factor) =>
    shockedExpiryValue(expiry, factor, 'none', parameters).sub(value),
  );
  const factor = addition.add(multiplier.mul(yearsOf(expiry.secondsToExpiry)));
  return {
    expiry,
    value,
    discounts: staticDiscounts(expiry, parameters.margin),
    basisContingency: roundDown(moves.reduce(minimum, ZERO).mul(factor), WAD_PLACES),
  };
}

function profitOf(
  portfolio: RiskPortfolio,
  valued: readonly ValuedExpiry[],
  scenario: PortfolioScenario,
  parameters: PortfolioMarginParameters,
): Decimal {
  const { linear, move, options } = partsOf(portfolio, valued, scenario, parameters);
  return linear.mul(move).add(sum(options)).mul(scenario.dampening);
}

function partsOf(
  { perpetual, collaterals }: RiskPortfolio,
  valued: readonly ValuedExpiry[],
  { spotFactor, volatility }: PortfolioScenario,
  parameters: PortfolioMarginParameters,
): ScenarioParts {
  const isSkew = volatility === 'linear-skew' || volatility === 'absolute-skew';
  const following = sum(collaterals.map(({ value, isRiskCancelling }) => (isRiskCancelling ? value : ZERO)));
  return {
    linear: perpetual.size.mul(perpetual.price).add(following),
    move: spotFactor.sub(ONE),
    options: valued.map(({ expiry, value, discounts }) => {
      const shocked = shockedExpiryValue(expiry, spotFactor, volatility, parameters);
      const profit = shocked.mul(shocked.isNegative() ? discounts.negative : discounts.positive).sub(value);
      return roundDown(isSkew ? profit.abs().neg() : profit, WAD_PLACES);
    }),
  };
}

/** Source: the same file, addPrecomputes, _addOptionContingency and _getConfidenceContingency. */
function contingencies(
  portfolio: RiskPortfolio,
  { contingency }: PortfolioMarginParameters,
): { readonly initial: Decimal; readonly maintenance: Decimal } {
  const { spotPrice, perpetual, confidence } = portfolio;
  const confidenceCharge = (lowest: Decimal, notional: Decimal) =>
    lowest.lt(contingency.confidenceThreshold)
      ? ONE.sub(lowest).mul(contingency.confidenceMargin).mul(notional)
      : ZERO;
  const perpetualNotional = perpetual.size.abs().mul(spotPrice);
  let initial = perpetualNotional
    .mul(contingency.initialPerpetual)
    .add(confidenceCharge(confidence, perpetualNotional));
  let maintenance = perpetualNotional.mul(contingency.maintenancePerpetual);
  for (const expiry of portfolio.expiries) {
    const shorts = nakedShorts(expiry).mul(spotPrice);
    const notional = sum(expiry.options.map(({ amount }) => amount.abs())).mul(spotPrice);
    initial = initial
      .add(shorts.mul(contingency.initialOption))
      .add(confidenceCharge(minimum(confidence, expiry.confidence), notional));
    maintenance = maintenance.add(shorts.mul(contingency.maintenanceOption));
  }
  for (const collateral of portfolio.collaterals) {
    initial = initial
      .add(collateral.value.mul(collateral.initialHaircut))
      .add(confidenceCharge(collateral.confidence, collateral.value));
    maintenance = maintenance.add(collateral.value.mul(collateral.maintenanceHaircut));
  }
  return { initial, maintenance };
}

/** Short options of an expiry that no long option of the same strike covers. */
function nakedShorts({ options }: OptionExpiry): Decimal {
  const netByStrike = new Map<string, Decimal>();
  for (const { strike, amount } of options) {
    const key = strike.toFixed();
    netByStrike.set(key, (netByStrike.get(key) ?? ZERO).add(amount));
  }
  return sum([...netByStrike.values()].map((net) => (net.isNegative() ? net.neg() : ZERO)));
}
