import {
  failuresFor,
  measureBookSteps,
  measurementsOf,
  systemicRiskSteps,
  weighThresholds,
  type ActionInForce,
  type ActionStep,
  type RiskDirectory,
  type WorkSteps,
} from '@causeway/domain/systemic-risk';
import { fail, ok, ZERO, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { riskBookOf, withoutActions, type RiskBook } from '@causeway/application/assess-systemic-risk';
import {
  streamName,
  type ActionsOnRecord,
  type MarginInputs,
  type OutboxEvent,
  type ReadStore,
  type SystemicRiskStore,
} from '@causeway/application/ports';

/** Accounts that are read at once. */
const PAGE = 500;

/** What the monitor needs from outside. */
export interface WatchSystemicRiskPorts {
  readonly reads: Pick<ReadStore, 'accounts'>;
  readonly systemicRisk: SystemicRiskStore;
  readonly directory: RiskDirectory;
  /** Lets the process do other things; awaited between the steps of a measurement. */
  readonly pause: () => Promise<void>;
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
  const { systemicRisk, directory } = ports;
  const onRecord = await systemicRisk.actions();
  const unchanged = { steps: [], inForce: onRecord.actions, accounts: 0 };
  const { rows: some } = await ports.reads.accounts({}, { first: 1 });
  if (some.every(({ policy }) => isUnwatched(policy.systemicRisk?.thresholds, onRecord)))
    return ok(unchanged);
  const read = await readAccounts(ports);
  if (!read.ok) return read;
  const risk = riskBookOf(read.value.map(withoutActions), directory, ZERO);
  if (risk === undefined) return ok(unchanged);
  const { steps, inForce, at } = await weigh(ports, risk, onRecord);
  const accounts = read.value.length;
  if (steps.length === 0) return ok({ steps, inForce, accounts });
  const event: OutboxEvent = {
    stream: streamName('systemic-risk'),
    key: 'systemic-risk',
    event: { type: 'systemic-risk.changed', steps, inForce, at },
  };
  const isWritten = await systemicRisk.replace(onRecord.revision, inForce, [event]);
  return ok(isWritten ? { steps, inForce, accounts } : { ...unchanged, accounts });
}

function isUnwatched(thresholds: readonly unknown[] = [], { actions }: ActionsOnRecord): boolean {
  return thresholds.length === 0 && actions.length === 0;
}

async function weigh(
  { pause }: WatchSystemicRiskPorts,
  { book, policy, systemic }: RiskBook,
  { actions }: ActionsOnRecord,
) {
  const measured = await inPieces(measureBookSteps(book), pause);
  const { failureShocks, thresholds } = systemic;
  const steps = systemicRiskSteps(measured, failureShocks, failuresFor(thresholds));
  const risks = await inPieces(steps, pause);
  const at = (book.prices.asOf ?? 0) as UnixMilliseconds;
  const evidence = {
    priceVector: book.prices.id,
    policyVersion: policy.version,
    accounts: measured.states.length,
  };
  return { at, ...weighThresholds(thresholds, actions, measurementsOf(risks), evidence, at) };
}

async function inPieces<Outcome>(steps: WorkSteps<Outcome>, pause: () => Promise<void>): Promise<Outcome> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}

async function readAccounts({
  reads,
  maximumAccounts,
  pause,
}: WatchSystemicRiskPorts): Promise<Result<readonly MarginInputs[], 'TOO_MANY_ACCOUNTS'>> {
  const accounts: MarginInputs[] = [];
  for (let after: string | undefined; ;) {
    const page = await reads.accounts({}, { first: PAGE, ...(after === undefined ? {} : { after }) });
    accounts.push(...page.rows);
    if (accounts.length > maximumAccounts) {
      return fail('TOO_MANY_ACCOUNTS', `there are more than ${maximumAccounts} accounts to measure`);
    }
    after = page.rows.at(-1)?.account.account;
    if (!page.hasNextPage || after === undefined) return ok(accounts);
    await pause();
  }
}
