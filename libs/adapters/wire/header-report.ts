import { z } from 'zod';
import type { HeaderReport } from '@causeway/domain/finality';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { blockNumber } from './network-words.js';
import { chainId, hash, unixMilliseconds } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** A header as it travels, with who published it and when a replay should send it. */
export interface HeaderReportRecord extends HeaderReport {
  /** Who published the header, for samples and for audit. */
  readonly source?: string;
  /** The instant of the replayed track at which to send this record, when it is not the block's own time. */
  readonly replayAt?: UnixMilliseconds;
}

export const headerReportFormat = wireFormat<HeaderReportRecord>(
  'causeway.block-header/1',
  "A block's header and the heads of its chain when it was read",
  'ignored',
  z.object({
    chain: chainId,
    header: z.object({ number: blockNumber, hash, parentHash: hash, time: unixMilliseconds }),
    heads: z.object({
      latest: blockNumber,
      safe: blockNumber,
      finalised: blockNumber,
      settled: blockNumber.exactOptional(),
    }),
    source: z.string().exactOptional(),
    replayAt: unixMilliseconds.exactOptional(),
  }),
);
