import { setImmediate as nextTurn } from 'node:timers/promises';
import { assessScenario, assessSystemicRisk } from '@causeway/application/assess-systemic-risk';
import type { BackingServices } from '@causeway/adapters/backing-services';
import type { ApiPorts } from '@causeway/adapters/graphql';
import type { RouteWorkers } from '@causeway/adapters/routing-workers';
import type { BalanceSlots } from '@causeway/adapters/state-proofs';
import {
  decodeEventText,
  decodeInputRecord,
  decodeRiskPolicy,
  parseJson,
  type InputRecord,
} from '@causeway/adapters/wire';
import { acceptRequestedQuote } from '@causeway/application/accept-quote';
import { acceptRecords, type RecognisedRecord } from '@causeway/application/accept-records';
import { activatePolicy, proposePolicy } from '@causeway/application/change-policy';
import { checkGates, permitQuote, type CheckGatesPorts } from '@causeway/application/check-gates';
import { readInsuranceFund, type InsuranceFundPorts } from '@causeway/application/insurance-fund';
import { simulatePolicy, type SimulatePolicyPorts } from '@causeway/application/simulate-policy';
import { checkDrained } from '@causeway/application/check-drained';
import { openAccount } from '@causeway/application/open-account';
import { ACCOUNT_EVENTS, CHAIN_LOGS, MARKET_PRICES } from '@causeway/application/ports';
import { reportLeg } from '@causeway/application/report-leg';
import { retryDeadLetter, skipDeadLetter } from '@causeway/application/resolve-dead-letter';
import { requestPositions } from '@causeway/application/set-positions';
import { closeAlert } from '@causeway/application/watch-conservation';
import { rulesOfNetwork } from '@causeway/domain/conservation';
import { issuersIn } from '@causeway/domain/systemic-risk';
import { executeSettlement } from '@causeway/application/settle-liquidation';
import {
  assetDirectoryOf,
  evaluateMargin,
  explainMargin,
  type AssetDirectory,
} from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import type { LiquidityGraph, RouteQuote, RouteRequest } from '@causeway/domain/routing';
import {
  addSeconds,
  fail,
  ok,
  type AccountId,
  type Result,
  type UnixMilliseconds,
} from '@causeway/domain/units';

/** Sequencers may stamp blocks some minutes ahead; clocks of honest sources differ by less. */
const MAXIMUM_LEAD_SECONDS = 900;

/** To close an alert is to find its message, and no time that the rules name has a say in that. */
const WATCHED = rulesOfNetwork(NETWORK, { patienceSeconds: 0, clockToleranceSeconds: 0, openingSeconds: 0 });

/** Settlements that are shown with the insurance fund. */
const FUND_USES = 20;

/** The API's ports over the backing services. */
export function apiPorts(
  { stores, eventLog }: Pick<BackingServices, 'stores' | 'eventLog'>,
  graph: LiquidityGraph,
  router: Pick<RouteWorkers, 'solve' | 'front'>,
  clock: () => UnixMilliseconds,
  balanceSlots: BalanceSlots,
): ApiPorts {
  const directory = assetDirectoryOf(NETWORK);
  const policyPorts = { policies: stores.policies, parsePolicy: decodeRiskPolicy };
  const { evaluate, explain } = marginOf(directory);
  const gatePorts = {
    reads: stores.reads,
    conservation: stores.conservation,
    systemicRisk: stores.systemicRisk,
    evaluate,
    explain,
    directory,
  };
  const acceptPorts = {
    settlements: stores.settlements,
    graph,
    network: NETWORK,
    solve: (request: RouteRequest, at: UnixMilliseconds) => router.solve(request, at),
    permit: (account: AccountId, quote: RouteQuote) => permitQuote({ ...gatePorts, graph }, account, quote),
  };
  const deadLetterPorts = { deadLetters: stores.deadLetters, eventLog, keyOf: recordKey };
  return {
    reads: stores.reads,
    outbox: stores.outbox,
    policies: stores.policies,
    conservation: stores.conservation,
    settlements: stores.settlements,
    parsePolicy: decodeRiskPolicy,
    network: NETWORK,
    clock,
    commands: {
      openAccount: (command) => openAccount(stores.ledger, command, clock()),
      setPositions: (command) => requestPositions({ ...gatePorts, ledger: stores.ledger }, command, clock()),
      proposePolicy: (command) => proposePolicy(policyPorts, command, clock()),
      activatePolicy: (command) => activatePolicy(policyPorts, command, clock()),
      acceptQuote: (command) => acceptRequestedQuote(acceptPorts, command, clock()),
      reportLeg: (command) => reportLeg(stores.settlements, command, clock()),
      settleLiquidation: (command) =>
        executeSettlement(
          { ledger: stores.ledger, reads: stores.reads, directory, evaluate },
          command,
          clock(),
        ),
      retryDeadLetter: (command) => retryDeadLetter(deadLetterPorts, command, clock()),
      closeBridgeAlert: (command) =>
        closeAlert({ conservation: stores.conservation, rules: WATCHED }, command, clock()),
      skipDeadLetter: (command) => skipDeadLetter(deadLetterPorts, command, clock()),
    },
    evaluate,
    explain,
    quote: (request) => router.solve(request, clock()),
    routeFront: (request) => router.front(request, clock()),
    ...riskAnswers(stores, { ...gatePorts, directory }),
    ingest: (lines) => {
      const now = clock();
      return acceptRecords(
        { eventLog, recognise: (text) => recogniseCurrent(text, now, balanceSlots) },
        lines,
      );
    },
    drained: () => checkDrained({ ...stores, eventLog }),
  };
}

