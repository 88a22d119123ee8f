import {
  evaluateMargin,
  isAwaitingPrice,
  priceVectorOf,
  type AssetDirectory,
  type MarginState,
} from '@causeway/domain/margin';
import { policyInForce, validateRiskPolicy, type RiskPolicy } from '@causeway/domain/policy';
import { fail, ok, type AccountId, type PolicyVersion, type Result } from '@causeway/domain/units';
import type { ParsePolicy } from '@causeway/application/change-policy';
import type { MarginInputs, ReadStore, SystemicRiskStore } from '@causeway/application/ports';

/** Accounts of a whole book that are simulated at a reader's request. */
const MAXIMUM_ACCOUNTS = 10_000;
/** Accounts that are told one by one. */
const MAXIMUM_TOLD = 500;
const PAGE = 250;
const ACCOUNTS_PER_TURN = 25;

/** What a policy would do with an account as it stands: how far its case would go at once. */
export type PolicyOutcome = 'healthy' | 'warned' | 'called' | 'liquidated' | 'undecided';

/** How many accounts have which outcome. */
export type OutcomeCounts = Readonly<Record<PolicyOutcome, number>>;

/** An account under both policies. */
export interface AccountSimulation {
  readonly account: AccountId;
  readonly present: { readonly outcome: PolicyOutcome; readonly state: MarginState };
  readonly proposed: { readonly outcome: PolicyOutcome; readonly state: MarginState };
}

/** A book under a proposed policy, beside the one in force. */
export interface PolicySimulation {
  readonly accounts: number;
  readonly policyName: string;
  readonly present: OutcomeCounts;
  readonly proposed: OutcomeCounts;
  /** Accounts that were named; else those whose outcome differs, in alphabetical order, the first 500 of them. */
  readonly told: readonly AccountSimulation[];
  /** Accounts whose outcome differs. */
  readonly changed: number;
}

/** What the use case needs. */
export interface SimulatePolicyPorts {
  readonly reads: Pick<ReadStore, 'accounts' | 'marginInputs' | 'prices'>;
  readonly systemicRisk: Pick<SystemicRiskStore, 'actions'>;
  readonly parsePolicy: ParsePolicy;
  readonly directory: AssetDirectory;
  /** Lets the process do other things; awaited every few accounts. */
  readonly pause: () => Promise<void>;
}

type SimulationCode = 'TOO_MANY_ACCOUNTS' | 'UNKNOWN_ACCOUNT';

/**
 * Evaluates accounts as they stand under a proposed policy and under the one in force: who would be warned, called and
 * liquidated. Prices are formed by each policy's own rules from the same quotes, and systemic-risk actions hold under both.
 * Open cases are left out of account: each outcome is that of the margin alone.
 *
 * @param named - accounts to simulate; without, all of them
 * @returns the refusal of the document as `proposePolicy` gives it, `UNKNOWN_ACCOUNT`, or `TOO_MANY_ACCOUNTS`
 */
export async function simulatePolicy(
  ports: SimulatePolicyPorts,
  document: unknown,
  named: readonly AccountId[] | undefined,
): Promise<Result<PolicySimulation>> {
  const { reads, parsePolicy } = ports;
  const board = await reads.prices();
  const parsed = parsePolicy(document, ((board.policy?.version ?? 0) + 1) as PolicyVersion);
  const valid = parsed.ok ? validateRiskPolicy(parsed.value) : parsed;
  if (!valid.ok) return valid;
  const accounts = await readAccounts(ports, named);
  if (!accounts.ok) return accounts;
  const { actions } = await ports.systemicRisk.actions();
  const proposed = policyInForce(valid.value, actions);
  const prices = priceVectorOf('simulated', board.states, proposed.prices);
  const simulated: AccountSimulation[] = [];
  for (const inputs of inOrder(accounts.value)) {
    simulated.push({
      account: inputs.account.account,
      present: outcomeOf(ports, inputs),
      proposed: outcomeOf(ports, { ...inputs, prices, policy: proposed }),
    });
    if (simulated.length % ACCOUNTS_PER_TURN === 0) await ports.pause();
  }
  const changed = simulated.filter((each) => each.present.outcome !== each.proposed.outcome);
  return ok({
    accounts: simulated.length,
    policyName: proposed.name,
    present: countOf(simulated.map((each) => each.present.outcome)),
    proposed: countOf(simulated.map((each) => each.proposed.outcome)),
    told: (named === undefined ? changed : simulated).slice(0, MAXIMUM_TOLD),
    changed: changed.length,
  });
}

async function readAccounts(
  { reads, pause }: SimulatePolicyPorts,
  named: readonly AccountId[] | undefined,
): Promise<Result<readonly MarginInputs[], SimulationCode>> {
  if (named !== undefined) {
    if (named.length > MAXIMUM_TOLD) return tooMany(MAXIMUM_TOLD, 'accounts');
    const found = await reads.marginInputs(named);
    const missing = named.findIndex((account) => !found.has(account));
    if (missing !== -1)
      return fail('UNKNOWN_ACCOUNT', `there is no account ${named[missing] ?? ''}`, `accounts.${missing}`);
    return ok([...found.values()]);
  }
  const all: MarginInputs[] = [];
  for (let after: string | undefined; ;) {
    const page = await reads.accounts({}, { first: PAGE, ...(after === undefined ? {} : { after }) });
    all.push(...page.rows);
    if (all.length > MAXIMUM_ACCOUNTS) return tooMany(MAXIMUM_ACCOUNTS, undefined);
    after = page.rows.at(-1)?.account.account;
    if (!page.hasNextPage || after === undefined) return ok(all);
    await pause();
  }
}

function inOrder(accounts: readonly MarginInputs[]): readonly MarginInputs[] {
  return [...accounts].sort((a, b) => (a.account.account < b.account.account ? -1 : 1));
}

function tooMany(maximum: number, field: string | undefined): Result<never, SimulationCode> {
  const message = `${maximum} accounts can be simulated at a reader's request: name fewer, or use causeway backtest`;
  return fail('TOO_MANY_ACCOUNTS', message, field);
}

function outcomeOf(
  { directory }: SimulatePolicyPorts,
  { account, prices, policy }: Pick<MarginInputs, 'account' | 'prices' | 'policy'>,
): AccountSimulation['present'] {
  const state = evaluateMargin(account, prices, policy.margin, directory);
  return { outcome: stageOf(state, policy), state };
}

function stageOf(state: MarginState, { liquidation }: RiskPolicy): PolicyOutcome {
  if (isAwaitingPrice(state)) return 'undecided';
  if (state.band !== 'warning') return state.band === 'healthy' ? 'healthy' : 'liquidated';
  const call = liquidation?.marginCall;
  const isCalled = call !== undefined && state.equity.lt(state.maintenanceMargin.mul(call.health));
  return isCalled ? 'called' : 'warned';
}

function countOf(outcomes: readonly PolicyOutcome[]): OutcomeCounts {
  const counts = { healthy: 0, warned: 0, called: 0, liquidated: 0, undecided: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}
