import { ZERO, ONE, type Decimal } from '@causeway/domain/units';
import type { LiquidationPolicy, SizingRule } from './liquidation-policy.js';

/** What is wrong with a parameter, by its JSON pointer in the policy document. */
export interface LiquidationComplaint {
  readonly path: string;
  readonly message: string;
}

/** Thresholds of the margin section that the margin call must lie between. */
export interface HealthThresholds {
  readonly warning: Decimal;
  readonly liquidation: Decimal;
}

/** The first parameter of a liquidation section that makes no sense, by itself or beside the margin section. */
export function complaintAboutLiquidation(
  policy: LiquidationPolicy,
  health: HealthThresholds,
): LiquidationComplaint | undefined {
  return checksOf(policy, health).find(({ isWrong }) => isWrong);
}

interface Check extends LiquidationComplaint {
  readonly isWrong: boolean;
}

function checksOf(policy: LiquidationPolicy, health: HealthThresholds): readonly Check[] {
  const { marginCall, costs, breachEstimate, minimumFund, minimumRemainder, sizing } = policy;
  const call = marginCall?.health;
  return [
    {
      path: '/liquidation/marginCall/health',
      message: 'must lie above the liquidation health and not above the warning health',
      isWrong: call !== undefined && (call.lte(health.liquidation) || call.gt(health.warning)),
    },
    ...sizing.flatMap((rule, index) => sizingChecks(rule, `/liquidation/sizing/${index}`)),
    notNegative('/liquidation/minimumRemainder', minimumRemainder),
    belowOne('/liquidation/costs/liquidationFee', costs.liquidationFee),
    belowOne('/liquidation/costs/defaultClosingCost', costs.defaultClosingCost),
    ...[...costs.closingCosts].map(([instrument, cost]) =>
      belowOne(`/liquidation/costs/closingCosts/${instrument}`, cost),
    ),
    notNegative('/liquidation/breachEstimate/deviations', breachEstimate.deviations),
    notNegative('/liquidation/minimumFund', minimumFund),
  ];
}

function sizingChecks(rule: SizingRule, path: string): readonly Check[] {
  switch (rule.rule) {
    case 'close-factor':
      return [
        fraction(`${path}/share`, rule.share),
        notNegative(`${path}/fullBelowHealth`, rule.fullBelowHealth),
        notNegative(`${path}/fullBelowValue`, rule.fullBelowValue),
        notNegative(`${path}/minimumRemainder`, rule.minimumRemainder),
      ];
    case 'share-with-cooldown':
      return [
        fraction(`${path}/share`, rule.share),
        notNegative(`${path}/aboveNotional`, rule.aboveNotional),
      ];
    case 'cover-shortage':
      return [
        notNegative(`${path}/buffer`, rule.buffer),
        {
          path: `${path}/initialShare`,
          message: 'must be from 0 to 1',
          isWrong: rule.initialShare.lt(ZERO) || rule.initialShare.gt(ONE),
        },
        notNegative(`${path}/fullBelowShortage`, rule.fullBelowShortage),
      ];
    case 'maximum-portion':
      return [
        fraction(`${path}/portion`, rule.portion),
        notNegative(`${path}/minimumNotional`, rule.minimumNotional),
      ];
    case 'rate-limit':
      return [
        {
          path: `${path}/sizePerSecond`,
          message: 'must be above 0, or the instrument is never liquidated',
          isWrong: rule.sizePerSecond.lte(ZERO),
        },
        { path: `${path}/windowSeconds`, message: 'must be above 0', isWrong: rule.windowSeconds <= 0 },
      ];
    case 'dutch-auction':
      return [
        fraction(`${path}/startingFraction`, rule.startingFraction),
        {
          path: `${path}/fastCutoffFraction`,
          message: 'must lie from 0 to the starting fraction',
          isWrong: rule.fastCutoffFraction.lt(0) || rule.fastCutoffFraction.gt(rule.startingFraction),
        },
        { path: `${path}/slowSeconds`, message: 'must be above 0', isWrong: rule.slowSeconds <= 0 },
        { path: `${path}/insolventSeconds`, message: 'must be above 0', isWrong: rule.insolventSeconds <= 0 },
        notNegative(`${path}/bufferFraction`, rule.bufferFraction),
      ];
  }
}

/** A share that liquidates something: above 0, at most 1. */
function fraction(path: string, value: Decimal): Check {
  return { path, message: 'must be above 0 and at most 1', isWrong: value.lte(ZERO) || value.gt(ONE) };
}

function belowOne(path: string, value: Decimal): Check {
  return { path, message: 'must be from 0 to below 1', isWrong: value.lt(ZERO) || value.gte(ONE) };
}

function notNegative(path: string, value: Decimal): Check {
  return { path, message: 'must not be below 0', isWrong: value.lt(ZERO) };
}
