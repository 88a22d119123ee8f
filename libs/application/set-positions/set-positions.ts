import type { PostingCause } from '@causeway/domain/ledger';
import { isWithinFigureLimits, type Position } from '@causeway/domain/margin';
import { fail, ok, type AccountId, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { NO_LEDGER_CHANGES, type LedgerStore } from '@causeway/application/ports';
import { WorkingBooks } from '@causeway/application/ledger-changes';

/** Positions as a venue reports them. Each replaces the one of the same instrument and chain; size 0 closes it. */
export interface SetPositionsCommand {
  readonly account: AccountId;
  readonly positions: readonly Position[];
}

export type SetPositionsCode = 'UNKNOWN_ACCOUNT' | 'INVALID_SIZE' | 'INVALID_PRICE' | 'DUPLICATE_POSITION';

/**
 * Sets positions of an account and moves it to its next `seq`; all or nothing. Setting what is already so changes
 * nothing, so that the command can be repeated.
 */
export async function setPositions(
  ledger: LedgerStore,
  command: SetPositionsCommand,
  at: UnixMilliseconds,
): Promise<Result<{ readonly seq: number }, SetPositionsCode>> {
  const invalid = invalidPosition(command.positions);
  if (invalid !== undefined) return invalid;
  const keys = { logs: [], transfers: [], wallets: [], accounts: [command.account] };
  return ledger.transact<Result<{ readonly seq: number }, SetPositionsCode>>(keys, (snapshot) => {
    const known = snapshot.accounts.get(command.account);
    if (known === undefined) {
      const outcome = fail('UNKNOWN_ACCOUNT', `${command.account} is not open; open it first`, 'account');
      return { changes: NO_LEDGER_CHANGES, outcome };
    }
    const positions = mergePositions(known.positions, command.positions);
    if (areEqual(positions, known.positions)) {
      return { changes: NO_LEDGER_CHANGES, outcome: ok({ seq: known.seq }) };
    }
    const seq = known.seq + 1;
    const cause: PostingCause = { reference: `set-positions/${command.account}/${seq}`, at };
    const books = new WorkingBooks(snapshot);
    books.putAccount({ ...known, positions });
    books.endStep(cause);
    return { changes: books.changes(), outcome: ok({ seq }) };
  });
}

const BEYOND_LIMITS = 'must be below 10^20 with at most 40 decimal places';

function invalidPosition(positions: readonly Position[]): Result<never, SetPositionsCode> | undefined {
  const seen = new Set<string>();
  for (const [index, position] of positions.entries()) {
    if (position.entryPrice.lte(0)) {
      return fail('INVALID_PRICE', 'an entry price must be more than zero', `positions.${index}.entryPrice`);
    }
    if (!isWithinFigureLimits(position.entryPrice)) {
      return fail('INVALID_PRICE', BEYOND_LIMITS, `positions.${index}.entryPrice`);
    }
    if (!isWithinFigureLimits(position.size)) {
      return fail('INVALID_SIZE', BEYOND_LIMITS, `positions.${index}.size`);
    }
    const key = positionKey(position);
    if (seen.has(key)) {
      return fail('DUPLICATE_POSITION', `${key} is given twice`, `positions.${index}`);
    }
    seen.add(key);
  }
  return undefined;
}

/** Positions with others in place of those of the same instrument and chain; one of size 0 is none. */
export function mergePositions(known: readonly Position[], set: readonly Position[]): readonly Position[] {
  const merged = new Map([...known, ...set].map((position) => [positionKey(position), position]));
  return [...merged.values()]
    .filter(({ size }) => !size.isZero())
    .sort((a, b) => (positionKey(a) < positionKey(b) ? -1 : 1));
}

function areEqual(a: readonly Position[], b: readonly Position[]): boolean {
  return (
    a.length === b.length &&
    a.every((position, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        positionKey(position) === positionKey(other) &&
        position.size.eq(other.size) &&
        position.entryPrice.eq(other.entryPrice)
      );
    })
  );
}

function positionKey({ instrument, chain }: Position): string {
  return `${instrument} on ${chain}`;
}
