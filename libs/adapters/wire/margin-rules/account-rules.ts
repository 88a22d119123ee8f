import { z } from 'zod';
import type { AccountRule } from '@causeway/domain/margin';
import { portfolioScenarios, priceGrid } from './scenario-rules.js';

const isolatedMargin = z
  .object({ rule: z.literal('isolated-margin') })
  .meta({ description: 'A position with equity set aside is margined by that alone' });

/** Rules of the section `margin.account`. */
export const accountRule: z.ZodType<AccountRule, unknown> = z.discriminatedUnion('rule', [
  isolatedMargin,
  portfolioScenarios,
  priceGrid,
]);
