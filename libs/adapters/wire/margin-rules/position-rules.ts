import { z } from 'zod';
import type { PositionRule } from '@causeway/domain/margin';
import { decimal } from '../scalars.js';
import { byInstrument, columns } from './rule-maps.js';
import { flooredRequirement, leverageTiers, liquidityTiers, skewScaledMargin } from './market-rules.js';
import { sqrtSizeMargin } from './size-weight-rules.js';

const marginRates = z
  .object({ rule: z.literal('margin-rates'), rates: byInstrument(columns) })
  .meta({ description: 'A position demands notional × rate' });

const marginTiers = z
  .object({
    rule: z.literal('margin-tiers'),
    tiers: byInstrument(z.array(z.object({ ...columns.shape, upTo: decimal.exactOptional() }))),
  })
  .meta({ description: 'Marginal brackets: each part of the notional at the rate of its own tier' });

const marginFloor = z
  .object({ rule: z.literal('margin-floor'), floors: byInstrument(columns) })
  .meta({ description: 'An open position demands at least these amounts in USD' });

/** Rules of the section `margin.positions`. */
export const positionRule: z.ZodType<PositionRule, unknown> = z.discriminatedUnion('rule', [
  flooredRequirement,
  leverageTiers,
  liquidityTiers,
  marginFloor,
  marginRates,
  marginTiers,
  skewScaledMargin,
  sqrtSizeMargin,
]);
