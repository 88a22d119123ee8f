import { evaluateMargin, isBelowThreshold } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';
import {
  UNSTATED_SYSTEMIC_POLICY,
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
  const systemic = policy.systemicRisk ?? UNSTATED_SYSTEMIC_POLICY;
  return {
    book: {
      accounts: rows.map(({ account }) => account),
      prices,
      evaluate: (account, vector) => evaluateMargin(account, vector, policy.margin, directory),
      isBreachedBy: ({ equity, maintenanceMargin }, loss) =>
        isBelowThreshold(
          policy.margin.health,
          { equity: equity.sub(loss), maintenanceMargin },
          'liquidation',
        ),
      directory,
      contagion: systemic.contagion,
      insuranceFund,
    },
    policy,
    systemic,
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
