import {
  measurementsOf,
  weighThresholds,
  type ActionInForce,
  type ActionStep,
} from '@causeway/domain/systemic-risk';
import { fail, ok, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { systemicPolicyOf } from '@causeway/application/assess-systemic-risk';
import {
  streamName,
  type OutboxEvent,
  type RiskBookReads,
  type SystemicRiskStore,
} from '@causeway/application/ports';
import { measureBook, type MeasureBookPorts } from './measure-book.js';

/** What the monitor needs from outside. */
export interface WatchSystemicRiskPorts extends MeasureBookPorts {
  readonly riskBook: RiskBookReads;
  readonly systemicRisk: SystemicRiskStore;
  /** Measuring takes memory and time by the account, so that somebody must say where it ends. */
  readonly maximumAccounts: number;
}

/** What a measurement led to. */
export interface SystemicWatch {
  /** Actions triggered and ended, in the order of the thresholds. */
  readonly steps: readonly ActionStep[];
  readonly inForce: readonly ActionInForce[];
  /** Accounts that were measured; 0 where nothing had to be. */
  readonly accounts: number;
}

/**
 * Measures systemic risk over all accounts as they stand, holds it against the thresholds of the policy, and publishes
 * the actions that it triggers or ends, with the memory of those in force in one transaction. The time of a decision is
 * the clock of the market. Any number of processes may watch: what another has decided meanwhile stands.
 *
 * @returns `TOO_MANY_ACCOUNTS` beyond the maximum: then actions stay as they are
 */
export async function watchSystemicRisk(
  ports: WatchSystemicRiskPorts,
): Promise<Result<SystemicWatch, 'TOO_MANY_ACCOUNTS'>> {
  const { systemicRisk, riskBook, maximumAccounts } = ports;
  const onRecord = await systemicRisk.actions();
  const unchanged = { steps: [], inForce: onRecord.actions, accounts: 0 };
  const basis = await riskBook.basis();
  if (basis === undefined) return ok(unchanged);
  const { prices, policy } = basis;
  const { thresholds } = systemicPolicyOf(policy);
  if (thresholds.length === 0 && onRecord.actions.length === 0) return ok(unchanged);
  const count = await riskBook.count();
  if (count > maximumAccounts) {
    return fail('TOO_MANY_ACCOUNTS', `there are ${count} accounts, and ${maximumAccounts} may be measured`);
  }
  const { risks, accounts } = await measureBook(ports, basis);
  if (accounts === 0) return ok(unchanged);
  const at = (prices.asOf ?? 0) as UnixMilliseconds;
  const evidence = { priceVector: prices.id, policyVersion: policy.version, accounts };
  const { steps, inForce } = weighThresholds(
    thresholds,
    onRecord.actions,
    measurementsOf(risks),
    evidence,
    at,
  );
  if (steps.length === 0) return ok({ steps, inForce, accounts });
  const event: OutboxEvent = {
    stream: streamName('systemic-risk'),
    key: 'systemic-risk',
    event: { type: 'systemic-risk.changed', steps, inForce, at },
  };
  const isWritten = await systemicRisk.replace(onRecord.revision, inForce, [event]);
  return ok(isWritten ? { steps, inForce, accounts } : { ...unchanged, accounts });
}
