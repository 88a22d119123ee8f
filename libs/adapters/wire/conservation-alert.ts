import { z } from 'zod';
import type {
  AlertSeverity,
  AlertStatus,
  ConservationAlert,
  ViolationCode,
} from '@causeway/domain/conservation';
import { bridgeLegFields } from './bridge-leg.js';
import { bridgeId, oneOf, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** An alert's fields as they stand in every document that holds one. */
export const conservationAlertFields = z.object({
  id: z.string().min(1),
  bridge: bridgeId,
  code: oneOf<ViolationCode>({
    UNEXPLAINED_ARRIVAL: true,
    SECOND_ARRIVAL: true,
    AMOUNT_MISMATCH: true,
    ASSET_MISMATCH: true,
    RECIPIENT_MISMATCH: true,
    PREMATURE_EXECUTION: true,
  }),
  severity: oneOf<AlertSeverity>({ alarm: true, provisional: true, notice: true }),
  status: oneOf<AlertStatus>({ open: true, explained: true, withdrawn: true, closed: true }),
  message: z.string(),
  asset: z.string().min(1).meta({ description: 'The conserved asset' }),
  arrival: bridgeLegFields,
  departure: bridgeLegFields.exactOptional(),
  raisedAt: unixMilliseconds,
  settledAt: unixMilliseconds.exactOptional(),
});

export const conservationAlertFormat = wireFormat<ConservationAlert>(
  'causeway.conservation-alert/1',
  'An arrival that nothing explains, and what is known about it',
  'ignored',
  conservationAlertFields,
);
