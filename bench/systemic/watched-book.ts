import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import { decodeRiskPolicy, marginAccountFormat } from '@causeway/adapters/wire';
import { riskBasisOf } from '@causeway/application/assess-systemic-risk';
import type { RiskBookReads } from '@causeway/application/ports';
import { watchSystemicRisk } from '@causeway/application/watch-systemic-risk';
import { assetDirectoryOf, evaluateMargin, type MarginAccount } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import { issuersIn, PagedBook } from '@causeway/domain/systemic-risk';
import { expectOk, ZERO, type AccountId, type PolicyVersion } from '@causeway/domain/units';
import { markPrices, randomAccounts } from '../margin/random-accounts.js';
import { processorSince } from '../screening/processor-time.js';
import { rate, shortNumber, times, type Section } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';

const POLICY = 'policies/house.json';
const DIRECTORY = { ...assetDirectoryOf(NETWORK), issuersOf: issuersIn(NETWORK) };
const PRICES = { id: 'bench', prices: markPrices() };

/** Accounts that are evaluated for the baseline. */
const SAMPLE = 10_000;

/** The watch as an engine process runs it, from the wire form of accounts as a database hands them out. */
export async function watchedBookSection(random: SeededRandom, accountCount: number): Promise<Section> {
  const document: unknown = JSON.parse(readFileSync(POLICY, 'utf8'));
  const policy = expectOk(decodeRiskPolicy(document, 1 as PolicyVersion));
  const accounts = randomAccounts(random, accountCount);
  const sample = accounts.slice(0, SAMPLE);
  const once = await perSecond(sample.length, () => {
    for (const account of sample) evaluateMargin(account, PRICES, policy.margin, DIRECTORY);
  });
  const book = new WrittenBook(accounts);
  const reads: RiskBookReads = {
    basis: () => Promise.resolve({ prices: PRICES, policy }),
    count: () => Promise.resolve(accounts.length),
    page: ({ first, after }) => Promise.resolve(book.page(first, after)),
    accounts: (names) => Promise.resolve(book.named(names)),
  };
  const { systemicRisk } = createMemoryStores();
  const settings = { directory: DIRECTORY, pause: () => nextTurn(), maximumAccounts: accountCount };
  const watched = await perSecond(accountCount, () =>
    watchSystemicRisk({ riskBook: reads, systemicRisk, ...settings }),
  );
  const paged = new PagedBook(riskBasisOf(PRICES, policy, DIRECTORY, ZERO), []);
  for (const account of accounts) paged.add(account);
  return {
    title: `systemic: ${shortNumber(accountCount)} accounts of 3 collaterals and 3 positions, watched by the house policy`,
    figures: [
      {
        label: 'read, measured and weighed, by the processor',
        figure: rate(watched, 'accounts'),
        ratio: times(watched, once, 'each account once'),
      },
      { label: 'each account evaluated once, by the processor', figure: rate(once, 'accounts') },
      {
        label: 'of which read again, as a failure may breach them',
        figure: `${shortNumber(book.readAgain)} accounts`,
        ratio: `${shortNumber((100 * book.readAgain) / accountCount)} %`,
      },
      {
        label: 'kept of each account',
        figure: `${shortNumber(paged.columns.bytes / accountCount)} bytes`,
        ratio: '',
      },
    ],
  };
}

/** Accounts as text, in the order of their names. */
class WrittenBook {
  readAgain = 0;
  private readonly names: readonly AccountId[];
  private readonly texts: ReadonlyMap<AccountId, string>;

  constructor(accounts: readonly MarginAccount[]) {
    this.texts = new Map(
      accounts.map((account) => [account.account, marginAccountFormat.encodeText(account)] as const),
    );
    this.names = [...this.texts.keys()].sort();
  }

  page(first: number, after: string | undefined) {
    const from = after === undefined ? 0 : this.names.indexOf(after as AccountId) + 1;
    const rows = this.names.slice(from, from + first).map((name) => this.read(name));
    return { rows, hasNextPage: from + first < this.names.length };
  }

  named(names: readonly AccountId[]): readonly MarginAccount[] {
    this.readAgain += names.length;
    return names.map((name) => this.read(name));
  }

  private read(name: AccountId): MarginAccount {
    return expectOk(marginAccountFormat.decodeText(this.texts.get(name) ?? ''));
  }
}

/** By the processor, because others may use the machine. */
async function perSecond(units: number, work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return (units * 1_000) / processorSince(before);
}
