import { z } from 'zod';
import type { KeptSettlement } from '@causeway/application/ports';
import {
  accountId,
  address,
  assetId,
  bridgeId,
  hash,
  oneOf,
  sequence,
  transferId,
  unixMilliseconds,
  unsigned,
  integer,
} from './scalars.js';
import { wireFormat } from './wire-format.js';

const place = z.int().min(0);
const seconds = z.int().min(1);
const inventoryClaim = z.object({ asset: assetId, raw: unsigned });

const plannedLeg = z.object({
  edge: z.string().min(1),
  from: assetId,
  to: assetId,
  bridge: bridgeId.exactOptional(),
  plannedInput: unsigned,
  plannedOutput: unsigned,
  minimumOutput: unsigned,
  fixedFee: unsigned.exactOptional(),
  hasDeadline: z.boolean(),
});

const plan = z.object({
  quote: z.string().min(1),
  source: assetId,
  destination: assetId,
  input: unsigned,
  legs: z.array(plannedLeg),
  expiresAt: unixMilliseconds,
  legSeconds: seconds,
  observationSeconds: seconds,
  maximumAttempts: z.int().min(1),
});

const observation = z.object({
  seq: sequence,
  departed: unsigned,
  arrived: unsigned,
  delivered: unsigned,
  returned: unsigned,
  isReverted: z.boolean(),
  isFinal: z.boolean(),
});

const attempt = z.object({
  input: unsigned,
  minimumOutput: unsigned,
  issuedAt: unixMilliseconds,
  validUntil: unixMilliseconds,
  observation,
  isAbandoned: z.boolean(),
});

const outcome = z.object({
  kind: oneOf({ settled: true, 'settled-elsewhere': true, refunded: true, failed: true }),
  // Below 0 while a block is orphaned under a leg that lived on it.
  holdings: z.array(z.object({ asset: assetId, raw: integer })),
});

/** The fields of a settlement, wherever one is told. */
export const settlementFields = z.object({
  seq: z.int().min(1),
  account: accountId,
  wallet: address,
  isContractWallet: z.boolean(),
  settlement: z.object({
    plan,
    acceptedAt: unixMilliseconds,
    attempts: z.array(z.array(attempt)),
    released: z.array(z.boolean()),
    outcome: outcome.exactOptional(),
  }),
  reserved: z.array(inventoryClaim),
  booked: z.array(z.object({ asset: assetId, raw: integer })),
  claims: z.array(z.object({ leg: place, resource: z.string().min(1), raw: unsigned, limit: unsigned })),
  evidence: z.array(
    z.object({
      leg: place,
      attempt: place,
      transaction: hash.exactOptional(),
      transfer: transferId.exactOptional(),
    }),
  ),
});

export const settlementFormat = wireFormat<KeptSettlement>(
  'causeway.settlement/1',
  'An accepted quote as it is carried out: its plan, the attempts at each leg, and what is set aside for it',
  'ignored',
  settlementFields,
);
