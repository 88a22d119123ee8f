import { z } from 'zod';
import type { Transfer } from '@causeway/domain/bridging';
import { blockFinality, transferStage } from './network-words.js';
import { address, bridgeId, chainId, logId, tokenAmount, transferId, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

export const transferFields = z.object({
  id: transferId,
  bridge: bridgeId,
  sourceChain: chainId,
  destinationChain: chainId.exactOptional(),
  stage: transferStage,
  sourceSeen: z.boolean(),
  destinationSeen: z.boolean(),
  sourceFinality: blockFinality.exactOptional(),
  destinationFinality: blockFinality.exactOptional(),
  sender: address.exactOptional(),
  recipient: address.exactOptional(),
  sent: tokenAmount.exactOptional(),
  received: tokenAmount.exactOptional(),
  initiatedAt: unixMilliseconds.exactOptional(),
  finalisedAt: unixMilliseconds.exactOptional(),
  fillDeadline: unixMilliseconds.exactOptional(),
  history: z.array(
    z.object({ stage: transferStage, at: unixMilliseconds, logId, eventName: z.string().min(1) }),
  ),
});

export const transferFormat = wireFormat<Transfer>(
  'causeway.transfer/1',
  'One cross-layer transfer and its history',
  'ignored',
  transferFields,
);
