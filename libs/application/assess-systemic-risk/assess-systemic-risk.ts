import { evaluateMargin, isBelowThreshold } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import {
  measureBook,
  measureSystemicRisk,
  runStressTest,
  UNSTATED_SYSTEMIC_POLICY,
  type DimensionRisk,
  type MeasuredBook,
  type RiskDirectory,
  type StressReport,
  type StressScenario,
  type SystemicEvidence,
  type SystemicPolicy,
} from '@causeway/domain/systemic-risk';
import { fail, ok, ZERO, type Decimal, type Result } from '@causeway/domain/units';
import type { MarginInputs, ReadStore } from '@causeway/application/ports';

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
  const read = await readBook(ports, ZERO);
  if (!read.ok || read.value === undefined) return read as Result<undefined, SystemicRiskCode>;
  const { measured, inputs } = read.value;
  const policy = systemicPolicyOf(inputs.policy);
  return ok({
    risks: measureSystemicRisk(measured, policy.failureShocks),
    policy,
    evidence: {
      priceVector: measured.book.prices.id,
      policyVersion: inputs.policy.version,
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
  const read = await readBook(ports, insuranceFund);
  if (!read.ok || read.value === undefined) return read as Result<undefined, SystemicRiskCode>;
  return ok(runStressTest(read.value.measured, scenario));
}

interface ReadBook {
  readonly measured: MeasuredBook;
  readonly inputs: MarginInputs;
}

/** All accounts at the prices and under the policy of the first: partitions read the same prices in the same order. */
async function readBook(
  { reads, directory }: SystemicRiskPorts,
  insuranceFund: Decimal,
): Promise<Result<ReadBook | undefined, SystemicRiskCode>> {
  const { rows, hasNextPage } = await reads.accounts({}, { first: MAXIMUM_ACCOUNTS });
  if (hasNextPage) {
    const message = `more than ${MAXIMUM_ACCOUNTS} accounts cannot be tested at a reader's request: use causeway stress`;
    return fail('TOO_MANY_ACCOUNTS', message);
  }
  const [inputs] = rows;
  if (inputs === undefined) return ok(undefined);
  const { prices, policy } = inputs;
  const measured = measureBook({
    accounts: rows.map(({ account }) => account),
    prices,
    evaluate: (account, vector) => evaluateMargin(account, vector, policy.margin, directory),
    isBreachedBy: ({ equity, maintenanceMargin }, loss) =>
      isBelowThreshold(policy.margin.health, { equity: equity.sub(loss), maintenanceMargin }, 'liquidation'),
    directory,
    contagion: systemicPolicyOf(policy).contagion,
    insuranceFund,
  });
  return ok({ measured, inputs });
}

function systemicPolicyOf({ systemicRisk }: RiskPolicy): SystemicPolicy {
  return systemicRisk ?? UNSTATED_SYSTEMIC_POLICY;
}
