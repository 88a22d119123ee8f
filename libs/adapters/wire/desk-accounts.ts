import { z } from 'zod';
import type { Position } from '@causeway/domain/margin';
import type { AccountId, Address, DeskId, TokenAmount } from '@causeway/domain/units';
import {
  accountId,
  address,
  chainId,
  decimal,
  deskId,
  instrumentId,
  positiveDecimal,
  tokenAmount,
} from './scalars.js';
import { wireFormat } from './wire-format.js';

/** An account as a desk brings it: its wallets, what it holds at first, and its open positions. */
export interface DeskAccount {
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly wallets: readonly Address[];
  readonly deposits: readonly TokenAmount[];
  readonly positions: readonly Position[];
}

/** The accounts of desks, to be opened one after another. */
export interface DeskAccounts {
  readonly accounts: readonly DeskAccount[];
}

export const deskAccountsFormat = wireFormat<DeskAccounts>(
  'causeway.desk-accounts/1',
  'Accounts of desks with their wallets, first deposits and open positions',
  'refused',
  z.object({
    accounts: z.array(
      z.object({
        account: accountId,
        desk: deskId,
        wallets: z.array(address),
        deposits: z.array(tokenAmount),
        positions: z.array(
          z.object({ instrument: instrumentId, chain: chainId, size: decimal, entryPrice: positiveDecimal }),
        ),
      }),
    ),
  }),
);
