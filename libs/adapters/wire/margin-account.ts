import { z } from 'zod';
import type { Bucket } from '@causeway/domain/ledger';
import type { Holding, MarginAccount } from '@causeway/domain/margin';
import { transferStage } from './network-words.js';
import { holdingProof } from './proof-evidence.js';
import {
  accountId,
  bridgeId,
  chainId,
  decimal,
  deskId,
  instrumentId,
  oneOf,
  positiveDecimal,
  sequence,
  tokenAmount,
  transferId,
} from './scalars.js';
import { wireFormat } from './wire-format.js';

export const bucket = oneOf<Bucket>({ available: true, 'in-transit': true, reserved: true, seized: true });

const holding = z
  .object({
    amount: tokenAmount,
    bucket,
    transit: z
      .object({
        transfer: transferId,
        bridge: bridgeId,
        stage: transferStage,
        isCreditWithheld: z.literal(true).exactOptional(),
      })
      .exactOptional(),
    proven: holdingProof.exactOptional(),
  })
  .refine((value: Holding) => (value.transit !== undefined) === (value.bucket === 'in-transit'), {
    path: ['transit'],
    message: 'belongs to a holding in bucket in-transit, and only to such a one',
  });

export const marginAccountFields = z.object({
  account: accountId,
  desk: deskId,
  seq: sequence,
  positions: z.array(
    z.object({ instrument: instrumentId, chain: chainId, size: decimal, entryPrice: positiveDecimal }),
  ),
  holdings: z.array(holding),
});

export const marginAccountFormat = wireFormat<MarginAccount>(
  'causeway.margin-account/1',
  'A margin account: positions and collateral on every layer',
  'refused',
  marginAccountFields,
);
