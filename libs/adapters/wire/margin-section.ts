import { z } from 'zod';
import type { MarginPolicy } from '@causeway/domain/margin';
import { accountRule } from './margin-rules/account-rules.js';
import { collateralRule } from './margin-rules/collateral-rules.js';
import { debtRule } from './margin-rules/debt-rules.js';
import { healthRule } from './margin-rules/health-rules.js';
import { positionRule } from './margin-rules/position-rules.js';

/** The section `margin` of a policy document: named rules, each stage in its order. */
export const marginSection: z.ZodType<Omit<MarginPolicy, 'version'>, unknown> = z.object({
  places: z.int().min(0).max(18).meta({ description: 'Decimal places of every USD figure' }),
  collateral: z.array(collateralRule),
  debts: z.array(debtRule),
  positions: z.array(positionRule),
  account: z.array(accountRule),
  health: healthRule,
});
