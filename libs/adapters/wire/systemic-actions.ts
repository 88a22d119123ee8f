import { z } from 'zod';
import type { ActionInForce, ActionStep } from '@causeway/domain/systemic-risk';
import { accountId, decimal, policyVersion, unixMilliseconds } from './scalars.js';
import { exposureDimension, systemicAction, systemicMeasure } from './systemic-risk-section.js';
import { wireFormat } from './wire-format.js';

/** An action in force as it stands in every document that holds one. */
const actionInForce = z.object({
  threshold: z.string().min(1),
  dimension: exposureDimension,
  measure: systemicMeasure,
  subject: z.string().min(1),
  action: systemicAction,
  haircut: decimal.exactOptional(),
  since: unixMilliseconds,
  value: decimal,
  affected: z
    .array(accountId)
    .exactOptional()
    .meta({ description: 'Accounts that a failure of the subject would have breached' }),
  evidence: z.object({ priceVector: z.string(), policyVersion, accounts: z.int().min(0) }),
}) satisfies z.ZodType<ActionInForce>;

const actionStep = z.object({
  kind: z.enum(['tripped', 'cleared']),
  action: actionInForce,
  value: decimal.meta({ description: 'The measurement that made the step' }),
  at: unixMilliseconds,
}) satisfies z.ZodType<ActionStep>;

export const systemicRiskChangeFields = z.object({
  steps: z.array(actionStep),
  inForce: z.array(actionInForce),
  at: unixMilliseconds,
});

/** The systemic-risk actions in force, as stores keep them. */
export const actionsInForceFormat = wireFormat<{ readonly actions: readonly ActionInForce[] }>(
  'causeway.actions-in-force/1',
  'The systemic-risk actions in force, with what they were triggered by',
  'refused',
  z.object({ actions: z.array(actionInForce) }),
);
