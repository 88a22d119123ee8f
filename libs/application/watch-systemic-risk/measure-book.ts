import type { MarginBasis, RiskBookReads } from '@causeway/application/ports';
import { riskBasisOf, systemicPolicyOf } from '@causeway/application/assess-systemic-risk';
import type { MarginAccount } from '@causeway/domain/margin';
import {
  failureMoves,
  failuresFor,
  PagedBook,
  pagedRiskSteps,
  type BookSteps,
  type DimensionRisk,
  type RiskDirectory,
} from '@causeway/domain/systemic-risk';
import { ZERO, type AccountId } from '@causeway/domain/units';

/** Accounts that are read at once. */
const PAGE = 500;

/** Accounts that are evaluated between two pauses. */
const ACCOUNTS_PER_PAUSE = 100;

/** Accounts that stay in memory as they were read; of a larger book those that must be seen again are read again. */
const KEPT_ACCOUNTS = 10_000;

/** What measuring needs from outside. */
export interface MeasureBookPorts {
  readonly riskBook: Pick<RiskBookReads, 'page' | 'accounts'>;
  readonly directory: RiskDirectory;
  /** Lets the process do other things; awaited between the steps of a measurement. */
  readonly pause: () => Promise<void>;
}

/** A whole book, measured. */
export interface BookMeasurement {
  readonly risks: readonly DimensionRisk[];
  readonly accounts: number;
}

/**
 * Measures all accounts, with the failures that thresholds of the policy need. They are read in pages and only columns of
 * them are kept, so that memory grows by some hundred bytes for each. An account that changes meanwhile is taken as it was
 * read: for sums and exposures at its page, for a breach when it was seen again.
 */
export async function measureBook(
  ports: MeasureBookPorts,
  { prices, policy }: MarginBasis,
): Promise<BookMeasurement> {
  const { thresholds, failureShocks } = systemicPolicyOf(policy);
  const basis = riskBasisOf(prices, policy, ports.directory, ZERO);
  const runsVenues = thresholds.some(({ dimension }) => dimension === 'venue');
  const book = new PagedBook(basis, failureMoves(failureShocks, runsVenues));
  const kept = await readAll(ports, book);
  const steps = pagedRiskSteps(book, failureShocks, failuresFor(thresholds));
  return { risks: await answered(steps, ports, kept), accounts: book.columns.accounts };
}

async function readAll(
  { riskBook, pause }: MeasureBookPorts,
  book: PagedBook,
): Promise<ReadonlyMap<AccountId, MarginAccount>> {
  const kept = new Map<AccountId, MarginAccount>();
  for (let after: AccountId | undefined; ;) {
    const page = await riskBook.page({ first: PAGE, ...(after === undefined ? {} : { after }) });
    for (const [index, account] of page.rows.entries()) {
      book.add(account);
      if (kept.size < KEPT_ACCOUNTS) kept.set(account.account, account);
      if (index % ACCOUNTS_PER_PAUSE === ACCOUNTS_PER_PAUSE - 1) await pause();
    }
    after = page.rows.at(-1)?.account;
    if (!page.hasNextPage || after === undefined) return kept;
    await pause();
  }
}

async function answered<Outcome>(
  steps: BookSteps<Outcome>,
  { riskBook, pause }: MeasureBookPorts,
  kept: ReadonlyMap<AccountId, MarginAccount>,
): Promise<Outcome> {
  for (let step = steps.next([]); ;) {
    if (step.done === true) return step.value;
    await pause();
    const missing = step.value.filter((name) => !kept.has(name));
    const read = missing.length === 0 ? [] : await riskBook.accounts(missing);
    step = steps.next([...step.value.flatMap((name) => kept.get(name) ?? []), ...read]);
  }
}
