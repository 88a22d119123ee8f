import {
  measureBook,
  measureSystemicRisk,
  runStressTest,
  type DimensionRisk,
  type RiskDirectory,
  type StressReport,
  type StressScenario,
  type SystemicEvidence,
  type SystemicPolicy,
} from '@causeway/domain/systemic-risk';
import { fail, ok, ZERO, type Decimal, type Result } from '@causeway/domain/units';
import type { MarginInputs, ReadStore } from '@causeway/application/ports';
import { riskBookOf, withoutActions } from './risk-book.js';

/** More accounts than this are not tested on a reader's request: each is evaluated once for every subject it is on. */
export const MAXIMUM_ACCOUNTS = 2_000;

export type SystemicRiskCode = 'TOO_MANY_ACCOUNTS';

/** Systemic risk over all accounts, and what it was measured from. */
export interface SystemicAssessment {
  readonly risks: readonly DimensionRisk[];
  readonly policy: SystemicPolicy;
  readonly evidence: SystemicEvidence;
}

/** What the use cases of this folder read from and look up in. */
export interface SystemicRiskPorts {
  readonly reads: Pick<ReadStore, 'accounts'>;
  readonly directory: RiskDirectory;
}

/**
 * Exposure, concentration and correlated breaches over all accounts, as they stand; undefined when there are none.
 *
 * @returns `TOO_MANY_ACCOUNTS` beyond `MAXIMUM_ACCOUNTS`
 */
export async function assessSystemicRisk(
  ports: SystemicRiskPorts,
): Promise<Result<SystemicAssessment | undefined, SystemicRiskCode>> {
  const read = await readAccounts(ports);
  if (!read.ok) return read;
  const risk = riskBookOf(read.value.map(withoutActions), ports.directory, ZERO);
  if (risk === undefined) return ok(undefined);
  const { book, policy, systemic } = risk;
  const measured = measureBook(book);
  return ok({
    risks: measureSystemicRisk(measured, systemic.failureShocks),
    policy: systemic,
    evidence: {
      priceVector: book.prices.id,
      policyVersion: policy.version,
      accounts: measured.states.length,
    },
  });
}

/**
 * What a scenario would lead to over all accounts, as they stand; undefined when there are none.
 *
 * @returns `TOO_MANY_ACCOUNTS` beyond `MAXIMUM_ACCOUNTS`
 */
export async function assessScenario(
  ports: SystemicRiskPorts,
  scenario: StressScenario,
  insuranceFund: Decimal,
): Promise<Result<StressReport | undefined, SystemicRiskCode>> {
  const read = await readAccounts(ports);
  if (!read.ok) return read;
  const risk = riskBookOf(read.value, ports.directory, insuranceFund);
  return ok(risk && runStressTest(measureBook(risk.book), scenario));
}

async function readAccounts({
  reads,
}: SystemicRiskPorts): Promise<Result<readonly MarginInputs[], SystemicRiskCode>> {
  const { rows, hasNextPage } = await reads.accounts({}, { first: MAXIMUM_ACCOUNTS });
  if (!hasNextPage) return ok(rows);
  const message = `more than ${MAXIMUM_ACCOUNTS} accounts cannot be tested at a reader's request: use causeway stress`;
  return fail('TOO_MANY_ACCOUNTS', message);
}
