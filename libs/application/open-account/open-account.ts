import { deposit, type PostingCause } from '@causeway/domain/ledger';
import {
  expectOk,
  fail,
  ok,
  type AccountId,
  type Address,
  type DeskId,
  type Result,
  type TokenAmount,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { NO_LEDGER_CHANGES, type LedgerSnapshot, type LedgerStore } from '@causeway/application/ports';
import { WorkingBooks } from '@causeway/application/ledger-changes';

/** An account to open: whose it is, which wallets' bridge traffic belongs to it, and what it holds at first. */
export interface OpenAccountCommand {
  readonly account: AccountId;
  readonly desk: DeskId;
  readonly wallets: readonly Address[];
  readonly deposits: readonly TokenAmount[];
}

/** Far beyond any token's supply, and small enough that every figure computed from it can be stored. */
const LARGEST_DEPOSIT = 2n ** 128n;

export type OpenAccountCode = 'ACCOUNT_EXISTS' | 'WALLET_TAKEN' | 'DUPLICATE_WALLET' | 'INVALID_AMOUNT';

/**
 * Opens an account with its wallets and first deposits; all or nothing. A wallet belongs to one account only, so
 * that a unit in flight has one owner.
 */
export async function openAccount(
  ledger: LedgerStore,
  command: OpenAccountCommand,
  at: UnixMilliseconds,
): Promise<Result<{ readonly seq: number }, OpenAccountCode>> {
  const keys = { logs: [], transfers: [], wallets: command.wallets, accounts: [command.account] };
  return ledger.transact<Result<{ readonly seq: number }, OpenAccountCode>>(keys, (snapshot) => {
    const refused = refusalOf(command, snapshot);
    if (refused !== undefined) return { changes: NO_LEDGER_CHANGES, outcome: refused };
    const cause: PostingCause = { reference: `open-account/${command.account}`, at };
    const { account, desk } = command;
    const books = new WorkingBooks(snapshot);
    books.putAccount({ account, desk, seq: 0, positions: [] });
    for (const wallet of command.wallets) books.linkWallet({ wallet, account });
    const postings = command.deposits.map((amount) => expectOk(deposit(account, amount, cause)));
    expectOk(books.post(postings));
    books.endStep(cause);
    return { changes: books.changes(), outcome: ok({ seq: 1 }) };
  });
}

function refusalOf(
  command: OpenAccountCommand,
  snapshot: LedgerSnapshot,
): Result<never, OpenAccountCode> | undefined {
  if (snapshot.accounts.has(command.account)) {
    return fail('ACCOUNT_EXISTS', `${command.account} is already open`, 'account');
  }
  const taken = command.wallets.findIndex((wallet) => snapshot.walletOwners.has(wallet));
  if (taken !== -1) {
    const wallet = command.wallets[taken];
    return fail('WALLET_TAKEN', `${wallet} already belongs to another account`, `wallets.${taken}`);
  }
  const repeated = command.wallets.findIndex((wallet, index) => command.wallets.indexOf(wallet) < index);
  if (repeated !== -1) {
    const wallet = command.wallets[repeated];
    return fail('DUPLICATE_WALLET', `${wallet} is given twice`, `wallets.${repeated}`);
  }
  const invalid = command.deposits.findIndex(({ raw }) => raw <= 0n || raw >= LARGEST_DEPOSIT);
  if (invalid !== -1) {
    const message = 'a deposit must be more than zero and fewer than 2^128 base units';
    return fail('INVALID_AMOUNT', message, `deposits.${invalid}.amount`);
  }
  return undefined;
}
