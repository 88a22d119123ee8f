import { z } from 'zod';
import type { DebtRule } from '@causeway/domain/margin';
import { byFamily, columns } from './rule-maps.js';
import { reserveDebt } from './reserve-rules.js';
import { sqrtSizeLiabilityWeight } from './size-weight-rules.js';

const liabilityWeight = z
  .object({
    rule: z.literal('liability-weight'),
    against: z.enum(['requirement', 'equity']),
    weights: byFamily(columns),
  })
  .meta({ description: 'A debt asks for value × weight, as margin requirement or off equity' });

/** Rules of the section `margin.debts`. */
export const debtRule: z.ZodType<DebtRule, unknown> = z.discriminatedUnion('rule', [
  liabilityWeight,
  reserveDebt,
  sqrtSizeLiabilityWeight,
]);
