import { z } from 'zod';
import type { BookAccount } from '@causeway/application/back-test';
import { accountId, assetId, chainId, decimal, deskId, instrumentId, positiveDecimal } from './scalars.js';
import { wireFormat } from './wire-format.js';

/** Accounts of a back-test, to be opened at the first prices of whatever history is replayed. */
export interface BackTestBook {
  readonly accounts: readonly BookAccount[];
}

export const backTestBookFormat = wireFormat<BackTestBook>(
  'causeway.back-test-book/1',
  'Accounts to replay through history: collateral in USD and positions by leverage',
  'refused',
  z.object({
    accounts: z.array(
      z.object({
        account: accountId,
        desk: deskId,
        collateral: z.array(z.object({ asset: assetId, usd: positiveDecimal })),
        positions: z.array(z.object({ instrument: instrumentId, chain: chainId, leverage: decimal })),
      }),
    ),
  }),
);
