import { z } from 'zod';
import { decimal } from '../scalars.js';
import { byInstrument } from './rule-maps.js';

export const leverageTiers = z
  .object({
    rule: z.literal('leverage-tiers'),
    rounding: z.enum(['up', 'down']),
    tiers: byInstrument(z.array(z.object({ upTo: decimal.exactOptional(), maxLeverage: decimal }))),
  })
  .meta({
    description:
      'Each part of the notional demands part / leverage of its own tier, and half of that for maintenance',
  });

export const liquidityTiers = z
  .object({
    rule: z.literal('liquidity-tiers'),
    tiers: byInstrument(
      z.object({
        initialMarginFraction: decimal,
        maintenanceFraction: decimal,
        openInterestLowerCap: decimal,
        openInterestUpperCap: decimal,
      }),
    ),
  })
  .meta({
    description:
      'A position demands notional × a fraction that rises to 1 as the open interest goes from the lower to the upper cap in USD; maintenance is a fraction of the base initial margin',
  });

export const skewScaledMargin = z
  .object({
    rule: z.literal('skew-scaled-margin'),
    markets: byInstrument(
      z.object({
        skewScale: decimal,
        initialMarginRatio: decimal,
        minimumInitialMarginRatio: decimal,
        maintenanceMarginScalar: decimal,
        minimumPositionMargin: decimal,
      }),
    ),
  })
  .meta({
    description:
      'A position demands notional × (size / skew scale × ratio + least ratio) + a fixed amount; maintenance scales the ratio',
  });

const floored = z.object({ ratio: decimal, floor: decimal });

export const flooredRequirement = z
  .object({
    rule: z.literal('floored-requirement'),
    requirements: byInstrument(z.object({ initial: floored, maintenance: floored })),
  })
  .meta({ description: 'A position demands the larger of notional × ratio and a floor in USD' });
