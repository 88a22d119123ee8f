import { describe, expect, it } from '@jest/globals';
import { decimal, type Decimal } from '@causeway/domain/units';
import {
  optionExpiry,
  portfolioCollateral,
  riskPortfolio,
  STANDARD_PARAMETERS,
  STANDARD_SCENARIOS,
  SUPER_OTM_SCENARIOS,
  WIDE_BASIS_PARAMETERS,
  WIDE_SKEW_PARAMETERS,
} from './portfolio-margin.fixture.js';
import type { PortfolioMarginParameters, RiskPortfolio } from './portfolio-margin.js';
import { portfolioMargin, scenarioProfit } from './portfolio-worst-scenario.js';

const BTC = '95663.50604855';
const FEBRUARY = [794852, '95776.67392708939', '0.9962264490688729', '0.15000000000000002'] as const;

const NAKED_SHORT_CALL = riskPortfolio(BTC, {
  expiries: [optionExpiry(...FEBRUARY, [['call', '100000', '-1', '0.453803924321583']])],
});

const GENERAL_COLLATERAL = riskPortfolio(BTC, {
  cash: decimal('-50000'),
  collaterals: [
    portfolioCollateral('2', '2765.7082515126017', false, '0.2', '0.05'),
    portfolioCollateral('1', '2681.6029850999994', false, '0.15', '0.05'),
    portfolioCollateral('0.3', BTC, true, '0.02', '0.01'),
    portfolioCollateral('2', '95621.88912023272', true, '0.04', '0.015'),
    portfolioCollateral('10000', '1.1470506863329273', false, '0.12', '0.03'),
    portfolioCollateral('2000', '0.9989126981137378', false, '0.2', '0.05'),
    portfolioCollateral('10', '2840.575164415104', false, '0.25', '0.1'),
  ],
});

const COVERED_CALL = riskPortfolio(BTC, {
  expiries: [optionExpiry(...FEBRUARY, [['call', '100000', '-2', '0.453803924321583']])],
  collaterals: [portfolioCollateral('1', BTC, true, '0.02', '0.01')],
});

const BASIC_PUT = riskPortfolio(BTC, {
  expiries: [
    optionExpiry(1399652, '95923.63240250274', '0.9924833379307125', '0.17', [
      ['put', '100000', '-1', '0.4547630768795904'],
    ]),
  ],
});

const BASIC_PERPETUAL = riskPortfolio('3000', {
  perpetual: { size: decimal('1'), price: decimal('3100'), value: decimal('10') },
});

const PERPETUAL_HEDGE = riskPortfolio('3000', {
  perpetual: { size: decimal('-1'), price: decimal('100000'), value: decimal('0') },
  confidence: decimal('0.1'),
  expiries: [
    optionExpiry(794852, '3113.1678785393888', '0.9962264490688729', '0.15', [
      ['put', '100000', '10', '0.6701175743327585'],
    ]),
  ],
  collaterals: [portfolioCollateral('1', '3000', true, '0.02', '0.01', '0.2')],
});

const SUPER_OTM = riskPortfolio('2681.6029850999994', {
  expiries: [
    optionExpiry(794852, '2682.9997436016715', '0.9962264490688729', '0.15', [
      ['call', '5000', '-1', '0.8833255402190362'],
    ]),
  ],
});

const ABSOLUTE_SKEW = riskPortfolio('100000', {
  cash: decimal('-145000'),
  confidence: decimal('0.9'),
  expiries: [
    optionExpiry(
      794852,
      '95776.67392',
      '0.9962264490688729',
      '0.15',
      [['call', '170000', '21', '2511.421980938193']],
      '0.4',
    ),
    optionExpiry(18938852, '104711.10395262072', '0.8401635979647669', '0.29', [
      ['put', '80000', '-14', '0.563728859721523'],
      ['call', '50000', '22', '0.6547430217060337'],
    ]),
    optionExpiry(5633252, '101143.47771765916', '0.9597478096662714', '0.23', [
      ['put', '60000', '32', '0.7173364058978552'],
    ]),
  ],
  collaterals: [
    portfolioCollateral('2000', '0.99984231175', false, '0.02', '0.03'),
    portfolioCollateral('0.01', '95569.65243595604', true, '0.03', '0.015'),
    portfolioCollateral('2', '2840.575164415104', false, '0.25', '0.1'),
  ],
});

const TWO_EXPIRIES = riskPortfolio(BTC, {
  expiries: [
    optionExpiry(18938852, '100374.61000117072', '0.8868234027601302', '0.2', [
      ['call', '100000', '1.5', '0.5543377511787965'],
      ['put', '120000', '2.1', '0.5665119096978181'],
    ]),
    optionExpiry(11076452, '98198.07812501276', '0.9654864620757392', '0.1', [
      ['put', '120000', '-4', '0.5646450091750466'],
    ]),
  ],
});

const FORWARD_CONTINGENCY = riskPortfolio(BTC, {
  expiries: [
    optionExpiry(18938852, '150374.61000117072', '0.8868234027601302', '0.2', [
      ['put', '195000', '0.01', '0.06845127962854924'],
      ['call', '1', '-0.6', '0.06845127962854924'],
    ]),
  ],
});

const DEPEGGED_CASH = riskPortfolio('2681.6029850999994', {
  cash: decimal('1000'),
  stablePrice: decimal('0.52'),
});

const WITH_SUPER_OTM_TAILS = { ...STANDARD_PARAMETERS, scenarios: SUPER_OTM_SCENARIOS };

/** Their own tests allow 10⁻⁸ of the figure; what is left here is the rounding of their binary floats. */
function isClose(actual: Decimal, expected: string): boolean {
  const target = decimal(expected);
  return actual.sub(target).abs().lte(target.abs().mul('1e-11').add('1e-9'));
}

