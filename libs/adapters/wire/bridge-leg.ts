import { z } from 'zod';
import type { BridgeLeg, ChainRead, LegKind } from '@causeway/domain/conservation';
import { address, assetId, bridgeId, chainId, hash, oneOf, unixMilliseconds, unsigned } from './scalars.js';
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
  amount: unsigned,
  recipient: address.exactOptional(),
});

export const bridgeLegFormat = wireFormat<BridgeLeg>(
  'causeway.bridge-leg/1',
  'One leg of one cross-chain message: what it took out of use, or put into use',
  'ignored',
  bridgeLegFields,
);

export const chainReadFormat = wireFormat<ChainRead>(
  'causeway.chain-read/1',
  'Every leg on a chain up to and including an instant is on record',
  'ignored',
  z.object({ chain: chainId, through: unixMilliseconds }),
);
