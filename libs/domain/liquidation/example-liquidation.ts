import { decimal, type AccountId, type AssetId } from '@causeway/domain/units';
import {
  conversionKey,
  type ConversionCurve,
  type ConversionPoint,
  type ConversionTable,
} from './conversion.js';
import { USDC_ON_ETHEREUM } from './example-breach.js';
import type { LiquidationPolicy } from './liquidation-policy.js';

/** Building blocks of the plans and settlements that the specifications of this library work out by hand. */

/** Losses are paid in USDC on Ethereum; closing costs 0.1 %, the liquidation fee is 0.4 %. */
export const liquidationPolicy: LiquidationPolicy = {
  sizing: [],
  minimumRemainder: decimal('0'),
  settlement: { asset: USDC_ON_ETHEREUM, horizonSeconds: 3_600, minimumSecurity: 'external-validators' },
  costs: {
    liquidationFee: decimal('0.004'),
    closingCosts: new Map(),
    defaultClosingCost: decimal('0.001'),
  },
  insuranceFund: 'insurance-fund' as AccountId,
  lossAllocation: { method: 'deleverage', ranking: 'profit-and-leverage' },
  breachEstimate: { deviations: decimal('1') },
  minimumFund: decimal('100'),
};

/** A point of a curve that goes one way. */
export function point(raw: bigint, proceeds: bigint, seconds: number, route = 'way'): ConversionPoint {
  return { raw, proceeds, seconds, security: 'bonded-relayer', route: [route] };
}

/** Curves of what is available and of what is reserved alike. */
export function conversions(
  curves: readonly (readonly [AssetId, readonly ConversionPoint[]])[],
): ConversionTable {
  return {
    graphVersion: 'example',
    curves: new Map(
      curves.flatMap(([asset, points]): readonly [string, ConversionCurve][] => [
        [conversionKey(asset, 'available'), { asset, points }],
        [conversionKey(asset, 'reserved'), { asset, points }],
      ]),
    ),
  };
}
