import { z } from 'zod';
import type { TransactionLogs } from '@causeway/domain/bridging';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { blockFinality, blockNumber } from './network-words.js';
import { proofEvidence } from './proof-evidence.js';
import { address, bytes, chainId, hash, topic, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** A transaction's logs as they travel, with where they were found and when a replay should send them. */
export interface TransactionLogsRecord extends TransactionLogs {
  /** Who published the logs, for samples and for audit. */
  readonly source?: string;
  /** The instant of the replayed track at which to send this record, when it is not the block's own time. */
  readonly replayAt?: UnixMilliseconds;
}

export const transactionLogsFormat = wireFormat<TransactionLogsRecord>(
  'causeway.transaction-logs/1',
  'The logs of one transaction, in log order',
  'ignored',
  z.object({
    chain: chainId,
    blockNumber,
    blockHash: hash,
    blockTime: unixMilliseconds,
    transactionHash: hash,
    finality: blockFinality,
    logs: z.array(
      z.object({
        logIndex: z.int().min(0),
        address,
        topics: z.array(topic).max(4),
        data: bytes,
      }),
    ),
    redeemsTicket: hash.exactOptional(),
    proven: proofEvidence.exactOptional(),
    source: z.string().exactOptional(),
    replayAt: unixMilliseconds.exactOptional(),
  }),
);
