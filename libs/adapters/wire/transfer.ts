import { z } from 'zod';
import type { Transfer } from '@causeway/domain/bridging';
import { proofEvidence } from './proof-evidence.js';
import { blockFinality, nextStepKind, punctuality, transferStage } from './network-words.js';
import {
  address,
  bridgeId,
  chainId,
  logId,
  tokenAmount,
  transferId,
  unixMilliseconds,
  unsigned,
} from './scalars.js';
import { wireFormat } from './wire-format.js';

/** How much of an order a fill covers. */
export const fillFields = { filled: unsigned, ordered: unsigned };

const told = { logId, at: unixMilliseconds };
const tracking = z.object({
  punctuality,
  since: unixMilliseconds.exactOptional(),
  expected: z
    .object({ early: unixMilliseconds, typical: unixMilliseconds, late: unixMilliseconds })
    .exactOptional(),
  lateAt: unixMilliseconds.exactOptional(),
  stuckAt: unixMilliseconds.exactOptional(),
  nextStep: z.object({ kind: nextStepKind, possibleAt: unixMilliseconds.exactOptional() }).exactOptional(),
  nextCheckAt: unixMilliseconds.exactOptional(),
});

export const transferFields = z.object({
  id: transferId,
  bridge: bridgeId,
  sourceChain: chainId,
  destinationChain: chainId.exactOptional(),
  stage: transferStage,
  sourceSeen: z.boolean(),
  destinationSeen: z.boolean(),
  sender: address.exactOptional(),
  recipient: address.exactOptional(),
  sent: tokenAmount.exactOptional(),
  received: tokenAmount.exactOptional(),
  initiatedAt: unixMilliseconds.exactOptional(),
  finalisedAt: unixMilliseconds.exactOptional(),
  fillDeadline: unixMilliseconds.exactOptional(),
  arrivesSilently: z.literal(true).exactOptional(),
  arrivesElsewhere: z.literal(true).exactOptional(),
  fills: z
    .array(
      z.object({
        ...told,
        ...fillFields,
        recipient: address.exactOptional(),
        received: tokenAmount.exactOptional(),
      }),
    )
    .exactOptional(),
  returned: tokenAmount.exactOptional(),
  repayments: z.array(z.object({ ...told, eventName: z.string().min(1) })).exactOptional(),
  tracking: tracking.exactOptional(),
  history: z.array(
    z.object({
      ...{ stage: transferStage, at: unixMilliseconds, logId, eventName: z.string().min(1) },
      finality: blockFinality.exactOptional(),
      proven: proofEvidence.exactOptional(),
    }),
  ),
});

export const transferFormat = wireFormat<Transfer>(
  'causeway.transfer/1',
  'One cross-layer transfer and its history',
  'ignored',
  transferFields,
);
