import { z } from 'zod';
import type { HealthRule } from '@causeway/domain/margin';
import { decimal } from '../scalars.js';

const thresholds = { warning: decimal, liquidation: decimal, target: decimal };

const healthRatio = z
  .object({
    rule: z.literal('health-ratio'),
    ...thresholds,
    withoutRequirement: z.enum(['below-thresholds', 'healthy']).exactOptional(),
  })
  .meta({ description: 'Health is equity / maintenance margin' });

const healthFactor = z
  .object({ rule: z.literal('health-factor'), ...thresholds })
  .meta({ description: 'Health is weighted collateral / debt, rounded down at 18 decimal places' });

/** The rule of `margin.health`. */
export const healthRule: z.ZodType<HealthRule, unknown> = z.discriminatedUnion('rule', [
  healthFactor,
  healthRatio,
]);
