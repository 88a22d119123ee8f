import { z } from 'zod';
import type { BridgeEvent, EmitterMatch, TransferStep } from '@causeway/domain/bridging';
import { blockFinality } from './network-words.js';
import { proofEvidence } from './proof-evidence.js';
import {
  address,
  bridgeId,
  chainId,
  hash,
  logId,
  oneOf,
  tokenAmount,
  transferId,
  unixMilliseconds,
} from './scalars.js';
import { fillFields } from './transfer.js';
import { wireFormat } from './wire-format.js';

const step = oneOf<TransferStep>({
  initiated: true,
  attested: true,
  relayed: true,
  proven: true,
  filled: true,
  finalised: true,
  repaid: true,
  cancelled: true,
  expired: true,
  refunded: true,
  failed: true,
});

export const bridgeEventFormat = wireFormat<BridgeEvent>(
  'causeway.bridge-event/1',
  'One step of one transfer, as told by a log',
  'ignored',
  z.object({
    logId,
    chain: chainId,
    time: unixMilliseconds,
    finality: blockFinality.exactOptional(),
    transactionHash: hash,
    bridge: bridgeId,
    eventName: z.string().min(1),
    emitter: oneOf<EmitterMatch>({ 'known-contract': true, 'topic-only': true }),
    step,
    transfer: transferId,
    sourceChain: chainId,
    destinationChain: chainId.exactOptional(),
    sender: address.exactOptional(),
    recipient: address.exactOptional(),
    sent: tokenAmount.exactOptional(),
    received: tokenAmount.exactOptional(),
    fill: z.object(fillFields).exactOptional(),
    returned: tokenAmount.exactOptional(),
    fillDeadline: unixMilliseconds.exactOptional(),
    arrivesSilently: z.literal(true).exactOptional(),
    arrivesElsewhere: z.literal(true).exactOptional(),
    evidence: z
      .array(z.object({ logIndex: z.int().min(0), address, eventName: z.string().min(1) }))
      .exactOptional(),
    proven: proofEvidence.exactOptional(),
  }),
);
