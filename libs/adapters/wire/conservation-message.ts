import { z } from 'zod';
import type { AssetPosition, WatchedMessage } from '@causeway/domain/conservation';
import { bridgeLegFields } from './bridge-leg.js';
import { bridgeId, chainId, integer, mapOf, unixMilliseconds, unsigned } from './scalars.js';
import { wireFormat } from './wire-format.js';

const position: z.ZodType<AssetPosition> = z.object({
  locked: unsigned,
  burned: unsigned,
  minted: unsigned,
  released: unsigned,
  inFlight: unsigned,
  fees: integer,
  awaiting: unsigned,
  unexplained: unsigned,
  opening: unsigned,
});

/** A message without its alerts, which are kept beside it. */
export const conservationMessageFormat = wireFormat<Omit<WatchedMessage, 'alerts'>>(
  'causeway.conservation-message/1',
  'The legs of one cross-chain message, and its share in the positions of its bridge',
  'ignored',
  z.object({
    message: z.object({
      key: z.string().min(1),
      bridge: bridgeId,
      sourceChain: chainId,
      departures: z.array(bridgeLegFields),
      arrivals: z.array(bridgeLegFields),
    }),
    positions: mapOf(/^.+$/, 'a conserved asset', position),
    due: z
      .object({ readThrough: unixMilliseconds, patienceEnd: unixMilliseconds.exactOptional() })
      .exactOptional(),
  }),
);
