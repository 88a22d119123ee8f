import { z } from 'zod';
import { assetFamily, decimal } from '../scalars.js';
import { byFamily } from './rule-maps.js';

const thresholds = z.object({ loanToValue: decimal, liquidationThreshold: decimal });

export const reserveCollateral = z
  .object({
    rule: z.literal('reserve-collateral'),
    reserves: byFamily(thresholds),
    efficiencyModes: z.array(
      z.object({
        name: z.string().min(1),
        collaterals: z.array(assetFamily),
        borrowables: z.array(assetFamily),
        ...thresholds.shape,
      }),
    ),
  })
  .meta({
    description:
      'Collateral of a family counts for value × liquidation threshold, against new borrowing × loan-to-value; an account is in the first efficiency mode that lends all it owes',
  });

export const reserveDebt = z
  .object({ rule: z.literal('reserve-debt') })
  .meta({ description: 'A debt asks for its value, rounded up at 8 decimal places' });
