import { Decimal, decimal } from '@causeway/domain/units';
import type {
  OptionExpiry,
  PortfolioMarginParameters,
  PortfolioScenario,
  RiskPortfolio,
} from './portfolio-margin.js';

// Parameters and portfolios of derivexyz/v2-core test/risk-managers/unit-tests/PMRM_2/portfolio_cases/*.json, in their
// own digits: binary floats, as their reference implementation in Python wrote them.

const scenario = (
  spotFactor: string,
  volatility: PortfolioScenario['volatility'],
  dampening = '1',
): PortfolioScenario => ({ spotFactor: decimal(spotFactor), volatility, dampening: decimal(dampening) });

const threeVolatilities = (spotFactor: string) => [
  scenario(spotFactor, 'down'),
  scenario(spotFactor, 'none'),
  scenario(spotFactor, 'up'),
];

/** The 23 regular scenarios of every case. */
export const REGULAR_SCENARIOS = [
  scenario('1.18', 'up'),
  ...['1.135', '1.09', '1.045', '1', '0.955', '0.91', '0.865'].flatMap(threeVolatilities),
  scenario('0.8200000000000001', 'up'),
];

/** The dampened tails and the skews of most cases. */
export const STANDARD_SCENARIOS = [
  ...REGULAR_SCENARIOS,
  scenario('0.33999999999999997', 'up', '0.054545454545454536'),
  scenario('0.6699999999999999', 'up', '0.10909090909090907'),
  scenario('1.5', 'up', '0.072'),
  scenario('2', 'up', '0.036'),
  scenario('3', 'up', '0.018'),
  scenario('4', 'up', '0.011999999999999999'),
  scenario('1', 'linear-skew'),
  scenario('1', 'absolute-skew'),
];

/** The tails of test_38. */
export const SUPER_OTM_SCENARIOS = [
  ...REGULAR_SCENARIOS,
  scenario('0.33999999999999997', 'up', '4'),
  scenario('0.6699999999999999', 'up', '2'),
  scenario('1.5', 'up', '1'),
  scenario('2', 'up', '0'),
  scenario('6', 'up', '0.037037037037037035'),
  scenario('1', 'linear-skew'),
  scenario('1', 'absolute-skew'),
];

/** The parameters of most cases. */
export const STANDARD_PARAMETERS: PortfolioMarginParameters = {
  scenarios: STANDARD_SCENARIOS,
  volatilityShock: {
    rangeUp: decimal('0.5'),
    rangeDown: decimal('0.275'),
    shortTermPower: decimal('0.3'),
    longTermPower: decimal('0.13'),
    floorSeconds: 86_400,
    minimumAfterShockUp: decimal('0.45'),
  },
  skewShock: {
    linearBaseCap: decimal('0.15'),
    linearSlope: decimal('-0.05'),
    absoluteBaseCap: decimal('0.15'),
    absoluteSlope: decimal('-0.05'),
    minimumKStar: decimal('0.01'),
    widthScale: decimal('4'),
    staticVolatility: decimal('0.6'),
    volatilityScale: decimal('-0.1'),
  },
  margin: {
    initialFactor: decimal('1'),
    maintenanceFactor: decimal('0.8'),
    shortRateMultiplier: decimal('0.5'),
    longRateMultiplier: decimal('1'),
    shortRateAddition: decimal('0.08'),
    longRateAddition: decimal('0.08'),
    longStaticDiscount: decimal('0.95'),
    shortStaticDiscount: decimal('1.04'),
  },
  basisContingency: {
    spotFactorUp: decimal('1.045'),
    spotFactorDown: decimal('0.955'),
    addition: decimal('0.5'),
    multiplier: decimal('2'),
  },
  contingency: {
    pegLossThreshold: decimal('0.98'),
    pegLossFactor: decimal('2'),
    confidenceThreshold: decimal('0.55'),
    confidenceMargin: decimal('1'),
    maintenancePerpetual: decimal('0.015'),
    initialPerpetual: decimal('0.005'),
    maintenanceOption: decimal('0.003'),
    initialOption: decimal('0.002'),
  },
};

/** The skews of test_44. */
export const WIDE_SKEW_PARAMETERS: PortfolioMarginParameters = {
  ...STANDARD_PARAMETERS,
  scenarios: [...STANDARD_SCENARIOS.slice(0, -1), scenario('1', 'absolute-skew', '3')],
  skewShock: {
    ...STANDARD_PARAMETERS.skewShock,
    absoluteBaseCap: decimal('9.5'),
    widthScale: decimal('5'),
    staticVolatility: decimal('4.5'),
    volatilityScale: decimal('1'),
  },
};

/** The forward contingency of test_56. */
export const WIDE_BASIS_PARAMETERS: PortfolioMarginParameters = {
  ...STANDARD_PARAMETERS,
  basisContingency: {
    ...STANDARD_PARAMETERS.basisContingency,
    addition: decimal('4'),
    multiplier: decimal('5'),
  },
};

const STABLE_PRICE = decimal('1.00019088635');

/** A portfolio of nothing but what is given. */
export function riskPortfolio(spotPrice: string, parts: Partial<RiskPortfolio>): RiskPortfolio {
  return {
    spotPrice: decimal(spotPrice),
    stablePrice: STABLE_PRICE,
    cash: decimal('0'),
    perpetual: { size: decimal('0'), price: decimal('0'), value: decimal('0') },
    confidence: decimal('1'),
    expiries: [],
    collaterals: [],
    ...parts,
  };
}

/** Options of one expiry: kind, strike, amount and mark volatility of each. */
export function optionExpiry(
  secondsToExpiry: number,
  forward: string,
  discount: string,
  rate: string,
  options: readonly (readonly [kind: 'call' | 'put', strike: string, amount: string, volatility: string])[],
  confidence = '0.95',
): OptionExpiry {
  return {
    secondsToExpiry,
    forwardVariable: decimal(forward),
    forwardFixed: decimal('0'),
    discount: decimal(discount),
    rate: decimal(rate),
    confidence: decimal(confidence),
    options: options.map(([kind, strike, amount, volatility]) => ({
      kind,
      strike: decimal(strike),
      amount: decimal(amount),
      volatility: decimal(volatility),
    })),
  };
}

/** Collateral valued in the settlement asset: amount × price / its price. */
export function portfolioCollateral(
  amount: string,
  price: string,
  isRiskCancelling: boolean,
  maintenanceHaircut: string,
  initialHaircut: string,
  confidence = '1',
): RiskPortfolio['collaterals'][number] {
  return {
    value: new Decimal(amount).mul(price).div(STABLE_PRICE),
    confidence: decimal(confidence),
    isRiskCancelling,
    maintenanceHaircut: decimal(maintenanceHaircut),
    initialHaircut: decimal(initialHaircut),
  };
}
