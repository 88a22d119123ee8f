import { type Decimal, maximum, minimum, ONE, roundTowardsZero, sum, ZERO } from '@causeway/domain/units';
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
 * where worst is the lowest of 0, the basis contingency and the scenarios' profits. Between its sums everything is
 * exact but for logarithms, roots and exponentials (34 digits), and the results are truncated at 18 decimal places; the
 * contract truncates every product, so that figures of linear portfolios can differ in their last places.
 * Source: derivexyz/v2-core src/risk-managers/PMRMLib_2.sol getMarginAndMarkToMarket.
 */
export function portfolioMargin(
  portfolio: RiskPortfolio,
  parameters: PortfolioMarginParameters,
): PortfolioMargin {
  const valued = portfolio.expiries.map((expiry) => valuedExpiry(expiry, parameters));
  let worstLoss = sum(valued.map(({ basisContingency }) => basisContingency));
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
  const initialMargin = worstLoss
    .mul(initialFactor.add(pegLoss))
    .sub(initial)
    .sub(maintenance)
    .add(markToMarket);
  const maintenanceMargin = worstLoss.mul(maintenanceFactor).sub(maintenance).add(markToMarket);
  return {
    initialMargin: roundTowardsZero(initialMargin, WAD_PLACES),
    maintenanceMargin: roundTowardsZero(maintenanceMargin, WAD_PLACES),
    markToMarket: roundTowardsZero(markToMarket, WAD_PLACES),
    worstLoss: roundTowardsZero(worstLoss, WAD_PLACES),
    worstScenario,
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
    basisContingency: moves.reduce(minimum, ZERO).mul(factor),
  };
}

function profitOf(
  { perpetual, collaterals }: RiskPortfolio,
  valued: readonly ValuedExpiry[],
  { spotFactor, volatility, dampening }: PortfolioScenario,
  parameters: PortfolioMarginParameters,
): Decimal {
  const isSkew = volatility === 'linear-skew' || volatility === 'absolute-skew';
  const move = spotFactor.sub(ONE);
  const following = sum(collaterals.map(({ value, isRiskCancelling }) => (isRiskCancelling ? value : ZERO)));
  const linear = perpetual.size.mul(perpetual.price).add(following).mul(move);
  const options = valued.map(({ expiry, value, discounts }) => {
    const shocked = shockedExpiryValue(expiry, spotFactor, volatility, parameters);
    const profit = shocked.mul(shocked.isNegative() ? discounts.negative : discounts.positive).sub(value);
    return isSkew ? profit.abs().neg() : profit;
  });
  return linear.add(sum(options)).mul(dampening);
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
