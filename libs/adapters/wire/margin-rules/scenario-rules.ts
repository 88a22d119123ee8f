import { z } from 'zod';
import { decimal, instrumentId } from '../scalars.js';
import { byFamily } from './rule-maps.js';

const symbol = z.string().regex(/^[A-Za-z0-9][-A-Za-z0-9./+]{0,31}$/, 'not a price symbol such as BTC');

const scenario = z.object({
  spotFactor: decimal,
  volatility: z.enum(['up', 'down', 'none', 'linear-skew', 'absolute-skew']),
  dampening: decimal,
});

const volatilityShock = z.object({
  rangeUp: decimal,
  rangeDown: decimal,
  shortTermPower: decimal,
  longTermPower: decimal,
  floorSeconds: z.int().min(1),
  minimumAfterShockUp: decimal,
});

const skewShock = z.object({
  linearBaseCap: decimal,
  linearSlope: decimal,
  absoluteBaseCap: decimal,
  absoluteSlope: decimal,
  minimumKStar: decimal,
  widthScale: decimal,
  staticVolatility: decimal,
  volatilityScale: decimal,
});

const margin = z.object({
  initialFactor: decimal,
  maintenanceFactor: decimal,
  shortRateMultiplier: decimal,
  longRateMultiplier: decimal,
  shortRateAddition: decimal,
  longRateAddition: decimal,
  longStaticDiscount: decimal,
  shortStaticDiscount: decimal,
});

const basisContingency = z.object({
  spotFactorUp: decimal,
  spotFactorDown: decimal,
  addition: decimal,
  multiplier: decimal,
});

const contingency = z.object({
  pegLossThreshold: decimal,
  pegLossFactor: decimal,
  confidenceThreshold: decimal,
  confidenceMargin: decimal,
  maintenancePerpetual: decimal,
  initialPerpetual: decimal,
  maintenanceOption: decimal,
  initialOption: decimal,
});

export const portfolioScenarios = z
  .object({
    rule: z.literal('portfolio-scenarios'),
    underlying: symbol,
    perpetual: instrumentId,
    settlement: symbol,
    rate: decimal,
    haircuts: byFamily(z.object({ maintenance: decimal, initial: decimal, isRiskCancelling: z.boolean() })),
    scenarios: z.array(scenario),
    volatilityShock,
    skewShock,
    margin,
    basisContingency,
    contingency,
  })
  .meta({
    description:
      'Perpetual, options and collateral of one underlying are margined by the worst of scenarios of spot price and volatility, and by contingencies',
  });

export const priceGrid = z
  .object({
    rule: z.literal('price-grid'),
    grids: z.array(
      z.object({
        underlying: symbol,
        instruments: z.array(instrumentId),
        priceRange: decimal,
        bucketsEachSide: z.int().min(1).max(100),
        profitOffset: decimal,
        rollShockRate: decimal,
        maintenanceFactor: decimal,
      }),
    ),
  })
  .meta({
    description:
      'Inverse futures of one underlying are margined by the worst of evenly spaced price moves and by a charge for rolling them',
  });
