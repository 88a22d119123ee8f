import { describe, expect, it } from '@jest/globals';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { holdingsOf } from '@causeway/domain/ledger';
import { tokenAmount } from '@causeway/domain/units';
import { accountToOpen, ATLAS, BOREALIS, peek } from '../../../test/fixtures/accounts.js';
import { ETHEREUM, FIRST_MOMENT, OPTIMISM, usdcOn, walletOf } from '../../../test/fixtures/bridge-events.js';
import { openAccount } from './index.js';

const command = {
  ...accountToOpen(ATLAS, 100n),
  wallets: [walletOf('one'), walletOf('two')],
  deposits: [tokenAmount(usdcOn(ETHEREUM), 100n), tokenAmount(usdcOn(OPTIMISM), 5n)],
};

describe('openAccount', () => {
  it('opens an account with its wallets and deposits, as its first change', async () => {
    const { ledger, outbox } = createMemoryStores();
    expect(await openAccount(ledger, command, FIRST_MOMENT)).toEqual({ ok: true, value: { seq: 1 } });
    const snapshot = await peek(ledger, { wallets: command.wallets });
    expect(snapshot.accounts.get(ATLAS)).toEqual({ account: ATLAS, desk: 'atlas', seq: 1, positions: [] });
    expect(snapshot.walletOwners).toEqual(new Map(command.wallets.map((wallet) => [wallet, ATLAS])));
    const holdings = holdingsOf(snapshot.balances, ATLAS);
    expect(holdings.map(({ amount }) => amount)).toEqual(
      [...command.deposits].sort((a, b) => (a.asset < b.asset ? -1 : 1)),
    );
    const cause = { reference: 'open-account/atlas-main', at: FIRST_MOMENT };
    expect(await outbox.read('account/atlas-main', 0, 10)).toEqual([
      {
        stream: 'account/atlas-main',
        seq: 1,
        prevSeq: 0,
        key: 'atlas-main',
        event: {
          type: 'account.changed',
          account: { account: ATLAS, desk: 'atlas', seq: 1, positions: [], holdings },
          cause,
        },
      },
    ]);
    expect(ledger.postings().every((posting) => posting.cause.reference === cause.reference)).toBe(true);
  });

  it('opens an empty account', async () => {
    const { ledger, outbox } = createMemoryStores();
    await openAccount(ledger, { ...command, wallets: [], deposits: [] }, FIRST_MOMENT);
    expect((await outbox.bounds('account/atlas-main')).newest).toBe(1);
    expect(ledger.allBalances()).toEqual([]);
  });

  it.each([
    ['an account that is open', { ...command, wallets: [] }, 'ACCOUNT_EXISTS', 'account'],
    [
      'a wallet of another account',
      { ...command, account: BOREALIS, wallets: [walletOf('new'), walletOf('two')] },
      'WALLET_TAKEN',
      'wallets.1',
    ],
    [
      'a wallet that is given twice',
      { ...command, account: BOREALIS, wallets: [walletOf('new'), walletOf('x'), walletOf('new')] },
      'DUPLICATE_WALLET',
      'wallets.2',
    ],
    [
      'a deposit beyond all supply',
      { ...command, account: BOREALIS, wallets: [], deposits: [tokenAmount(usdcOn(ETHEREUM), 2n ** 128n)] },
      'INVALID_AMOUNT',
      'deposits.0.amount',
    ],
    [
      'a deposit of nothing',
      { ...command, account: BOREALIS, wallets: [], deposits: [tokenAmount(usdcOn(ETHEREUM), 0n)] },
      'INVALID_AMOUNT',
      'deposits.0.amount',
    ],
    [
      'a negative deposit',
      {
        ...command,
        account: BOREALIS,
        wallets: [],
        deposits: [tokenAmount(usdcOn(ETHEREUM), 1n), tokenAmount(usdcOn(OPTIMISM), -1n)],
      },
      'INVALID_AMOUNT',
      'deposits.1.amount',
    ],
  ])('refuses %s and changes nothing', async (_, refused, code, field) => {
    const { ledger, outbox } = createMemoryStores();
    await openAccount(ledger, command, FIRST_MOMENT);
    const before = [ledger.postings().length, await outbox.backlog()];
    const outcome = await openAccount(ledger, refused, FIRST_MOMENT);
    expect(outcome).toMatchObject({ ok: false, failure: { code, field } });
    expect([ledger.postings().length, await outbox.backlog()]).toEqual(before);
    expect((await peek(ledger, { wallets: [walletOf('new')] })).walletOwners.size).toBe(0);
  });
});