/** The margin of an account, and every step of it. */
function marginOf(directory: AssetDirectory): Pick<ApiPorts, 'evaluate' | 'explain'> {
  return {
    evaluate: ({ account, prices, policy }) => evaluateMargin(account, prices, policy.margin, directory),
    explain: ({ account, prices, policy }) => explainMargin(account, prices, policy.margin, directory),
  };
}

/** What is measured, permitted and supposed, from the state that the engines have committed. */
function riskAnswers(
  { reads, systemicRisk }: BackingServices['stores'],
  ports: CheckGatesPorts & { readonly directory: AssetDirectory } & InsuranceFundPorts &
    Pick<SimulatePolicyPorts, 'reads' | 'systemicRisk'>,
): Pick<
  ApiPorts,
  | 'systemicRisk'
  | 'stressTest'
  | 'systemicActions'
  | 'systemicActionHistory'
  | 'gates'
  | 'insuranceFund'
  | 'simulatePolicy'
> {
  const riskPorts = { reads, directory: { ...ports.directory, issuersOf: issuersIn(NETWORK) } };
  return {
    systemicRisk: () => assessSystemicRisk(riskPorts),
    stressTest: (scenario, insuranceFund) => assessScenario(riskPorts, scenario, insuranceFund),
    systemicActions: async () => (await systemicRisk.actions()).actions,
    systemicActionHistory: (filter, page) => systemicRisk.history(filter, page),
    gates: (question) => checkGates(ports, question),
    insuranceFund: () => readInsuranceFund(ports, FUND_USES),
    simulatePolicy: (document, named) =>
      simulatePolicy({ ...ports, parsePolicy: decodeRiskPolicy, pause: () => nextTurn() }, document, named),
  };
}

/** Enough to find a record's place, where nothing rests on what it proves. */
const CLAIMED_SLOTS: BalanceSlots = (_asset, claimed) => claimed;

/** Where a line of NDJSON belongs in the event log; a failure names the field. */
export function recogniseRecord(text: string): Result<RecognisedRecord> {
  const input = readInput(text, CLAIMED_SLOTS);
  return input.ok ? ok(placeOf(input.value)) : input;
}

/**
 * As `recogniseRecord`, but nothing from the future: a price replaces only older ones, so that one far ahead would
 * silence its symbol until then, a block ahead would make transfers look late, and a reading ahead would call what is
 * still to be read missing.
 */
export function recogniseCurrent(
  text: string,
  now: UnixMilliseconds,
  balanceSlots: BalanceSlots,
): Result<RecognisedRecord> {
  const input = readInput(text, balanceSlots);
  if (!input.ok) return input;
  const { field, time } = ownTime(input.value);
  if (time <= addSeconds(now, MAXIMUM_LEAD_SECONDS)) return ok(placeOf(input.value));
  return fail('TIME_IN_FUTURE', `is more than ${MAXIMUM_LEAD_SECONDS} seconds ahead of this service`, field);
}

function ownTime({ kind, record }: InputRecord): { readonly field: string; readonly time: UnixMilliseconds } {
  switch (kind) {
    case 'price':
      return { field: 'time', time: record.time };
    case 'transaction-logs':
      return { field: 'blockTime', time: record.blockTime };
    case 'block-header':
      return { field: 'header.time', time: record.header.time };
    case 'chain-read':
      return { field: 'through', time: record.through };
    case 'balance-proof':
      return { field: 'header.timestamp', time: record.at };
  }
}

function readInput(text: string, balanceSlots: BalanceSlots): Result<InputRecord> {
  const json = parseJson(text);
  return json.ok ? decodeInputRecord(json.value, balanceSlots) : json;
}

function placeOf({ kind, record }: InputRecord): RecognisedRecord {
  return kind === 'price'
    ? { topic: MARKET_PRICES, key: record.symbol }
    : { topic: CHAIN_LOGS, key: record.chain };
}

/**
 * The key of a record that may not be readable: then any key will do, because nothing is ordered with it. An account's
 * record must come back to the account's own partition, or two engines would have the account.
 */
export function recordKey(topic: string, body: string): string {
  if (topic === ACCOUNT_EVENTS) {
    const event = decodeEventText(body);
    return event.ok && event.value.type === 'account.changed' ? event.value.account.account : '';
  }
  const recognised = recogniseRecord(body);
  return recognised.ok ? recognised.value.key : '';
}
