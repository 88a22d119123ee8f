import { z } from 'zod';
import type { BridgeLeg, ChainRead, LegChanges, LegKind } from '@causeway/domain/conservation';
import { address, assetId, bridgeId, chainId, hash, oneOf, unixMilliseconds, unsigned } from './scalars.js';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { wireFormat } from './wire-format.js';

/** A leg's fields as they stand in every document that holds one. */
export const bridgeLegFields = z.object({
  id: z.string().min(1).meta({ description: 'Identity of the leg, e.g. its log id' }),
  bridge: bridgeId,
  kind: oneOf<LegKind>({ lock: true, burn: true, mint: true, release: true }),
  chain: chainId,
  sourceChain: chainId,
  at: unixMilliseconds,
  transactionHash: hash,
  messageId: z.string().min(1).exactOptional(),
  asset: assetId,
  counterpart: assetId.exactOptional().meta({ description: 'The asset at the other end of the message' }),
  amount: unsigned,
  recipient: address.exactOptional(),
});

export const bridgeLegFormat = wireFormat<BridgeLeg>(
  'causeway.bridge-leg/1',
  'One leg of one cross-chain message: what it took out of use, or put into use',
  'ignored',
  bridgeLegFields,
);

export const legChangesFields: z.ZodType<LegChanges> = z.object({
  chain: chainId,
  read: z.object({ since: unixMilliseconds, through: unixMilliseconds }).exactOptional(),
  added: z.array(bridgeLegFields),
  withdrawn: z.array(bridgeLegFields),
});

/** How far a chain was read, with who published it and when a replay should say so. */
export interface ChainReadRecord extends ChainRead {
  readonly source?: string;
  /** The instant of the replayed track at which to send this record, when it is not the end of the reading. */
  readonly replayAt?: UnixMilliseconds;
}

export const chainReadFormat = wireFormat<ChainReadRecord>(
  'causeway.chain-read/1',
  'Every log of bridge contracts on a chain up to and including an instant has been told',
  'ignored',
  z.object({
    chain: chainId,
    since: unixMilliseconds
      .exactOptional()
      .meta({ description: 'Where the reading begins; left out, it continues the one before' }),
    through: unixMilliseconds,
    source: z.string().exactOptional(),
    replayAt: unixMilliseconds.exactOptional(),
  }),
);
