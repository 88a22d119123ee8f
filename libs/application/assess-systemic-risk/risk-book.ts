import { evaluateMargin, isBelowThreshold, type PriceVector } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import {
  UNSTATED_SYSTEMIC_POLICY,
  type RiskBasis,
  type RiskDirectory,
  type StressBook,
  type SystemicPolicy,
} from '@causeway/domain/systemic-risk';
import type { Decimal } from '@causeway/domain/units';
import type { MarginInputs } from '@causeway/application/ports';

/** A book and what it is measured under. */
export interface RiskBook {
  readonly book: StressBook;
  readonly policy: RiskPolicy;
  readonly systemic: SystemicPolicy;
}

/**
 * All accounts at one set of prices and under one policy, the newest that any of their engines has: partitions read the
 * same prices and policies in the same order. Undefined without accounts.
 */
export function riskBookOf(
  rows: readonly MarginInputs[],
  directory: RiskDirectory,
  insuranceFund: Decimal,
): RiskBook | undefined {
  const newest = rows.reduce<MarginInputs | undefined>(
    (known, each) => (known === undefined || isNewer(each, known) ? each : known),
    undefined,
  );
  if (newest === undefined) return undefined;
  const { prices, policy } = newest;
  const basis = riskBasisOf(prices, policy, directory, insuranceFund);
  return {
    book: { ...basis, accounts: rows.map(({ account }) => account) },
    policy,
    systemic: systemicPolicyOf(policy),
  };
}

/** The systemic-risk section of a policy, or what stands for one that has none. */
export function systemicPolicyOf({ systemicRisk }: RiskPolicy): SystemicPolicy {
  return systemicRisk ?? UNSTATED_SYSTEMIC_POLICY;
}

/** What the accounts of a book are measured by, at prices and under a policy. */
export function riskBasisOf(
  prices: PriceVector,
  policy: RiskPolicy,
  directory: RiskDirectory,
  insuranceFund: Decimal,
): RiskBasis {
  const { margin } = policy;
  return {
    prices,
    margin,
    evaluate: (account, vector) => evaluateMargin(account, vector, margin, directory),
    isBreachedBy: ({ equity, maintenanceMargin }, loss) =>
      isBelowThreshold(margin.health, { equity: equity.sub(loss), maintenanceMargin }, 'liquidation'),
    directory,
    contagion: systemicPolicyOf(policy).contagion,
    insuranceFund,
  };
}

/**
 * What an account's margin is computed from, without what systemic-risk actions in force add: whether a threshold is
 * crossed must not depend on what was done about it.
 */
export function withoutActions(inputs: MarginInputs): MarginInputs {
  const { imposed: _, ...margin } = inputs.policy.margin;
  return { ...inputs, policy: { ...inputs.policy, margin } };
}

function isNewer(one: MarginInputs, other: MarginInputs): boolean {
  if (one.policy.version !== other.policy.version) return one.policy.version > other.policy.version;
  return (one.prices.asOf ?? 0) > (other.prices.asOf ?? 0);
}
