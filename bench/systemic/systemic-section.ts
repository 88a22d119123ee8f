import { readFileSync } from 'node:fs';
import { decodeRiskPolicy } from '@causeway/adapters/wire';
import { riskBookOf } from '@causeway/application/assess-systemic-risk';
import { assetDirectoryOf, evaluateMargin } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import {
  issuersIn,
  measureBook,
  measureSystemicRisk,
  measurementsOf,
  weighThresholds,
} from '@causeway/domain/systemic-risk';
import { expectOk, ZERO, type PolicyVersion, type UnixMilliseconds } from '@causeway/domain/units';
import { markPrices, randomAccounts } from '../margin/random-accounts.js';
import { ratesOf } from '../measure.js';
import { rate, times, type Section } from '../report.js';
import type { SeededRandom } from '../seeded-random.js';
import { watchedBookSection } from './watched-book.js';

const ACCOUNTS = 1_000;

/** Sizes of books that are watched. */
const WATCHED = [10_000, 100_000];

/** Measuring systemic risk, against evaluating each account once. */
export async function* systemicSection(random: SeededRandom): AsyncGenerator<Section> {
  yield wholeBookSection(random);
  for (const accounts of WATCHED) yield await watchedBookSection(random, accounts);
}

/** A whole measurement of systemic risk, every failure of every subject included, against evaluating each account once. */
function wholeBookSection(random: SeededRandom): Section {
  const document: unknown = JSON.parse(readFileSync('policies/house.json', 'utf8'));
  const policy = expectOk(decodeRiskPolicy(document, 1 as PolicyVersion));
  const directory = { ...assetDirectoryOf(NETWORK), issuersOf: issuersIn(NETWORK) };
  const prices = { id: 'bench', prices: markPrices() };
  const accounts = randomAccounts(random, ACCOUNTS);
  const rows = accounts.map((account) => ({ account, prices, policy, asOfSeq: 1 }));
  const evidence = { priceVector: 'bench', policyVersion: policy.version, accounts: ACCOUNTS };
  let subjects = 0;
  const rates = ratesOf({
    measured: () => {
      const risk = riskBookOf(rows, directory, ZERO);
      if (risk === undefined) throw new Error('there are accounts');
      const risks = measureSystemicRisk(measureBook(risk.book), risk.systemic.failureShocks);
      subjects = risks.reduce((sum, dimension) => sum + dimension.subjects.length, 0);
      const { thresholds } = risk.systemic;
      weighThresholds(thresholds, [], measurementsOf(risks), evidence, 0 as UnixMilliseconds);
      return ACCOUNTS;
    },
    once: () => {
      for (const account of accounts) evaluateMargin(account, prices, policy.margin, directory);
      return ACCOUNTS;
    },
  });
  return {
    title: `systemic: ${ACCOUNTS} accounts of 3 collaterals and 3 positions on ${subjects} subjects`,
    figures: [
      {
        label: 'measured and weighed, every failure and its contagion',
        figure: rate(rates.measured, 'accounts'),
        ratio: times(rates.measured, rates.once, 'each account once'),
      },
      { label: 'each account evaluated once', figure: rate(rates.once, 'accounts') },
    ],
  };
}