describe('portfolioMargin', () => {
  // derivexyz/v2-core test/risk-managers/unit-tests/PMRM_2/portfolio_cases/<name>.json: Result.MM, Result.IM,
  // Result.PortfolioMTM, and the worst of the losses
  it.each<
    [string, RiskPortfolio, PortfolioMarginParameters, mm: string, im: string, mtm: string, worst: string]
  >([
    [
      'test_5_collateral_general_multi_collat',
      GENERAL_COLLATERAL,
      STANDARD_PARAMETERS,
      '169706.50721754233',
      '154940.50415770418',
      '219978.39825584152',
      '-39582.15371705726',
    ],
    [
      'test_11_collateral_usdc_depeg_only_cash',
      DEPEGGED_CASH,
      STANDARD_PARAMETERS,
      '1000',
      '1000',
      '1000',
      '0',
    ],
    [
      'test_12_risk_cancelling_naked_short_call',
      NAKED_SHORT_CALL,
      STANDARD_PARAMETERS,
      '-11824.858703959073',
      '-14604.048120144837',
      '-1186.4185694587657',
      '-12939.312020443322',
    ],
    [
      'test_13_risk_cancelling_btc_covered_call',
      COVERED_CALL,
      STANDARD_PARAMETERS,
      '78744.92602874589',
      '74395.66964312586',
      '93272.41153721785',
      '-15050.749373322431',
    ],
    [
      'test_20_structures_basic_put',
      BASIC_PUT,
      STANDARD_PARAMETERS,
      '-18851.840811908318',
      '-22163.82044010292',
      '-6082.239829372652',
      '-15603.263080487519',
    ],
    ['test_29_perps_basic_perp', BASIC_PERPETUAL, STANDARD_PARAMETERS, '-481.4', '-608', '10', '-558'],
    [
      'test_33_perps_general_perp_hedging',
      PERPETUAL_HEDGE,
      STANDARD_PARAMETERS,
      '907071.7014477414',
      '859668.4190349346',
      '968211.6747091892',
      '-76293.7308905537',
    ],
    [
      'test_38_tails_super_otm',
      SUPER_OTM,
      WITH_SUPER_OTM_TAILS,
      '-336.8748627115811',
      '-424.4454628676273',
      '-0.00047701289617664',
      '-411.0369709292312',
    ],
    [
      'test_44_skews_abs_as_worst_case_complex',
      ABSOLUTE_SKEW,
      WIDE_SKEW_PARAMETERS,
      '1946914.2909302036',
      '462567.11559944274',
      '2836222.38661871',
      '-1104524.2846056242',
    ],
    [
      'test_52_discounting_multi_expiry_discounting',
      TWO_EXPIRIES,
      STANDARD_PARAMETERS,
      '-81147.83852296828',
      '-94908.87072619566',
      '-28016.97983102975',
      '-64978.620774194904',
    ],
    [
      'test_56_forward_cont_forward_cont_1',
      FORWARD_CONTINGENCY,
      WIDE_BASIS_PARAMETERS,
      '-100983.45802556415',
      '-106396.78178786946',
      '-79617.1534944885',
      '-26492.637775235315',
    ],
  ])('%s', (_name, portfolio, parameters, maintenance, initial, markToMarket, worst) => {
    const margin = portfolioMargin(portfolio, parameters);
    expect([
      isClose(margin.maintenanceMargin, maintenance),
      isClose(margin.initialMargin, initial),
      isClose(margin.markToMarket, markToMarket),
      isClose(margin.worstLoss, worst),
    ]).toEqual([true, true, true, true]);
  });

  it('is exact where nothing is transcendental', () => {
    // 0.8 × 3,100 × (0.8200000000000001 − 1) − 3,000 × 0.015 + 10
    const margin = portfolioMargin(BASIC_PERPETUAL, STANDARD_PARAMETERS);
    expect(margin.maintenanceMargin.toFixed()).toBe('-481.399999999999752');
  });
});

describe('scenarioProfit', () => {
  // test_12_risk_cancelling_naked_short_call.json: reg_losses, tail_losses, skew_losses in the order of the scenarios
  const PUBLISHED = [
    '-12939.312020443321671337',
    '-7569.803983748365681095',
    '-7978.264376240463207068',
    '-9430.612502045187284239',
    '-3595.6723399578477256',
    '-4456.996722228999715298',
    '-6342.011084605444011686',
    '-605.237460255091264116',
    '-1731.931878096357877439',
    '-3778.999279198985277617',
    '819.13948053678427641',
    '-4.493969118840595911',
    '-1808.933552745496172065',
    '1154.179248187170287565',
    '829.214342707597779736',
    '-433.880970935762206864',
    '1185.468292469456628169',
    '1113.63054163333276847',
    '418.408722488071930456',
    '1186.411211258293633364',
    '1177.181792410209482114',
    '875.932366665499785086',
    '1082.697694190962693028',
    '64.71374015229629606',
    '129.384515024796002081',
    '-3058.966961715574143454',
    '-3253.209461815327358636',
    '-3350.584857812569680391',
    '-3383.043325666785221983',
    '-43.43395259503017769',
    '-43.43395259503017769',
  ];

  it('of all 31 scenarios is what the venue published', () => {
    const close = STANDARD_SCENARIOS.map((scenario, index) =>
      isClose(scenarioProfit(NAKED_SHORT_CALL, scenario, STANDARD_PARAMETERS), PUBLISHED[index] ?? 'none'),
    );
    expect(close).toEqual(PUBLISHED.map(() => true));
  });
});
