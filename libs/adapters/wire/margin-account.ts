import { z } from 'zod';
import type { Bucket } from '@causeway/domain/ledger';
import type { Holding, MarginAccount } from '@causeway/domain/margin';
import { blockFinality, transferStage } from './network-words.js';
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
  unsigned,
  unixMilliseconds,
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
        initiatedAt: unixMilliseconds.exactOptional(),
        sourceFinality: blockFinality.exactOptional(),
        isCreditWithheld: z.literal(true).exactOptional(),
      })
      .exactOptional(),
    withheld: unsigned.exactOptional(),
    proven: holdingProof.exactOptional(),
  })
  .refine((value: Holding) => (value.transit !== undefined) === (value.bucket === 'in-transit'), {
    path: ['transit'],
    message: 'belongs to a holding in bucket in-transit, and only to such a one',
  });

const option = z.object({
  kind: z.enum(['call', 'put']),
  underlying: z.string().regex(/^[A-Za-z0-9][-A-Za-z0-9.+]{0,31}$/, 'not a symbol such as ETH'),
  strike: positiveDecimal,
  expiry: unixMilliseconds,
});

const position = z.object({
  instrument: instrumentId,
  chain: chainId,
  size: decimal,
  entryPrice: positiveDecimal,
  option: option.exactOptional(),
  fundingOwed: decimal.exactOptional(),
  isolatedMargin: decimal.exactOptional(),
});

const debt = z
  .object({
    principal: tokenAmount.refine(({ raw }) => raw > 0n, { path: ['raw'], message: 'not above 0' }),
    index: decimal.exactOptional(),
  })
  .refine(({ index }) => index === undefined || index.gt(0), { path: ['index'], message: 'not above 0' });

export const marginAccountFields = z.object({
  account: accountId,
  desk: deskId,
  seq: sequence,
  positions: z.array(position),
  holdings: z.array(holding),
  debts: z.array(debt).exactOptional(),
  mode: z.enum(['cross', 'portfolio']).exactOptional(),
});

export const marginAccountFormat = wireFormat<MarginAccount>(
  'causeway.margin-account/1',
  'A margin account: positions and collateral on every layer',
  'refused',
  marginAccountFields,
);
